import type { LatencyModel } from "../../../src/engine/latency.ts";
import type { Agenda } from "../../../src/model/job/agenda.ts";
import { Deployment } from "../../../src/model/job/deployment.ts";
import type { Execution } from "../../../src/model/job/execution.ts";
import { Job } from "../../../src/model/job/job.ts";
import type { JobState } from "../../../src/model/job/job-state.ts";
import { dealListState } from "../../../src/model/job/redistribution.ts";
import { KeyTable } from "../../../src/model/network/key-groups.ts";
import type { JobOptions, StageOptions } from "../../../src/model/options.ts";
import { FIRST_SOURCE } from "../../../src/model/options.ts";
import { NotSupported } from "../corpus.ts";
import type { JobName, TraceConfig, TraceJob } from "../gates/trace.ts";
import { NO_CHANCE, ScriptedExecution, type TraceWorld } from "./scripted-execution.ts";
import type { SourceLog } from "./scripted-source.ts";

const AT_ONCE: LatencyModel = { kind: "constant", us: 0 };

/** One submission of one of the two jobs, on the runtime's own classes. */
export class ScriptedJob {
  readonly job: Job;
  readonly logs: readonly SourceLog[];
  readonly #path: string;
  readonly #attempts = new Map<number, ScriptedExecution>();

  constructor(options: {
    readonly name: JobName;
    readonly path: string;
    readonly config: TraceConfig;
    readonly world: TraceWorld;
    readonly agenda: Agenda;
    readonly logs: readonly SourceLog[];
    /** Counts the writers of that gate's sink, over all submissions. */
    readonly nextWriter: (subtask: number) => number;
  }) {
    const { name, path, config, world, agenda, logs } = options;
    const job = jobOptions(name, config);
    this.logs = logs;
    this.#path = path;
    const { createKeys = (...args) => new KeyTable(...args) } = world.parts;
    const { createJob = (...args) => new Job(...args) } = world.parts;
    const keys = createKeys(world.names.keys, config.maxParallelism);
    const deployment = new Deployment({
      job,
      sources: [FIRST_SOURCE],
      path,
      simulation: world.simulation,
      agenda,
      network: { latency: AT_ONCE, bufferBytes: 32_768, recordBytes: 100, buffersPerChannel: 10 },
      chance: NO_CHANCE,
      keys,
      create: (placement) => {
        const { plan, subtask, index, attempt, restore } = placement;
        const isSource = plan.index === 0;
        const hasGate = plan.stages.some(({ kind }) => kind === "gate");
        const log = isSource ? logs[subtask] : undefined;
        const splits =
          restore &&
          dealListState(restore.splits.get(FIRST_SOURCE) ?? [], job.parallelism)[subtask];
        log?.seek(splits?.[0]?.offset ?? 0);
        if (attempt > 1 && isSource) world.happenings.restarted(name, "sources", subtask);
        if (attempt > 1 && hasGate) world.happenings.restarted(name, "gates", subtask);
        const writer = hasGate ? options.nextWriter(subtask) : 0;
        const made = new ScriptedExecution({ world, job, name, keys, placement, log, writer });
        this.#attempts.set(index, made);
        return made.execution;
      },
    });
    this.job = createJob({
      job,
      path,
      agenda,
      chance: NO_CHANCE,
      deployment,
      listener: {
        statusChanged: () => {},
        checkpointEnded: () => {},
        restored: () => {},
      },
    });
  }

  deploy(from: JobState | undefined): void {
    this.job.deploy(from);
  }

  permit(source: number): void {
    this.#sourceOf(source)?.permit();
  }

  drain(): void {
    for (let source = 0; source < this.logs.length; source++) {
      this.#sourceOf(source)?.advanceToEndOfEventTime();
    }
  }

  /** The executions with a gate, by subtask. */
  gateExecutions(): readonly Execution[] {
    return this.job
      .executions()
      .filter(({ isOpen, parts }) => isOpen && parts.gates.size > 0)
      .toSorted((a, b) => a.parts.subtask - b.parts.subtask);
  }

  gateExecution(g: number): Execution | undefined {
    return this.gateExecutions().find(({ parts }) => parts.subtask === g);
  }

  /** How the API server knows that gate. */
  gatePath(g: number): string {
    const task = this.job.options.graph.some(({ kind }) => kind === "exchange") ? 1 : 0;
    return `${this.#path}/${task}/${g}`;
  }

  #sourceOf(source: number): ScriptedSource | undefined {
    const made = this.#attempts.get(source);
    return made?.execution.isOpen ? made.source : undefined;
  }
}

type ScriptedSource = NonNullable<ScriptedExecution["source"]>;

function jobOptions(name: JobName, config: TraceConfig): JobOptions {
  const { P, Q, partitioner } = config[name];
  return {
    role: name === "OUT" ? "outgoing" : "incoming",
    colour: name === "OUT" ? "BLUE" : "GREEN",
    name,
    flinkVersion: "1.20",
    parallelism: P,
    maxParallelism: config.maxParallelism,
    watermarks: { boundMillis: 0, intervalMicros: 0, idlenessMicros: 0 },
    checkpointing: {
      intervalMicros: 0,
      minPauseMicros: 0,
      maxConcurrent: 1,
      timeoutMicros: 600_000_000,
      tolerableFailures: 0,
      mode: "EXACTLY_ONCE",
      syncMicros: 0,
      async: AT_ONCE,
      rpc: AT_ONCE,
      notificationLoss: 0,
    },
    restart: { strategy: "fixed-delay", attempts: 1e6, delayMicros: 0 },
    bufferTimeoutMicros: 0,
    startUp: AT_ONCE,
    graph: graphOf({ P, Q, partitioner }, config.window),
    startingOffsets: "earliest",
    transactionalIdPrefix: name,
    restoresSinkState: true,
  };
}

function graphOf({ P, Q, partitioner }: TraceJob, window: number): readonly StageOptions[] {
  const costMicros = 1;
  const stages: StageOptions[] = [];
  if (partitioner === "keyBy" || partitioner === "rebalance") {
    const exchange = partitioner === "keyBy" ? "HASH" : "REBALANCE";
    stages.push({ kind: "exchange", partitioner: exchange, parallelism: Q });
  } else if (partitioner !== "forward" || P !== Q) {
    throw new NotSupported(`the partitioner ${partitioner} from ${P} to ${Q}`);
  }
  if (window > 0) {
    stages.push({
      kind: "window",
      name: "window",
      costMicros: 0,
      assigner: { type: "tumbling", sizeMillis: window, offsetMillis: 0 },
      allowedLatenessMillis: 0,
      lateSideOutput: false,
    });
  }
  stages.push({ kind: "gate", name: "gate", costMicros: 0 });
  stages.push({ kind: "sink", name: "sink", costMicros });
  return stages;
}
