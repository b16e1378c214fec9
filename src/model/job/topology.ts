import { assert } from "../../engine/assert.ts";
import type { ExchangeStage, JobOptions, StageOptions } from "../options.ts";

/** Stages that run chained in one thread; tasks are separated by exchanges. */
export interface TaskPlan {
  readonly index: number;
  readonly name: string;
  readonly parallelism: number;
  readonly stages: readonly Exclude<StageOptions, ExchangeStage>[];
  /** How records come in; undefined for the source task. */
  readonly input: ExchangeStage | undefined;
  /** Processing time of one record through the whole chain; at least 1 µs. */
  readonly costMicros: number;
  /** One input record can leave as several, or many at a watermark. */
  readonly amplifies: boolean;
}

/** One subtask of a job. */
export interface Member {
  readonly task: number;
  readonly subtask: number;
}

/** Cuts a job's graph into tasks at its exchanges; the first task begins with the source. */
export function planTasks(job: JobOptions): readonly TaskPlan[] {
  const plans: TaskPlan[] = [];
  let stages: Exclude<StageOptions, ExchangeStage>[] = [];
  let input: ExchangeStage | undefined;
  const close = (): void => {
    plans.push(planTask(job, plans.length, stages, input));
    stages = [];
  };
  for (const stage of job.graph) {
    if (stage.kind === "exchange") {
      close();
      input = stage;
    } else {
      stages.push(stage);
    }
  }
  close();
  assert(stages.length === 0, "the last task is closed");
  return plans;
}

function planTask(
  job: JobOptions,
  index: number,
  stages: readonly Exclude<StageOptions, ExchangeStage>[],
  input: ExchangeStage | undefined,
): TaskPlan {
  const cost = stages.reduce((sum, stage) => sum + stage.costMicros, 0);
  const names = stages.map((stage) => stage.name);
  return {
    index,
    name: (index === 0 ? ["source", ...names] : names).join(" -> "),
    parallelism: input?.parallelism ?? job.parallelism,
    stages,
    input,
    costMicros: Math.max(1, cost),
    amplifies: stages.some(
      (s) => s.kind === "flat-map" || s.kind === "window" || s.kind === "process",
    ),
  };
}

/**
 * Subtasks that fail together: the pipelined region of a subtask (C22). Only FORWARD exchanges, or a
 * job of one task, leave subtasks in regions of their own. Not modelled: the smaller regions that a
 * RESCALE exchange can leave.
 */
export function regionOf(plans: readonly TaskPlan[], subtask: number): readonly Member[] {
  const pointwise = plans.every(
    (plan) => plan.input === undefined || plan.input.partitioner === "FORWARD",
  );
  return plans.flatMap((plan) =>
    Array.from({ length: plan.parallelism }, (_, index) => ({
      task: plan.index,
      subtask: index,
    })).filter((member) => !pointwise || member.subtask === subtask),
  );
}
