import fc from "fast-check";
import type { KinesisOptions } from "../../src/model/kinesis/kinesis-options.ts";
import type { GeneratedTraffic, SourceOptions } from "../../src/model/options.ts";
import type { QueueOptions } from "../../src/model/queue/queue-options.ts";
import type { AlignmentOptions } from "../../src/model/source/alignment-options.ts";
import type { NewPartitions } from "../../src/model/source/partition-growth.ts";
import { millis, seconds } from "./base-run.ts";

/** How long any run lasts (µs). */
export const DURATION: number = seconds(6);

function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

/** A topic that fills until two seconds before the end of the run. */
export const anyTraffic: fc.Arbitrary<GeneratedTraffic> = fc
  .record({
    partitions: fc.integer({ min: 1, max: 5 }),
    ratePerSecond: fc.constantFrom(30, 100, 300),
    keys: fc.constantFrom(1, 7, 30),
    keySkew: fc.constantFrom(0, 1),
    disorderMillis: fc.constantFrom(0, 300, 1_000),
    late: fc.oneof(
      fc.constantFrom({ share: 0, byMillis: 0 }, { share: 0.05, byMillis: 2_000 }),
      anyPhase().map((within) => ({ share: 0.5, byMillis: 3_000, within })),
    ),
    idle: fc.array(anyPhase(), { maxLength: 2 }),
    bursts: fc.array(
      fc.tuple(anyPhase(), fc.constantFrom(3, 8)).map(([phase, factor]) => ({ ...phase, factor })),
      { maxLength: 1 },
    ),
  })
  .map((traffic) => ({
    ...traffic,
    kind: "generated",
    endMicros: DURATION - seconds(2),
    maxRecords: undefined,
  }));

function anyPhase(): fc.Arbitrary<{
  partition: number | undefined;
  fromMicros: number;
  toMicros: number;
}> {
  return fc
    .tuple(
      fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 10, max: 2_000 }),
    )
    .map(([partition, from, length]) => ({
      partition: partition === 1 ? undefined : partition,
      fromMicros: millis(from),
      toMicros: millis(from + length),
    }));
}

/** What both jobs share, or a copy for each. */
const anyQueue: fc.Arbitrary<QueueOptions> = fc
  .record({
    kind: fc.constantFrom("rabbitmq", "pubsub"),
    copies: fc.constantFrom(1, 2),
    boundAtMicros: fc.constantFrom(0, millis(1_500)),
    correlationIds: fc.boolean(),
    prefetch: fc.constantFrom(0, 10),
    deadline: fc.constantFrom(millis(400), seconds(3)),
  })
  .map(({ kind, deadline, ...queue }) =>
    kind === "rabbitmq"
      ? { ...queue, kind, redeliverAfterMicros: 0 }
      : { ...queue, kind, prefetch: 0, correlationIds: false, redeliverAfterMicros: deadline },
  );

/** One group: all sources of a job wait for each other. */
const anyAlignment: fc.Arbitrary<AlignmentOptions> = fc.record({
  group: fc.constant("all"),
  maxDriftMillis: fc.constantFrom(0, 200, 1_000),
  intervalMicros: fc.constantFrom(millis(50), millis(300)),
});

const anyKinesis: fc.Arbitrary<KinesisOptions> = fc
  .record({
    reader: fc.constantFrom("polling", "efo"),
    // 30 records a second of this size are more than a shard gives.
    recordBytes: fc.constantFrom(1_000, 100_000),
    isShared: fc.boolean(),
    lifecycle: fc.constantFrom("JOB_MANAGED", "SELF_MANAGED"),
  })
  .map(({ isShared, ...stream }) => ({
    ...stream,
    consumers: isShared
      ? { outgoing: "one", incoming: "one" }
      : { outgoing: "outgoing", incoming: "incoming" },
  }));

const anyGrowth: fc.Arbitrary<NewPartitions> = fc.record({
  atMicros: fc.integer({ min: 1, max: 3_500 }).map(millis),
  count: fc.integer({ min: 1, max: 2 }),
});

/**
 * Makes a topic grow, its readers wait for each other, or something else of it: a queue, a stream. Drawn
 * behind all else, so that a run is what it was but for its source.
 */
export const anyOtherSource: fc.Arbitrary<(source: SourceOptions) => SourceOptions> = fc
  .record({
    added: seldom(anyGrowth),
    discoveryMicros: fc.constantFrom(0, millis(300), seconds(2)),
    alignment: seldom(anyAlignment),
    queue: seldom(anyQueue),
    kinesis: seldom(anyKinesis),
  })
  .map(({ added, discoveryMicros, alignment, queue, kinesis }) => (source) => {
    if (queue !== undefined) return { ...source, traffic: oneOrder(source.traffic), queue };
    if (kinesis !== undefined) return { ...source, alignment, kinesis };
    const traffic = added === undefined ? source.traffic : grown(source.traffic, added);
    return { ...source, traffic, discoveryMicros, alignment };
  });

function oneOrder(traffic: SourceOptions["traffic"]): SourceOptions["traffic"] {
  return { ...traffic, partitions: 1 };
}

function grown(traffic: SourceOptions["traffic"], added: NewPartitions): SourceOptions["traffic"] {
  if (traffic.kind !== "generated") return traffic;
  return { ...traffic, partitions: traffic.partitions + added.count, newPartitions: [added] };
}
