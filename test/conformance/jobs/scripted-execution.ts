import { type Chance, streamOf } from "../../../src/engine/choice.ts";
import type { Simulation } from "../../../src/engine/simulation.ts";
import { createBarrierAligner } from "../../../src/model/job/barrier-aligner.ts";
import { buildChain, type Chain } from "../../../src/model/job/chain.ts";
import type { ChainEnd } from "../../../src/model/job/chain-end.ts";
import type { Placement } from "../../../src/model/job/deployment.ts";
import { Execution } from "../../../src/model/job/execution.ts";
import { GateOperator } from "../../../src/model/job/gate-operator.ts";
import { GateRuntime } from "../../../src/model/job/gate-runtime.ts";
import type { Job } from "../../../src/model/job/job.ts";
import { NetworkOutput } from "../../../src/model/job/network-output.ts";
import { NetworkSubtask } from "../../../src/model/job/network-subtask.ts";
import type { SourceSubtask } from "../../../src/model/job/source-subtask.ts";
import type { TaskSubtask, TaskSubtaskOptions } from "../../../src/model/job/task-subtask.ts";
import { ThreadClock } from "../../../src/model/job/thread-clock.ts";
import type { KeyTable } from "../../../src/model/network/key-groups.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type { Operator } from "../../../src/model/operator/operator.ts";
import type { JobOptions } from "../../../src/model/options.ts";
import type { HandoverProtocol } from "../../../src/model/protocol/protocol.ts";
import { dealSinkState } from "../../../src/model/sink/deal-sink-state.ts";
import { StatusWatermarkValve } from "../../../src/model/watermark/status-watermark-valve.ts";
import { flinkVersionRules } from "../../../src/model/watermark/version-rules.ts";
import type { StreamOutput } from "../../../src/model/watermark/watermark-output.ts";
import type { JobName } from "../gates/trace.ts";
import { GateProbe } from "./gate-probe.ts";
import type { Happenings } from "./happenings.ts";
import type { RecordNames } from "./record-names.ts";
import type { ScriptedApi } from "./scripted-api.ts";
import { type CreateCommitter, type ExternalSystem, ScriptedSink } from "./scripted-sink.ts";
import { ScriptedSource, type SourceLog } from "./scripted-source.ts";

/** No luck at all: every draw is the lowest, so a round begins at channel 0. */
export const NO_CHANCE: Chance = {
  stream: () => streamOf({ below: () => 0, uint32: () => 0, chanceOf: () => false }),
  keyed: () => ({ below: () => 0, uint32: () => 0, unit: () => 0 }),
};

/** What of the model drives a trace; a planted fault puts another one in. */
export interface ModelParts {
  readonly protocol: HandoverProtocol;
  readonly createValve?: (
    ...args: ConstructorParameters<typeof StatusWatermarkValve>
  ) => StatusWatermarkValve;
  readonly createCommitter?: CreateCommitter;
  readonly dealSinkState?: typeof dealSinkState;
  readonly buildChain?: typeof buildChain;
  readonly createKeys?: (names: readonly string[], maxParallelism: number) => KeyTable;
  readonly createJob?: (...args: ConstructorParameters<typeof Job>) => Job;
}

/** What both jobs of a trace share. */
export interface TraceWorld {
  readonly parts: ModelParts;
  /** Threads are evaluated when somebody looks, as in a run, instead of at each element. */
  readonly isLazy: boolean;
  /** Some record has no timestamp. */
  readonly mayLackTimestamps: boolean;
  readonly simulation: Simulation;
  /** Wall clock at the start of the simulation, milliseconds. */
  readonly epochMillis: number;
  readonly api: ScriptedApi;
  readonly names: RecordNames;
  readonly external: ExternalSystem;
  readonly happenings: Happenings;
}

export interface ScriptedExecutionOptions {
  readonly world: TraceWorld;
  readonly job: JobOptions;
  readonly name: JobName;
  readonly keys: KeyTable;
  readonly placement: Placement;
  readonly log: SourceLog | undefined;
  /** Which writer of its subtask this is, from 1. */
  readonly writer: number;
}

/**
 * One attempt of one subtask: the runtime's own classes, as its `ExecutionFactory` puts them
 * together, with a scripted source, API server and external system around them.
 */
export class ScriptedExecution {
  readonly execution: Execution;
  readonly source: ScriptedSource | undefined;
  readonly #options: ScriptedExecutionOptions;
  readonly #element = new Element();
  readonly #clock = new ThreadClock();

  constructor(options: ScriptedExecutionOptions) {
    this.#options = options;
    const { placement, job } = options;
    const { plan, subtask, index, agenda, host } = placement;
    const out = [...placement.outputs(() => this.#clock.thread.creditNoted()).values()][0];
    const sink = out === undefined ? this.#sink() : undefined;
    const gate = out === undefined ? this.#gateRuntime() : undefined;
    const network = out && new NetworkOutput(this.#element, out, this.#clock);
    const chain = this.#chain((sink ?? network) as ChainEnd, gate);
    const thread = this.#thread(chain, out);
    this.#clock.attach(thread);
    this.source = thread instanceof ScriptedSource ? thread : undefined;
    this.execution = new Execution({
      task: plan.index,
      subtask,
      index,
      owner: index,
      thread,
      // Of a source an execution asks its positions, and that it stops.
      source: this.source as unknown as SourceSubtask | undefined,
      chain,
      sinks: sink === undefined ? new Map() : new Map([["sink", sink]]),
      gates: gate === undefined ? new Map() : new Map([["gate", gate]]),
      out,
      agenda,
      checkpointing: job.checkpointing,
      savepointDuration: undefined,
      savepointDraws: NO_CHANCE.keyed("", ""),
      asyncDraws: NO_CHANCE.keyed("", ""),
      rpcDraws: NO_CHANCE.keyed("", ""),
      books: {
        attempt: () => 0,
        gate: () => {},
        late: () => {},
        snapshotTaken: () => {},
        committed: () => {},
        watch: undefined,
      },
      host,
    });
    const operator = chain.gates.get("gate");
    if (operator !== undefined) {
      gate?.attach(thread, operator, (reason) => this.execution.fail(reason));
    }
  }

  #tell(e: string, fields: Readonly<Record<string, unknown>>): void {
    const { world, name, placement } = this.#options;
    world.happenings.event(name, placement.subtask, e, fields);
  }

  #sink(): ScriptedSink {
    const { world, name, placement, writer } = this.#options;
    const { parts, external, names } = world;
    const { restore, plan, subtask } = placement;
    const deal = parts.dealSinkState ?? dealSinkState;
    return new ScriptedSink({
      element: this.#element,
      names,
      external,
      transactionPrefix: `${name}-${subtask}-a${writer}`,
      restored: restore && deal(restore.sinks.get("sink") ?? [], plan.parallelism, subtask),
      restoredCheckpointId: restore?.id ?? 0,
      tell: (e, fields) => this.#tell(e, fields),
      ...(parts.createCommitter === undefined ? {} : { createCommitter: parts.createCommitter }),
    });
  }

  #gateRuntime(): GateRuntime {
    const { world, placement } = this.#options;
    return new GateRuntime({
      path: placement.path,
      epochMillis: world.epochMillis,
      api: world.api,
      agenda: placement.agenda,
      // The probe hears of all this, with the record that it is about.
      listener: { wrote: () => {}, handlerFailed: () => {}, opened: () => {}, crossed: () => {} },
      judged: undefined,
    });
  }

  #chain(end: ChainEnd, services: GateRuntime | undefined): Chain {
    const { world, keys, placement } = this.#options;
    const build = world.parts.buildChain ?? buildChain;
    const chain = build({
      plan: placement.plan,
      subtask: placement.subtask,
      element: this.#element,
      keys,
      functions: world.names.functions,
      resultIndex: new Map(),
      sink: () => end,
      output: () => end,
      createGate: services && ((_name, next) => this.#gate(next, services)),
      listener: {
        late: (element) => this.#tell("windowLate", { id: world.names.idOf(element) }),
      },
      restore: placement.restore,
      ...{ salt: 0, epochMillis: () => 0, clock: { now: 0 } },
    });
    return services === undefined ? chain : { ...chain, heads: chain.heads.map(this.#heard) };
  }

  #gate(next: Operator, services: GateRuntime): GateOperator {
    const { world, job, placement } = this.#options;
    const element = this.#element;
    const probe = new GateProbe({
      element,
      names: world.names,
      newestVersion: () => world.api.configMap.read().version,
      tell: (e, fields) => this.#tell(e, fields),
    });
    const { subtask } = placement;
    return new GateOperator({
      element,
      next,
      services,
      createGate: (host) =>
        probe.create(world.parts.protocol, {
          host,
          colour: job.colour,
          subtask,
          mayLackTimestamps: world.mayLackTimestamps,
        }),
    });
  }

  /** What the gate's task receives, before its first operator does. */
  readonly #heard = (head: Operator): Operator => {
    return {
      processElement: () => head.processElement(),
      processWatermark: (ts) => {
        this.#tell("wm", { w: ts >= 2 ** 63 ? "MAX" : ts });
        head.processWatermark(ts);
      },
      processStatus: (idle) => {
        this.#tell("status", { s: idle ? "IDLE" : "ACTIVE" });
        head.processStatus(idle);
      },
    };
  };

  #thread(chain: Chain, out: TaskSubtaskOptions["out"]): TaskSubtask {
    const { world, placement, log } = this.#options;
    const { path, plan, subtask, slot } = placement;
    const { simulation, names } = world;
    const common = {
      path,
      simulation,
      component: slot.component,
      out,
      recordMode: !world.isLazy,
      startedAt: simulation.now,
      plan,
      subtask,
      element: this.#element,
      chain,
    };
    const thread =
      log === undefined
        ? this.#network(common)
        : new ScriptedSource({ ...common, log, names, output: into(chain) });
    slot.current = thread;
    return thread;
  }

  #network(common: TaskSubtaskOptions): NetworkSubtask {
    const { world, job, placement } = this.#options;
    const { createValve = (...args) => new StatusWatermarkValve(...args) } = world.parts;
    const gate = placement.gate!;
    return new NetworkSubtask({
      ...common,
      gate,
      firstInputChannels: gate.channels,
      valves: [createValve(gate.channels, flinkVersionRules(job.flinkVersion), into(common.chain))],
      barriers: createBarrierAligner(job.checkpointing.mode, {
        checkpointsAfterTasksFinish: true,
        input: gate,
        host: {
          snapshot: (id, kind) => this.execution.snapshot(id, kind),
          abort: (id, reason) => this.execution.decline(id, reason),
        },
      }),
    });
  }
}

function into({ heads }: Chain): StreamOutput {
  const head = heads[0] as Operator;
  return {
    watermark: (ts) => head.processWatermark(ts),
    status: (idle) => head.processStatus(idle),
  };
}
