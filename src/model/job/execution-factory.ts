import type { Chance } from "../../engine/choice.ts";
import type { Simulation } from "../../engine/simulation.ts";
import type { TransactionBroker } from "../kafka/transaction-broker.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import type { InputGate } from "../network/input-gate.ts";
import type { KeyTable } from "../network/key-groups.ts";
import type { ResultPartition } from "../network/result-partition.ts";
import { Element } from "../operator/element.ts";
import type { Operator } from "../operator/operator.ts";
import type { StageFunctions } from "../operator/stage-functions.ts";
import type { JobOptions, RunOptions } from "../options.ts";
import type { HandoverProtocol } from "../protocol/protocol.ts";
import type { SinkListener } from "../sink/sink-listener.ts";
import { lagMicrosOf } from "../source/lag-options.ts";
import { openReader } from "../source/open-reader.ts";
import type { TopicLog } from "../source/topic-log.ts";
import { SourceWatermarks } from "../watermark/source-watermarks.ts";
import { StatusWatermarkValve } from "../watermark/status-watermark-valve.ts";
import { flinkVersionRules } from "../watermark/version-rules.ts";
import type { StreamOutput } from "../watermark/watermark-output.ts";
import type { Agenda } from "./agenda.ts";
import { createBarrierAligner } from "./barrier-aligner.ts";
import type { BarrierHost } from "./barrier-host.ts";
import { buildChain, type Chain, type ChainEnd } from "./chain.ts";
import type { Placement } from "./deployment.ts";
import { Execution } from "./execution.ts";
import { GateOperator } from "./gate-operator.ts";
import { type GateListener, GateRuntime } from "./gate-runtime.ts";
import type { JobBooks } from "./job-books.ts";
import type { JobState } from "./job-state.ts";
import { NetworkOutput } from "./network-output.ts";
import { NetworkSubtask } from "./network-subtask.ts";
import { splitsOf } from "./source-splits.ts";
import { SourceSubtask } from "./source-subtask.ts";
import { type SubtaskSink, subtaskSink } from "./subtask-sink.ts";
import type { TaskSubtask, TaskSubtaskOptions } from "./task-subtask.ts";
import { ThreadClock } from "./thread-clock.ts";

/** Everything outside one job that its subtasks meet. */
export interface JobSurroundings {
  readonly run: RunOptions;
  readonly job: JobOptions;
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly topic: TopicLog;
  readonly keys: KeyTable;
  readonly functions: StageFunctions;
  /** See `ChainOptions`. */
  readonly resultIndex: ReadonlyMap<string, number>;
  readonly broker: TransactionBroker;
  /** Output partition by index of the key. */
  readonly outputPartitions: Uint16Array;
  sinkListener(owner: number): SinkListener;
  /** Outlives the attempts. */
  readonly jobAgenda: Agenda;
  readonly api: ApiServer;
  /** Undefined: nobody hands anything over, the gate stage is left out. */
  readonly protocol: HandoverProtocol | undefined;
  readonly gateListener: GateListener;
  readonly books: JobBooks;
  /** Whether the job's sink takes its part of a state it restores, or starts anew (S14). */
  sinkStateFrom(state: JobState): boolean;
  /** One event per record and hop instead of one per buffer: same outcomes, for the differential check. */
  readonly recordMode: boolean;
}

/** Makes the attempts of one job's subtasks: thread, chain, gate and sink, put together. */
export class ExecutionFactory {
  readonly #around: JobSurroundings;

  constructor(surroundings: JobSurroundings) {
    this.#around = surroundings;
  }

  create(placement: Placement): Execution {
    return new Assembly(this.#around, placement).execution();
  }
}

class Assembly {
  readonly #around: JobSurroundings;
  readonly #placement: Placement;
  readonly #element = new Element();
  readonly #clock = new ThreadClock();
  readonly #owner: number;
  readonly #gate: GateRuntime | undefined;
  #execution: Execution | undefined;

  constructor(around: JobSurroundings, placement: Placement) {
    const { plan, subtask, path, agenda } = placement;
    const { watch } = around.books;
    this.#around = around;
    this.#placement = placement;
    const owner = around.books.attempt(plan.index, subtask);
    this.#owner = owner;
    if (around.protocol?.usesGate !== true) return;
    this.#gate = new GateRuntime({
      path,
      epochMillis: around.run.epochMillis,
      api: around.api,
      agenda,
      listener: around.gateListener,
      judged:
        watch &&
        ((element, passed, watermark, gate) =>
          watch.judged(owner, this.#clock.now, element, passed, watermark, gate.toggle)),
    });
  }

  execution(): Execution {
    const { plan, subtask, index, path, agenda, host } = this.#placement;
    const { job, chance, books, run } = this.#around;
    const out = this.#placement.output(() => this.#clock.thread.creditNoted());
    const sink = out === undefined ? this.#sink() : undefined;
    const chain = this.#chain(sink?.sink ?? new NetworkOutput(this.#element, out!, this.#clock));
    const thread = this.#thread(chain, out);
    this.#clock.attach(thread);
    const execution = new Execution({
      task: plan.index,
      subtask,
      index,
      owner: this.#owner,
      thread,
      source: thread instanceof SourceSubtask ? thread : undefined,
      chain,
      sink: sink?.sink,
      gate: chain.gate === undefined ? undefined : this.#gate,
      out,
      agenda,
      checkpointing: job.checkpointing,
      savepointDuration: run.handover?.savepointDuration,
      savepointDraws: chance.keyed(job.role, "savepoint duration"),
      asyncDraws: chance.keyed(path, "asynchronous part"),
      rpcDraws: chance.keyed(path, "acknowledgement"),
      books,
      host,
    });
    this.#execution = execution;
    sink?.connection.attach(thread, (reason) => execution.fail(reason));
    if (chain.gate !== undefined) {
      this.#gate?.attach(thread, chain.gate, (reason) => execution.fail(reason));
    }
    return execution;
  }

  #chain(end: ChainEnd): Chain {
    const { plan, subtask, restore } = this.#placement;
    const { keys, functions, resultIndex, books } = this.#around;
    const gate = this.#gate;
    return buildChain({
      plan,
      subtask,
      element: this.#element,
      keys,
      functions,
      resultIndex,
      end,
      createGate: gate && ((next) => this.#gateOperator(next, gate)),
      listener: { late: (element) => books.late(element, this.#owner) },
      restore,
    });
  }

  #gateOperator(next: Operator, services: GateRuntime): GateOperator {
    const { protocol, job, books } = this.#around;
    const operator = new GateOperator({
      element: this.#element,
      next,
      services,
      createGate: (host) =>
        protocol!.createGate({
          host,
          colour: job.colour,
          subtask: this.#placement.subtask,
          mayLackTimestamps: false,
          restored: this.#placement.restore?.gates,
          element: this.#element,
        }),
    });
    books.gate(this.#owner, operator.facts);
    return operator;
  }

  #sink(): SubtaskSink {
    const { plan, subtask, path, attempt, agenda, restore } = this.#placement;
    const { job, run, broker, chance, outputPartitions, jobAgenda } = this.#around;
    const { sinkStateFrom, sinkListener } = this.#around;
    return subtaskSink(
      {
        sink: run.sink,
        transactionalIdPrefix: job.transactionalIdPrefix,
        subtask,
        parallelism: plan.parallelism,
        element: this.#element,
        partitions: outputPartitions,
        broker,
        listener: sinkListener(this.#owner),
        owner: this.#owner,
      },
      {
        agenda: jobAgenda,
        attempt: agenda,
        latency: run.sink.requestLatency,
        draws: chance.keyed(path, "kafka request"),
        attemptNumber: attempt,
      },
      restore,
      restore !== undefined && sinkStateFrom(restore),
    );
  }

  #thread(chain: Chain, out: ResultPartition | undefined): TaskSubtask {
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
      gate === undefined ? this.#source(common, chain) : this.#network(common, gate, chain);
    slot.current = thread;
    return thread;
  }

  #source(common: TaskSubtaskOptions, chain: Chain): SourceSubtask {
    const { job, run, topic, simulation, chance } = this.#around;
    const { boundMillis, intervalMicros, idlenessMicros } = job.watermarks;
    const clock = this.#clock;
    const watermarks = new SourceWatermarks({
      boundMillis,
      idleTimeout: idlenessMicros > 0 ? idlenessMicros : undefined,
      // 0 is Flink's mark of a countdown that has not begun (W10).
      clock: {
        get now() {
          return clock.now + 1;
        },
      },
      rules: flinkVersionRules(job.flinkVersion),
      output: this.#into(chain.head),
    });
    const { path, subtask, attempt, restore } = this.#placement;
    const topicName = run.source.topic;
    const splits = splitsOf({ job, topic, topicName, subtask, restore, now: simulation.now });
    return new SourceSubtask({
      ...common,
      reader: openReader({ topic, source: run.source, chance, path, attempt }),
      splits,
      watermarks,
      emitIntervalMicros: intervalMicros,
      idlenessMicros,
      lagMicros: lagMicrosOf(job.lag, subtask),
    });
  }

  #network(common: TaskSubtaskOptions, gate: InputGate, chain: Chain): NetworkSubtask {
    const { job } = this.#around;
    const host: BarrierHost = {
      snapshot: (id, kind) => this.#execution?.snapshot(id, kind),
      abort: (id, reason) => this.#execution?.decline(id, reason),
    };
    return new NetworkSubtask({
      ...common,
      gate,
      valve: new StatusWatermarkValve(
        gate.channels,
        flinkVersionRules(job.flinkVersion),
        this.#into(chain.head),
      ),
      barriers: createBarrierAligner(job.checkpointing.mode, {
        checkpointsAfterTasksFinish: true,
        input: gate,
        host,
      }),
    });
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
