import fc from "fast-check";
import type { LatencyModel } from "../../src/engine/latency.ts";
import type {
  CheckpointingOptions,
  HandoverOptions,
  JobOptions,
  NetworkOptions,
  RunOptions,
  SinkOptions,
} from "../../src/model/options.ts";
import type { ProtocolOptions } from "../../src/model/protocol/protocol-options.ts";
import { makesResults } from "../../src/scenario/stage-order.ts";
import { anyFault } from "./any-fault.ts";
import { anyGraph, SECOND_SOURCE } from "./any-graph.ts";
import { anyOtherSource, anyTraffic, DURATION } from "./any-source.ts";
import { baseHandover, baseJob, baseRun, EPOCH_MILLIS, millis, seconds } from "./base-run.ts";

/** A latency between `least` and `most` microseconds, constant or drawn. */
export function boundedLatency(most: number, least = 0): fc.Arbitrary<LatencyModel> {
  const us = fc.integer({ min: least, max: most });
  return fc.oneof(
    us.map((constant): LatencyModel => ({ kind: "constant", us: constant })),
    fc.tuple(us, us).map(
      ([a, b]): LatencyModel => ({
        kind: "uniform",
        lowUs: Math.min(a, b),
        highUs: Math.max(a, b),
      }),
    ),
  );
}

/** The same, or log-normal with `most` as its p99: once in a while it takes for ever. */
export function anyLatency(most: number, least = 0): fc.Arbitrary<LatencyModel> {
  return fc.oneof(
    { weight: 2, arbitrary: boundedLatency(most, least) },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: Math.max(1, least), max: Math.max(1, Math.floor(most / 4)) })
        .map(
          (medianUs): LatencyModel => ({
            kind: "lognormal",
            medianUs,
            p99Us: Math.max(medianUs, most),
          }),
        ),
    },
  );
}

const anyCheckpointing: fc.Arbitrary<CheckpointingOptions> = fc.record({
  intervalMicros: fc.constantFrom(millis(50), millis(200), millis(500), seconds(2)),
  minPauseMicros: fc.constantFrom(0, 0, millis(100)),
  maxConcurrent: fc.constantFrom(1, 1, 3),
  timeoutMicros: fc.constantFrom(millis(60), seconds(1), seconds(60)),
  tolerableFailures: fc.constantFrom(2, 100_000),
  mode: fc.constantFrom("EXACTLY_ONCE", "EXACTLY_ONCE", "AT_LEAST_ONCE"),
  syncMicros: fc.constantFrom(0, 1_000, 20_000),
  async: anyLatency(60_000),
  rpc: anyLatency(40_000),
  notificationLoss: fc.constantFrom(0, 0, 0.3),
});

/** What both jobs have in common; parallelism and the like may differ. */
const anyJobs: fc.Arbitrary<Pick<RunOptions, "outgoing" | "incoming">> = fc
  .record({
    graph: anyGraph,
    checkpointing: anyCheckpointing,
    flinkVersion: fc.constantFrom("1.20", "2.3"),
    sides: fc.tuple(anySide(), anySide()),
  })
  .map(({ graph, checkpointing, flinkVersion, sides }) => {
    const both = { graph, checkpointing, flinkVersion };
    return {
      outgoing: { ...baseJob("outgoing"), ...both, ...sides[0] },
      incoming: { ...baseJob("incoming"), ...both, ...sides[1] },
    };
  });

type Side = Pick<
  JobOptions,
  "parallelism" | "watermarks" | "bufferTimeoutMicros" | "startUp" | "restoresSinkState" | "lag"
>;

function anySide(): fc.Arbitrary<Side> {
  return fc.record({
    parallelism: fc.integer({ min: 1, max: 4 }),
    watermarks: fc.record({
      boundMillis: fc.constantFrom(0, 300, 1_000),
      intervalMicros: fc.constantFrom(millis(20), millis(200), 0),
      idlenessMicros: fc.constantFrom(0, 0, millis(300)),
    }),
    bufferTimeoutMicros: fc.constantFrom(0, millis(5), millis(100), -1),
    startUp: anyLatency(400_000, 1_000),
    restoresSinkState: fc.boolean(),
    lag: fc.option(
      fc.record({
        micros: fc.integer({ min: 1, max: 1_500 }).map(millis),
        subtask: fc.constantFrom(undefined, 0),
      }),
      { nil: undefined, freq: 1 },
    ),
  });
}

export const anyNetwork: fc.Arbitrary<NetworkOptions> = fc.record({
  latency: anyLatency(30_000, 1),
  bufferBytes: fc.constantFrom(100, 300, 1_000, 32_768),
  recordBytes: fc.constant(100),
  buffersPerChannel: fc.constantFrom(1, 2, 10),
});

const anySink: fc.Arbitrary<SinkOptions> = fc
  .record({
    guarantee: fc.constantFrom("exactly-once", "exactly-once", "at-least-once", "none"),
    naming: fc.constantFrom("INCREMENTING", "POOLING"),
    requestLatency: anyLatency(50_000),
    transactionTimeoutMicros: fc.constantFrom(seconds(1), seconds(900)),
    abortScanMicros: fc.constantFrom(millis(500), seconds(10)),
    readers: fc.constantFrom("read_committed", "read_committed", "read_uncommitted"),
  })
  .map((sink) => ({ ...baseRun.sink, ...sink }));

const toggleMillis = fc.integer({ min: 1_000, max: 4_000 }).map((offset) => EPOCH_MILLIS + offset);
const latenessMillis = fc.constantFrom(0, 500, 3_000);

/** Any protocol, published or ours. */
export const anyProtocol: fc.Arbitrary<ProtocolOptions> = fc.oneof(
  fc.record({
    name: fc.constantFrom("basic", "stop-with-savepoint", "offset-cut", "checkpoint-cut"),
  }),
  fc.record({
    name: fc.constantFrom("watermark-gate-v1", "watermark-gate-v2", "watermark-gate-v3"),
    writeDelayMillis: fc.constantFrom(50, 500),
    idleDoneMillis: fc.constantFrom(500, 30_000),
  }),
  fc.record({
    name: fc.constant("configured-watermark" as const),
    toggleMillis,
    by: fc.constant("crossing" as const),
    notBeforeMicros: fc.constantFrom(0, millis(500)),
    notBelowMillis: fc.constant(-(2 ** 63)),
  }),
  fc.record({
    name: fc.constant("configured-watermark" as const),
    toggleMillis,
    by: fc.constant("record-timestamp" as const),
    latenessMillis,
  }),
  fc.record({
    name: fc.constantFrom("controller-watermark", "acknowledged-watermark"),
    marginMillis: fc.constantFrom(0, 1_000),
    latenessMillis,
  }),
);

const anyHandover: fc.Arbitrary<HandoverOptions> = fc
  .record({
    atMicros: fc.integer({ min: 200, max: 2_000 }).map(millis),
    protocol: anyProtocol,
    startFrom: fc.constantFrom("savepoint", "savepoint", "latest-checkpoint"),
    deletionDelayMillis: fc.constantFrom(0, 500, 2_000),
    gateTimeoutMicros: fc.constantFrom(seconds(2), seconds(600)),
    rescheduleMicros: fc.integer({ min: 50, max: 700 }).map(millis),
    savepointsDir: fc.boolean(),
    savepointDuration: anyLatency(300_000),
    deletion: fc.constantFrom("graceful", "kill"),
  })
  .map((handover) => ({ ...baseHandover, ...handover }));

/** Six seconds of anything: both jobs, their hand-over, and what may go wrong meanwhile. */
export const anyRun: fc.Arbitrary<RunOptions> = fc
  .record({
    traffic: anyTraffic,
    fetchLatencyMicros: fc.constantFrom(0, 5_000, 40_000),
    fetchRecords: fc.constantFrom(1, 20, 500),
    jobs: anyJobs,
    network: anyNetwork,
    sink: anySink,
    kubernetes: fc.record({
      apiLatency: anyLatency(60_000),
      watchLatency: anyLatency(400_000),
      watchBreaksPerHour: fc.constantFrom(0, 0, 2_000),
      watchBreakMicros: fc.constantFrom(millis(100), seconds(1)),
      slowWatches: fc.array(
        fc.record({
          job: fc.constantFrom("outgoing", "incoming"),
          subtask: fc.constantFrom(undefined, 0, 1),
          extraMicros: fc.integer({ min: 1, max: 800 }).map(millis),
        }),
        { maxLength: 1 },
      ),
    }),
    handover: fc.option(anyHandover, { nil: undefined, freq: 8 }),
    faults: fc.array(anyFault, { maxLength: 3 }),
    another: anyOtherSource,
  })
  .map(({ traffic, fetchLatencyMicros, fetchRecords, another, jobs, faults, ...rest }) => {
    const source = another({ topic: "input", traffic, fetchLatencyMicros, fetchRecords });
    const second = { ...source, name: SECOND_SOURCE, topic: SECOND_SOURCE };
    const readsSecond = jobs.outgoing.graph.some(({ from }) => from?.includes(SECOND_SOURCE));
    const moreSources = readsSecond ? [second] : [];
    const hasOffsets = source.queue === undefined && !jobs.outgoing.graph.some(makesResults);
    const handover = rest.handover && (hasOffsets ? rest.handover : withoutOffsets(rest.handover));
    const all = { ...baseRun, ...rest, ...jobs, durationMicros: DURATION, source, moreSources };
    const run = { ...all, handover };
    return { ...run, faults: faults.map((fault) => fault(run)) };
  });

/** A cut by offsets stands before the first window: no result has an offset, nor has a message. */
function withoutOffsets(handover: HandoverOptions): HandoverOptions {
  if (handover.protocol.name !== "offset-cut") return handover;
  return { ...handover, protocol: { name: "checkpoint-cut" } };
}
