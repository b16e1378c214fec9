/**
 * Hand-overs that an exact protocol must get through, however hostile: failures, lag, late records, slow
 * and broken watches, rescaling, a restarted controller, edits. What no protocol could survive is left
 * out: sinks that commit without checkpoints, transactions that the broker times out, a shared sink,
 * and POOLING, which after a restart may leave a transaction open under an id that it used again.
 */
import fc from "fast-check";
import type { LatencyModel } from "../../src/engine/latency.ts";
import type { Anchor, FaultOptions } from "../../src/model/fault-options.ts";
import type {
  ExchangeStage,
  GeneratedTraffic,
  JobOptions,
  RunOptions,
  StageOptions,
} from "../../src/model/options.ts";
import type { ProtocolOptions } from "../../src/model/protocol/protocol-options.ts";
import { anyOutage } from "./any-outage.ts";
import { anyProcessFault } from "./any-process-fault.ts";
import { baseHandover, baseJob, baseRun, EPOCH_MILLIS, millis, seconds } from "./base-run.ts";

/** Up to `most` microseconds: what takes very long now and then would only end runs early. */
function anyLatency(most: number, least = 0): fc.Arbitrary<LatencyModel> {
  return fc.oneof(
    fc.integer({ min: least, max: most }).map((us): LatencyModel => ({ kind: "constant", us })),
    fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most })).map(
      ([a, b]): LatencyModel => ({
        kind: "uniform",
        lowUs: Math.min(a, b),
        highUs: Math.max(a, b),
      }),
    ),
  );
}

const LATE = 2_000;
const DISORDER = 1_000;
type ProtocolName =
  | ProtocolOptions["name"]
  /** The variant of configured-watermark. */
  | "record-timestamp";

function optionsOf(name: ProtocolName): fc.Arbitrary<ProtocolOptions> {
  switch (name) {
    case "record-timestamp":
      return fc.integer({ min: 3_500, max: 7_000 }).map((offset) => ({
        name: "configured-watermark",
        by: "record-timestamp",
        toggleMillis: EPOCH_MILLIS + offset,
        latenessMillis: 0,
      }));
    case "acknowledged-watermark":
    case "controller-watermark":
      return fc.constantFrom(1, 500, 2_000).map((marginMillis) => ({
        name,
        marginMillis,
        latenessMillis: 0,
      }));
    case "offset-cut":
    case "stop-with-savepoint":
    case "checkpoint-cut":
      return fc.constant({ name });
    default:
      throw new Error(`${name} is not claimed to be exact`);
  }
}

const anyCost = fc.constantFrom(1, 10, 200);

const anyPlainStage: fc.Arbitrary<StageOptions> = fc.oneof(
  fc.record({ kind: fc.constant("map" as const), name: fc.constant("map"), costMicros: anyCost }),
  fc.record({
    kind: fc.constant("filter" as const),
    name: fc.constant("filter"),
    costMicros: anyCost,
    keepShare: fc.constantFrom(0.5, 0.9),
  }),
  fc.record({
    kind: fc.constant("flat-map" as const),
    name: fc.constant("flat-map"),
    costMicros: anyCost,
    fanOut: fc.constantFrom(2, 3),
  }),
  fc.record({
    kind: fc.constant("process" as const),
    name: fc.constant("process"),
    costMicros: anyCost,
    timerMillis: fc.constant(0),
  }),
);

const anyParallelism = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });

const anyTask: fc.Arbitrary<readonly StageOptions[]> = fc
  .tuple(
    fc.constantFrom<ExchangeStage["partitioner"]>("HASH", "HASH", "REBALANCE", "RESCALE"),
    anyParallelism,
    fc.array(anyPlainStage, { maxLength: 2 }),
  )
  .map(([partitioner, parallelism, stages]) => [
    { kind: "exchange", partitioner, parallelism },
    ...stages.filter(({ kind }) => kind !== "process" || partitioner === "HASH"),
  ]);

const anyWindow: fc.Arbitrary<StageOptions> = fc.record({
  kind: fc.constant("window" as const),
  name: fc.constant("window"),
  costMicros: anyCost,
  assigner: fc.constantFrom(
    { type: "tumbling" as const, sizeMillis: 700, offsetMillis: 0 },
    { type: "sliding" as const, sizeMillis: 900, slideMillis: 300, offsetMillis: 0 },
    { type: "session" as const, gapMillis: 200 },
  ),
  allowedLatenessMillis: fc.constant(0),
  lateSideOutput: fc.constant(false),
});

function withEnds(stages: readonly StageOptions[], gateAt: number): readonly StageOptions[] {
  const gate: StageOptions = { kind: "gate", name: "gate", costMicros: 1 };
  const sink: StageOptions = { kind: "sink", name: "sink", costMicros: 1 };
  return [...stages.slice(0, gateAt), gate, ...stages.slice(gateAt), sink].map((stage, index) =>
    stage.kind === "exchange" || stage.kind === "gate"
      ? stage
      : { ...stage, name: `${stage.kind} ${index}` },
  );
}

/** More than one would multiply the records beyond what a job can do. */
function withOneFork(stages: readonly StageOptions[]): readonly StageOptions[] {
  const fork = stages.find(({ kind }) => kind === "flat-map");
  return stages.filter((stage) => stage.kind !== "flat-map" || stage === fork);
}

/** Records keep their ids; the gate stands anywhere. */
const anyLineage: fc.Arbitrary<readonly StageOptions[]> = fc
  .tuple(
    fc.array(
      anyPlainStage.filter(({ kind }) => kind !== "process"),
      { maxLength: 2 },
    ),
    fc.array(anyTask, { maxLength: 2 }),
    fc.nat(),
  )
  .map(([first, tasks, gateAt]) => {
    const stages = withOneFork([...first, ...tasks.flat()]);
    return withEnds(stages, gateAt % (stages.length + 1));
  });

/** Windows before the gate. */
const anyWindowed: fc.Arbitrary<readonly StageOptions[]> = fc
  .tuple(
    anyParallelism,
    anyWindow,
    fc.option(fc.constantFrom<ExchangeStage["partitioner"]>("HASH", "REBALANCE"), {
      nil: undefined,
    }),
  )
  .map(([parallelism, window, again]) => {
    const stages: StageOptions[] = [
      { kind: "exchange", partitioner: "HASH", parallelism },
      window,
      ...(again ? [{ kind: "exchange", partitioner: again, parallelism: undefined } as const] : []),
    ];
    return withEnds(stages, stages.length);
  });

function anyPhase(): fc.Arbitrary<GeneratedTraffic["idle"][number]> {
  return fc
    .tuple(
      fc.option(fc.constant(0), { nil: undefined }),
      fc.integer({ min: 0, max: 8_000 }),
      fc.integer({ min: 10, max: 2_000 }),
    )
    .map(([partition, from, length]) => ({
      partition,
      fromMicros: millis(from),
      toMicros: millis(from + length),
    }));
}

function anyTraffic(isOnTime: boolean): fc.Arbitrary<GeneratedTraffic> {
  return fc
    .record({
      partitions: fc.integer({ min: 1, max: 4 }),
      ratePerSecond: fc.constantFrom(20, 60, 150),
      keys: fc.constantFrom(1, 5, 20),
      keySkew: fc.constantFrom(0, 1),
      disorderMillis: fc.constantFrom(0, 300, DISORDER),
      late: fc.constantFrom(
        { share: 0, byMillis: 0 },
        ...(isOnTime ? [] : [{ share: 0.1, byMillis: LATE }]),
      ),
      idle: fc.array(anyPhase(), { maxLength: 2 }),
      bursts: fc.array(
        anyPhase().map((phase) => ({ ...phase, factor: 5 })),
        { maxLength: 1 },
      ),
    })
    .map((traffic) => ({
      ...traffic,
      kind: "generated",
      endMicros: seconds(14),
      maxRecords: undefined,
    }));
}

const anyCheckpointing: fc.Arbitrary<JobOptions["checkpointing"]> = fc.record({
  intervalMicros: fc.constantFrom(millis(100), millis(300), seconds(1), seconds(3)),
  minPauseMicros: fc.constantFrom(0, millis(100)),
  maxConcurrent: fc.constantFrom(1, 3),
  timeoutMicros: fc.constantFrom(seconds(1), seconds(60)),
  tolerableFailures: fc.constantFrom(0, 100_000),
  mode: fc.constant("EXACTLY_ONCE" as const),
  syncMicros: fc.constantFrom(0, 1_000, 10_000),
  async: anyLatency(60_000),
  rpc: anyLatency(40_000),
  notificationLoss: fc.constantFrom(0, 0, 0, 0.2),
});

function anySide(isOnTime: boolean): fc.Arbitrary<Partial<JobOptions>> {
  return fc.record({
    parallelism: fc.integer({ min: 1, max: 3 }),
    watermarks: fc.record({
      boundMillis: fc.constantFrom(...(isOnTime ? [DISORDER] : [0, 300, DISORDER])),
      intervalMicros: fc.constantFrom(millis(20), millis(200)),
      idlenessMicros: fc.constant(0),
    }),
    restart: fc.oneof(
      fc.constant({ strategy: "fixed-delay", attempts: 1_000, delayMicros: millis(100) } as const),
      fc.constant({ strategy: "fixed-delay", attempts: 1_000, delayMicros: millis(900) } as const),
      fc.constant({ strategy: "fixed-delay", attempts: 1, delayMicros: millis(100) } as const),
    ),
    bufferTimeoutMicros: fc.constantFrom(0, millis(5), millis(100)),
    startUp: fc.oneof(anyLatency(800_000, 1_000), anyLatency(3_000_000, 1_000)),
    lag: fc.option(
      fc.record({
        micros: fc.integer({ min: 10, max: 1_500 }).map(millis),
        subtask: fc.option(fc.constant(0), { nil: undefined }),
      }),
      { nil: undefined, freq: 3 },
    ),
  });
}

const ANCHORS: readonly Anchor[] = [
  "start",
  "handover-started",
  "savepoint-completed",
  "incoming-running",
  "transitioning",
  "cut-proposed",
  "cut-proposed",
  "toggle-written",
  "toggle-written",
  "outgoing-crossed",
  "clear-written",
  "outgoing-deleted",
  "handed-over",
  "aborted",
];

const anyMoment = fc
  .tuple(fc.constantFrom(...ANCHORS), fc.oneof(fc.integer({ max: 60, min: 0 }), fc.nat(3_000)))
  .map(([anchor, offset]) => ({ anchor, offsetMicros: millis(offset) }));

const anyRole = fc.constantFrom("outgoing" as const, "incoming" as const);
const anyLength = fc.integer({ min: 1, max: 1_500 }).map(millis);

const anyFault: fc.Arbitrary<FaultOptions> = fc.oneof(
  { arbitrary: anyProcessFault(anyMoment, anyRole), weight: 2 },
  { arbitrary: anyOutage(anyMoment, anyRole), weight: 2 },
  fc.record({
    at: anyMoment,
    kind: fc.constant("kill-task" as const),
    job: anyRole,
    task: fc.constant(0),
    subtask: fc.constant(0),
  }),
  fc.record({ at: anyMoment, kind: fc.constant("kill-job" as const), job: anyRole }),
  fc.record({ at: anyMoment, kind: fc.constant("fail-record" as const), job: anyRole }),
  fc.record({
    at: anyMoment,
    kind: fc.constant("stall" as const),
    job: anyRole,
    task: fc.constant(0),
    subtask: fc.constantFrom(undefined, 0),
    forMicros: anyLength,
  }),
  fc.record({
    at: anyMoment,
    kind: fc.constant("break-watch" as const),
    job: anyRole,
    subtask: fc.constantFrom(undefined, 0),
    forMicros: anyLength,
  }),
  fc.record({
    at: anyMoment,
    kind: fc.constant("lose-notifications" as const),
    job: anyRole,
    forMicros: anyLength,
  }),
  fc.record({ at: anyMoment, kind: fc.constant("fail-savepoint" as const) }),
  fc.record({
    at: anyMoment,
    kind: fc.constant("controller-restart" as const),
    forMicros: anyLength,
  }),
  fc.record({
    at: anyMoment,
    kind: fc.constant("edit-spec" as const),
    edit: fc.constantFrom("transition" as const, "patch" as const),
  }),
  fc.record({ at: anyMoment, kind: fc.constant("retry" as const) }),
);

/** `isWindowed`: windows before the gate; then no record may be late, or results differ by luck. */
function anyPlan(name: ProtocolName, isWindowed: boolean): fc.Arbitrary<RunOptions> {
  return fc
    .record({
      traffic: anyTraffic(isWindowed),
      fetchLatencyMicros: fc.constantFrom(0, 5_000, 40_000),
      fetchRecords: fc.constantFrom(1, 20, 500),
      graph: isWindowed ? anyWindowed : anyLineage,
      checkpointing: anyCheckpointing,
      sides: fc.tuple(anySide(isWindowed), anySide(isWindowed)),
      flinkVersion: fc.constantFrom("1.20", "2.3"),
      requestLatency: anyLatency(50_000),
      kubernetes: fc.record({
        apiLatency: anyLatency(60_000),
        watchLatency: anyLatency(600_000),
        slowWatches: fc.array(
          fc.record({
            job: anyRole,
            subtask: fc.constantFrom(undefined, 0),
            extraMicros: anyLength,
          }),
          { maxLength: 2 },
        ),
        watchBreaksPerHour: fc.constantFrom(0, 0, 2_000),
        watchBreakMicros: fc.constantFrom(millis(100), seconds(1)),
      }),
      handover: fc.record({
        atMicros: fc.integer({ min: 200, max: 2_500 }).map(millis),
        protocol: optionsOf(name),
        startFrom: fc.constantFrom(
          "savepoint" as const,
          ...(name === "stop-with-savepoint" ? [] : ["latest-checkpoint" as const]),
        ),
        deletionDelayMillis: fc.constantFrom(0, 300),
        abortGraceMicros: fc.constantFrom(millis(600), seconds(2), seconds(5)),
        gateTimeoutMicros: fc.constantFrom(millis(300), seconds(4), seconds(8)),
        rescheduleMicros: fc.integer({ min: 50, max: 700 }).map(millis),
        savepointDuration: anyLatency(300_000),
        deletion: fc.constantFrom("graceful" as const, "kill" as const),
      }),
      faults: fc.array(anyFault, { maxLength: 3 }),
    })
    .map(({ traffic, fetchLatencyMicros, fetchRecords, graph, sides, ...rest }) => {
      const { checkpointing, flinkVersion, requestLatency, handover, ...others } = rest;
      const both = { graph, checkpointing, flinkVersion };
      return {
        ...baseRun,
        ...others,
        durationMicros: seconds(24),
        source: { topic: "input", traffic, fetchLatencyMicros, fetchRecords },
        outgoing: { ...baseJob("outgoing"), ...both, ...sides[0] },
        incoming: { ...baseJob("incoming"), ...both, ...sides[1] },
        sink: { ...baseRun.sink, requestLatency },
        handover: {
          ...baseHandover,
          ...handover,
          protocol: withLateness(handover.protocol, latenessOf(traffic)),
        },
      };
    });
}

function withLateness(protocol: ProtocolOptions, latenessMillis: number): ProtocolOptions {
  return "latenessMillis" in protocol ? { ...protocol, latenessMillis } : protocol;
}

/** Nothing is later than that at any gate: what the traffic is, as long as no channel may be idle. */
function latenessOf({ disorderMillis, late }: GeneratedTraffic): number {
  return disorderMillis + (late.share > 0 ? late.byMillis : 0);
}

export function anyHandover(name: ProtocolName): fc.Arbitrary<RunOptions> {
  return name === "offset-cut"
    ? anyPlan(name, false)
    : fc.oneof(anyPlan(name, false), anyPlan(name, true));
}
