import type { InputGate } from "../network/input-gate.ts";
import type { TaskOutput } from "../network/task-output.ts";
import type { Element } from "../operator/element.ts";
import type { Operator } from "../operator/operator.ts";
import { lagMicrosOf } from "../source/lag-options.ts";
import type { RecordReader } from "../source/record-reader.ts";
import { MultipleInputWatermarks } from "../watermark/multiple-input-watermarks.ts";
import { SourceWatermarks } from "../watermark/source-watermarks.ts";
import { StatusWatermarkValve } from "../watermark/status-watermark-valve.ts";
import { flinkVersionRules } from "../watermark/version-rules.ts";
import type { StreamOutput } from "../watermark/watermark-output.ts";
import { createBarrierAligner } from "./barrier-aligner.ts";
import type { BarrierHost } from "./barrier-host.ts";
import type { Chain } from "./chain.ts";
import { createReader } from "./create-reader.ts";
import type { Placement } from "./deployment.ts";
import type { JobSurroundings } from "./job-surroundings.ts";
import { NetworkSubtask } from "./network-subtask.ts";
import { ReaderAlignment } from "./reader-alignment.ts";
import type { SourceCoordinator } from "./source-coordinator.ts";
import { SourceSubtask } from "./source-subtask.ts";
import type { TaskSubtask, TaskSubtaskOptions } from "./task-subtask.ts";
import type { ThreadClock } from "./thread-clock.ts";

/** Makes the task thread of one attempt of a subtask around its chain. */
export class ThreadAssembly {
  readonly #around: JobSurroundings;
  readonly #placement: Placement;
  readonly #element: Element;
  readonly #clock: ThreadClock;
  readonly #owner: number;

  constructor(options: {
    readonly around: JobSurroundings;
    readonly placement: Placement;
    readonly element: Element;
    readonly clock: ThreadClock;
    readonly owner: number;
  }) {
    this.#around = options.around;
    this.#placement = options.placement;
    this.#element = options.element;
    this.#clock = options.clock;
    this.#owner = options.owner;
  }

  create(chain: Chain, out: TaskOutput | undefined, barriers: BarrierHost): TaskSubtask {
    const { plan, subtask, path, slot, gate } = this.#placement;
    const { simulation, recordMode } = this.#around;
    const common = {
      path,
      simulation,
      component: slot.component,
      out,
      recordMode,
      startedAt: simulation.now,
      plan,
      subtask,
      element: this.#element,
      chain,
    };
    const thread =
      gate === undefined
        ? this.#source(common, chain)
        : this.#network(common, gate, chain, barriers);
    slot.current = thread;
    return thread;
  }

  #source(common: TaskSubtaskOptions, chain: Chain): SourceSubtask {
    const around = this.#around;
    const placement = this.#placement;
    const { job } = around;
    const { intervalMicros, idlenessMicros } = job.watermarks;
    const { subtask, restore } = placement;
    const coordinator = around.coordinators.of(common.plan.source as string);
    const { source } = coordinator;
    const reader = createReader({ around, placement, source, thread: () => thread });
    const alignment = this.#alignment(coordinator, reader);
    const thread = new SourceSubtask({
      ...common,
      name: source.name,
      reader,
      splits: coordinator.splitsOf(subtask, restore),
      watermarks: this.#watermarks(chain, alignment),
      alignment,
      emitIntervalMicros: intervalMicros,
      idlenessMicros,
      lagMicros: lagMicrosOf(job.lag, subtask),
    });
    return thread;
  }

  #watermarks(chain: Chain, alignment: ReaderAlignment | undefined): SourceWatermarks {
    const { job } = this.#around;
    const { boundMillis, idlenessMicros } = job.watermarks;
    const clock = this.#clock;
    return new SourceWatermarks({
      boundMillis,
      idleTimeout: idlenessMicros > 0 ? idlenessMicros : undefined,
      // 0 is Flink's mark of a countdown that has not begun (W10).
      clock: {
        get now() {
          return clock.now + 1;
        },
      },
      rules: flinkVersionRules(job.flinkVersion),
      output: this.#into(chain.heads[0] as Operator),
      ...(alignment && { alignment }),
    });
  }

  #alignment(coordinator: SourceCoordinator, reader: RecordReader): ReaderAlignment | undefined {
    const { alignment } = coordinator.source.options;
    const { subtask, agenda } = this.#placement;
    return (
      alignment &&
      new ReaderAlignment({
        reader,
        clock: this.#clock,
        agenda,
        intervalMicros: alignment.intervalMicros,
        report: (watermark) => coordinator.reported(subtask, watermark),
      })
    );
  }

  #network(
    common: TaskSubtaskOptions,
    gate: InputGate,
    chain: Chain,
    host: BarrierHost,
  ): NetworkSubtask {
    const { job } = this.#around;
    const { firstInputChannels } = this.#placement;
    return new NetworkSubtask({
      ...common,
      gate,
      firstInputChannels,
      valves: this.#valves(gate.channels, firstInputChannels, chain.heads),
      barriers: createBarrierAligner(job.checkpointing.mode, {
        checkpointsAfterTasksFinish: true,
        input: gate,
        host,
      }),
    });
  }

  // A join combines the event time of its two inputs (W15); its heads lead to one operator.
  #valves(
    channels: number,
    firstInputChannels: number,
    heads: readonly Operator[],
  ): readonly StatusWatermarkValve[] {
    const rules = flinkVersionRules(this.#around.job.flinkVersion);
    const into = this.#into(heads[0] as Operator);
    if (heads.length === 1) return [new StatusWatermarkValve(channels, rules, into)];
    const combined = new MultipleInputWatermarks(heads.length, rules, into);
    return [firstInputChannels, channels - firstInputChannels].map(
      (own, input) =>
        new StatusWatermarkValve(own, rules, {
          watermark: (ts) => combined.watermark(input, ts),
          status: (idle) => combined.status(input, idle),
        }),
    );
  }

  #into(head: Operator): StreamOutput {
    const { watch } = this.#around.books;
    const owner = this.#owner;
    return {
      watermark: (ts) => {
        watch?.watermark(owner, this.#clock.now, ts);
        head.processWatermark(ts);
      },
      status: (idle) => {
        watch?.status(owner, this.#clock.now, idle);
        head.processStatus(idle);
      },
    };
  }
}
