import type { EventTime } from "../event-time.ts";
import { type KeyTable, keyGroupRangeOf } from "../network/key-groups.ts";
import type { Element } from "../operator/element.ts";
import { KeyedProcessOperator } from "../operator/keyed-process-operator.ts";
import type { ProcessState, WindowState } from "../operator/keyed-state.ts";
import type { Operator } from "../operator/operator.ts";
import { PeriodFunction } from "../operator/period-function.ts";
import { FilterOperator, FlatMapOperator, MapOperator } from "../operator/record-operators.ts";
import type { StageFunctions } from "../operator/stage-functions.ts";
import { WindowOperator } from "../operator/window-operator.ts";
import type { ProcessStage, StageOptions, WindowStage } from "../options.ts";
import type { GateOperator } from "./gate-operator.ts";
import type { JobState, KeyedState } from "./job-state.ts";
import type { TaskPlan } from "./topology.ts";

/** A keyed operator of a chain, under its name (its uid). */
export interface KeyedMember {
  readonly name: string;
  /** The operator's current watermark (not part of its state, W20). */
  readonly watermark: EventTime;
  snapshot(): KeyedState;
}

/** The operators that run chained in one task thread. */
export interface Chain {
  readonly head: Operator;
  readonly keyed: readonly KeyedMember[];
  readonly gate: GateOperator | undefined;
  /** Lower bound of the instant at which an element from then on may call another system. */
  actsFrom(nextElementAt: number): number;
}

/** The end of a chain: a sink or the network. */
export interface ChainEnd extends Operator {
  /** As `Chain.actsFrom`; absent = never. */
  actsFrom?(nextElementAt: number): number;
}

/** What is done with records that leave the pipeline on their way; the register holds the record. */
export interface ChainListener {
  late(element: Element): void;
}

export interface ChainOptions {
  readonly plan: TaskPlan;
  readonly subtask: number;
  readonly element: Element;
  readonly keys: KeyTable;
  readonly functions: StageFunctions;
  /** Index by stage name among the stages that change records: results are known by it. */
  readonly resultIndex: ReadonlyMap<string, number>;
  readonly end: ChainEnd;
  /** Undefined: the gate stage is not in the job graph. */
  readonly createGate: ((next: Operator) => GateOperator) | undefined;
  readonly listener: ChainListener;
  readonly restore: JobState | undefined;
}

/** Puts the operators of one subtask together, last to first, and restores their keyed state. */
export function buildChain(options: ChainOptions): Chain {
  const builder = new ChainBuilder(options);
  let next: Operator = options.end;
  for (const stage of options.plan.stages.toReversed()) next = builder.link(stage, next);
  const { keyed, gate } = builder;
  const { end } = options;
  return {
    head: next,
    keyed,
    gate,
    actsFrom: (at) =>
      Math.min(
        gate?.actsFrom(at) ?? Number.POSITIVE_INFINITY,
        end.actsFrom?.(at) ?? Number.POSITIVE_INFINITY,
      ),
  };
}

class ChainBuilder {
  readonly keyed: KeyedMember[] = [];
  gate: GateOperator | undefined;
  readonly #options: ChainOptions;

  constructor(options: ChainOptions) {
    this.#options = options;
  }

  link(stage: StageOptions, next: Operator): Operator {
    const { element, functions, createGate } = this.#options;
    switch (stage.kind) {
      case "map":
        return new MapOperator({ name: stage.name, element, next, functions });
      case "filter":
        return new FilterOperator({ ...stage, element, next, functions });
      case "flat-map":
        return new FlatMapOperator({ ...stage, element, next, functions });
      case "process":
        return this.#process(stage, next);
      case "window":
        return this.#window(stage, next);
      case "gate":
        this.gate = createGate?.(next);
        return this.gate ?? next;
      case "sink":
      case "exchange":
        return next;
    }
  }

  #process(stage: ProcessStage, next: Operator): Operator {
    const { element, keys, functions } = this.#options;
    const operator = new KeyedProcessOperator({
      element,
      next,
      keys,
      function: new PeriodFunction({
        name: stage.name,
        timerMillis: stage.timerMillis,
        functions,
        resultId: this.#resultId(stage.name),
      }),
    });
    operator.restore(this.#restored<ProcessState>(stage.name, "process"), this.#range());
    this.keyed.push({
      name: stage.name,
      get watermark() {
        return operator.timers.currentWatermark;
      },
      snapshot: () => operator.snapshot(),
    });
    return operator;
  }

  #window(stage: WindowStage, next: Operator): Operator {
    const { element, keys, functions, listener } = this.#options;
    const operator = new WindowOperator({
      element,
      next,
      keys,
      assigner: stage.assigner,
      allowedLatenessMillis: stage.allowedLatenessMillis,
      lateSideOutput: stage.lateSideOutput,
      functions,
      resultId: this.#resultId(stage.name),
      onLate: () => listener.late(element),
    });
    operator.restore(this.#restored<WindowState>(stage.name, "window"), this.#range());
    this.keyed.push({
      name: stage.name,
      get watermark() {
        return operator.currentWatermark;
      },
      snapshot: () => operator.snapshot(),
    });
    return operator;
  }

  #resultId(name: string): number {
    return -1 - (this.#options.resultIndex.get(name) ?? 0);
  }

  #range(): ReturnType<typeof keyGroupRangeOf> {
    const { subtask, plan, keys } = this.#options;
    return keyGroupRangeOf(subtask, keys.maxParallelism, plan.parallelism);
  }

  #restored<State extends KeyedState>(name: string, kind: State["kind"]): readonly State[] {
    const states = this.#options.restore?.keyed.get(name) ?? [];
    return states.filter((state): state is State => state.kind === kind);
  }
}
