import fc from "fast-check";
import type { GeneratedTraffic, SourceOptions } from "../../src/model/options.ts";
import type { QueueOptions } from "../../src/model/queue/queue-options.ts";
import type { AlignmentOptions } from "../../src/model/source/alignment-options.ts";
import { millis, seconds } from "./base-run.ts";

/** How long any run lasts (µs). */
export const DURATION: number = seconds(6);

function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

/** A topic that fills until two seconds before the end of the run. */
const anyTraffic: fc.Arbitrary<GeneratedTraffic> = fc
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
    added: seldom(
      fc.record({
        atMicros: fc.integer({ min: 1, max: 3_500 }).map(millis),
        count: fc.integer({ min: 1, max: 2 }),
      }),
    ),
  })
  .map(({ added, partitions, ...traffic }) => ({
    ...traffic,
    partitions: partitions + (added?.count ?? 0),
    ...(added && { newPartitions: [added] }),
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

/** A topic that may grow, with readers that may wait for each other; or a queue. */
export const anySource: fc.Arbitrary<SourceOptions> = fc
  .record({
    traffic: anyTraffic,
    fetchLatencyMicros: fc.constantFrom(0, 5_000, 40_000),
    fetchRecords: fc.constantFrom(1, 20, 500),
    discoveryMicros: fc.constantFrom(0, millis(300), seconds(2)),
    alignment: seldom(anyAlignment),
    queue: seldom(anyQueue),
  })
  .map(({ queue, traffic, discoveryMicros, alignment, ...reading }) =>
    queue === undefined
      ? { topic: "input", traffic, ...reading, discoveryMicros, alignment }
      : { topic: "input", traffic: onePartition(traffic), ...reading, queue },
  );

function onePartition({ newPartitions: _, ...traffic }: GeneratedTraffic): GeneratedTraffic {
  return { ...traffic, partitions: 1 };
}
