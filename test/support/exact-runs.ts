/**
 * Runs that must come out exactly once: a pipeline alone, whatever fails, and a hand-over by the
 * third revision in which every gate learns T in time (E1), no record is late (E2), and the outgoing
 * job commits all it owes (E3). Nothing is late: disorder stays within the bound, nothing is idle.
 */
import fc from "fast-check";
import type { FaultOptions } from "../../src/model/fault-options.ts";
import type {
  CheckpointingOptions,
  GeneratedTraffic,
  HandoverOptions,
  JobOptions,
  RunOptions,
  StageOptions,
} from "../../src/model/options.ts";
import { anyFault, anyKill } from "./any-fault.ts";
import { anyExactPath } from "./any-graph.ts";
import { anyNetwork, boundedLatency } from "./any-run.ts";
import { baseHandover, baseJob, baseRun, millis, seconds } from "./base-run.ts";

const DISORDER = 400;

/** As many partitions as subtasks at least: one that reads nothing would hold event time back. */
function quietSource(endSeconds: number): fc.Arbitrary<GeneratedTraffic> {
  return fc
    .record({
      partitions: fc.integer({ min: 4, max: 6 }),
      ratePerSecond: fc.constantFrom(20, 50),
      keys: fc.constantFrom(1, 7, 30),
      keySkew: fc.constantFrom(0, 1),
      disorderMillis: fc.constantFrom(0, DISORDER),
    })
    .map((traffic) => ({
      ...traffic,
      kind: "generated",
      late: { share: 0, byMillis: 0 },
      idle: [],
      bursts: [],
      endMicros: seconds(endSeconds),
      maxRecords: undefined,
    }));
}

const anyCheckpointing = fc.record<CheckpointingOptions>({
  intervalMicros: fc.constantFrom(millis(200), millis(700)),
  minPauseMicros: fc.constantFrom(0, millis(100)),
  maxConcurrent: fc.constantFrom(1, 2),
  timeoutMicros: fc.constantFrom(millis(400), seconds(60)),
  tolerableFailures: fc.constant(100_000),
  mode: fc.constant("EXACTLY_ONCE" as const),
  syncMicros: fc.constantFrom(0, 5_000),
  async: boundedLatency(60_000),
  rpc: boundedLatency(30_000),
  notificationLoss: fc.constant(0),
});

type Side = Pick<JobOptions, "parallelism" | "bufferTimeoutMicros" | "startUp" | "lag">;

const anySide: fc.Arbitrary<Side> = fc.record({
  parallelism: fc.integer({ min: 1, max: 4 }),
  bufferTimeoutMicros: fc.constantFrom(0, millis(20), millis(100)),
  startUp: boundedLatency(400_000, 1_000),
  lag: fc.option(
    fc.record({
      micros: fc.integer({ min: 1, max: 400 }).map(millis),
      subtask: fc.constantFrom(undefined, 0),
    }),
    { nil: undefined, freq: 1 },
  ),
});

const anySink = fc
  .record({
    naming: fc.constantFrom("INCREMENTING" as const, "POOLING" as const),
    requestLatency: boundedLatency(30_000),
  })
  .map((sink): RunOptions["sink"] => ({ ...baseRun.sink, ...sink }));

interface Jobs {
  readonly graph: readonly StageOptions[];
  readonly checkpointing: CheckpointingOptions;
  readonly sides: readonly [Side, Side];
}

function jobsOf({ graph, checkpointing, sides }: Jobs): Pick<RunOptions, "outgoing" | "incoming"> {
  const watermarks = { boundMillis: DISORDER, intervalMicros: millis(100), idlenessMicros: 0 };
  const both = { graph, checkpointing, watermarks };
  return {
    outgoing: { ...baseJob("outgoing"), ...both, ...sides[0] },
    incoming: { ...baseJob("incoming"), ...both, ...sides[1] },
  };
}

const anyJobs = fc
  .record({
    graph: anyExactPath,
    checkpointing: anyCheckpointing,
    sides: fc.tuple(anySide, anySide),
  })
  .map(jobsOf);

/** One pipeline that is never handed over, with failures of every kind in its first four seconds. */
export const anyLonePipeline: fc.Arbitrary<RunOptions> = fc
  .record({
    traffic: quietSource(4),
    jobs: anyJobs,
    notificationLoss: fc.constantFrom(0, 0.3),
    network: anyNetwork,
    sink: anySink,
    faults: fc.array(fc.oneof(anyKill, anyFault), { minLength: 1, maxLength: 4 }),
  })
  .map(({ traffic, jobs, notificationLoss, network, sink, faults }) => {
    const source = { ...baseRun.source, traffic };
    const checkpointing = { ...jobs.outgoing.checkpointing, notificationLoss };
    const outgoing = { ...jobs.outgoing, checkpointing };
    const around = { ...baseRun, ...jobs, network, sink, source, durationMicros: seconds(9) };
    const run = { ...around, outgoing };
    const alone = { ...run, handover: undefined };
    return { ...alone, faults: faults.map((fault) => onOutgoing(fault(alone))) };
  });

// Only one job is there, from the start on.
function onOutgoing(fault: FaultOptions): FaultOptions {
  const offsetMicros = fault.at.offsetMicros % seconds(4);
  const at = { anchor: "start" as const, offsetMicros };
  if (fault.kind === "kill-task") return { ...fault, at, job: "outgoing", task: 0, subtask: 0 };
  return "job" in fault ? { ...fault, at, job: "outgoing" } : { ...fault, at };
}

const anyHandover: fc.Arbitrary<HandoverOptions> = fc
  .record({
    atMicros: fc.integer({ min: 1_000, max: 2_000 }).map(millis),
    rescheduleMicros: fc.integer({ min: 100, max: 600 }).map(millis),
    savepointDuration: boundedLatency(100_000),
  })
  .map((handover) => ({
    ...baseHandover,
    ...handover,
    // Subtasks without input are done by silence; nothing here is held up for so long.
    protocol: { name: "watermark-gate-v3", writeDelayMillis: 500, idleDoneMillis: 4_000 },
    deletionDelayMillis: 3_000,
  }));

/** What does not let a hand-over come to nothing. */
const anyHarmlessFault = anyFault.filter((fault) => fault(baseRun).kind !== "fail-savepoint");

/** D exceeds bound, disorder, lags, watches and their breaks together. */
export const anySafeHandover: fc.Arbitrary<RunOptions> = fc
  .record({
    traffic: quietSource(14),
    jobs: anyJobs,
    network: anyNetwork,
    sink: anySink,
    kubernetes: fc.record({
      apiLatency: boundedLatency(50_000),
      watchLatency: boundedLatency(200_000),
      watchBreaksPerHour: fc.constant(0),
      watchBreakMicros: fc.constant(seconds(1)),
    }),
    handover: anyHandover,
    faults: fc.array(anyHarmlessFault, { maxLength: 3 }),
  })
  .map(({ traffic, jobs, faults, ...rest }) => {
    const source = { ...baseRun.source, traffic };
    const run = { ...baseRun, ...jobs, ...rest, source, durationMicros: seconds(20) };
    return { ...run, faults: faults.map((fault) => shortened(fault(run))) };
  });

// No longer than what D covers.
function shortened(fault: FaultOptions): FaultOptions {
  return "forMicros" in fault ? { ...fault, forMicros: fault.forMicros % millis(600) } : fault;
}
