import fc from "fast-check";
import type { WindowStage } from "../../src/model/keyed-stages.ts";
import type { ExchangeStage, StageOptions } from "../../src/model/options.ts";
import { makesResults } from "../../src/scenario/stage-order.ts";

/** Processing time a record: mostly negligible, at times enough to hold a job back. */
const anyCost: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(1, 10) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 6_000 }) },
);

const anyAssigner: fc.Arbitrary<WindowStage["assigner"]> = fc.oneof(
  fc.record({
    type: fc.constant("tumbling" as const),
    sizeMillis: fc.constantFrom(200, 1_000, 1_700),
    offsetMillis: fc.constantFrom(0, 130),
  }),
  fc.record({
    type: fc.constant("sliding" as const),
    sizeMillis: fc.constantFrom(900, 1_500),
    slideMillis: fc.constantFrom(300, 700),
    offsetMillis: fc.constantFrom(0, 130),
  }),
  fc.record({ type: fc.constant("session" as const), gapMillis: fc.constantFrom(50, 400) }),
);

/** Stages that need no key. */
const anyPlainStage: fc.Arbitrary<StageOptions> = fc.oneof(
  fc.record({ kind: fc.constant("map" as const), name: fc.constant("map"), costMicros: anyCost }),
  fc.record({
    kind: fc.constant("filter" as const),
    name: fc.constant("filter"),
    costMicros: anyCost,
    keepShare: fc.constantFrom(0.2, 0.5, 0.9),
  }),
  fc.record({
    kind: fc.constant("flat-map" as const),
    name: fc.constant("flat-map"),
    costMicros: anyCost,
    fanOut: fc.constantFrom(1, 2, 3),
  }),
);

const anyKeyedStage: fc.Arbitrary<StageOptions> = fc.oneof(
  fc.record({
    kind: fc.constant("process" as const),
    name: fc.constant("process"),
    costMicros: anyCost,
    timerMillis: fc.constantFrom(0, 300, 1_000),
  }),
  fc.record({
    kind: fc.constant("window" as const),
    name: fc.constant("window"),
    costMicros: anyCost,
    assigner: anyAssigner,
    allowedLatenessMillis: fc.constantFrom(0, 0, 500),
    lateSideOutput: fc.boolean(),
  }),
);

function exchange(partitioner: ExchangeStage["partitioner"], parallelism?: number): ExchangeStage {
  return { kind: "exchange", partitioner, parallelism };
}

const anyParallelism = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });

/** A shuffle by key and what it is for. */
const anyKeyedTask: fc.Arbitrary<readonly StageOptions[]> = fc
  .tuple(anyParallelism, anyKeyedStage, fc.array(anyPlainStage, { maxLength: 1 }))
  .map(([parallelism, keyed, after]) => [exchange("HASH", parallelism), keyed, ...after]);

/** A shuffle and what stands behind it. */
function anyTask(
  ...partitioners: readonly ExchangeStage["partitioner"][]
): fc.Arbitrary<readonly StageOptions[]> {
  return fc.oneof(
    anyKeyedTask,
    fc
      .tuple(
        fc.constantFrom(...partitioners),
        anyParallelism,
        fc.array(anyPlainStage, { maxLength: 2 }),
      )
      .map(([partitioner, parallelism, after]) => [exchange(partitioner, parallelism), ...after]),
    fc.array(anyPlainStage, { maxLength: 2 }).map((after) => [exchange("FORWARD"), ...after]),
  );
}

/** Up to three shuffles, the gate at any place, the sink; every name is its own. */
const anyPath: fc.Arbitrary<readonly StageOptions[]> = fc
  .tuple(
    fc.array(anyPlainStage, { maxLength: 2 }),
    fc.array(anyTask("HASH", "REBALANCE", "RESCALE", "BROADCAST"), { maxLength: 3 }),
    fc.option(fc.nat(), { nil: undefined }),
    anyCost,
  )
  .map(([first, tasks, gateAt, costMicros]) => {
    const stages = withOneBroadcast(withForwardAlike([...first, ...tasks.flat()]));
    const place = gateAt === undefined ? stages.length : gateAt % (stages.length + 1);
    const gate: StageOptions = { kind: "gate", name: "gate", costMicros: 1 };
    const sink: StageOptions = { kind: "sink", name: "sink", costMicros };
    return named([...stages.slice(0, place), gate, ...stages.slice(place), sink]);
  });

/** A path on which each record goes one way, at little cost, with the gate right before the sink. */
export const anyExactPath: fc.Arbitrary<readonly StageOptions[]> = fc
  .tuple(
    fc.array(anyPlainStage, { maxLength: 1 }),
    fc.array(anyTask("HASH", "REBALANCE", "RESCALE"), { maxLength: 2 }),
  )
  .map(([first, tasks]) => {
    const stages = judgeable(withForwardAlike([...first, ...tasks.flat()]));
    const ends: readonly StageOptions[] = [
      { kind: "gate", name: "gate", costMicros: 1 },
      { kind: "sink", name: "sink", costMicros: 1 },
    ];
    return named(
      [...stages, ...ends].map((stage) =>
        stage.kind === "exchange" ? stage : { ...stage, costMicros: stage.costMicros % 500 },
      ),
    );
  });

function named(stages: readonly StageOptions[]): readonly StageOptions[] {
  return stages.map((stage, index) => ({ ...stage, name: `${stage.kind} ${index}` }));
}

/** The name of the further source that some graphs read. */
export const SECOND_SOURCE = "second";

const anyJoin: fc.Arbitrary<StageOptions> = fc.record({
  kind: fc.constant("join" as const),
  name: fc.constant("join"),
  costMicros: anyCost,
  assigner: anyAssigner,
  allowedLatenessMillis: fc.constantFrom(0, 500),
  lateSideOutput: fc.boolean(),
  parallelism: anyParallelism,
  from: fc.constant(["source", SECOND_SOURCE]),
});

/** A path mostly; else a union or a join of two sources, two sinks, or two graphs side by side. */
export const anyGraph: fc.Arbitrary<readonly StageOptions[]> = fc
  .oneof(
    { weight: 6, arbitrary: anyPath },
    {
      weight: 1,
      arbitrary: anyPath.map(([head, ...rest]) => [
        { ...(head as StageOptions), from: ["source", SECOND_SOURCE] },
        ...rest,
      ]),
    },
    { weight: 1, arbitrary: fc.tuple(anyJoin, anyPath).map(([join, path]) => [join, ...path]) },
    { weight: 1, arbitrary: anyPath.map((path) => [...path, ...secondBranch("source")]) },
    { weight: 1, arbitrary: anyPath.map((path) => [...path, ...secondBranch(SECOND_SOURCE)]) },
  )
  .map(judgeable);

function secondBranch(from: string): readonly StageOptions[] {
  return [
    { kind: "filter", name: "other filter", costMicros: 1, keepShare: 0.5, from: [from] },
    { kind: "gate", name: "other gate", costMicros: 1 },
    { kind: "sink", name: "other sink", costMicros: 1 },
  ];
}

/** FORWARD connects tasks of one parallelism. */
function withForwardAlike(stages: readonly StageOptions[]): StageOptions[] {
  let parallelism: number | undefined;
  return stages.map((stage) => {
    if (stage.kind !== "exchange") return stage;
    if (stage.partitioner !== "FORWARD") {
      ({ parallelism } = stage);
      return stage;
    }
    return { ...stage, parallelism };
  });
}

/** Each further broadcast would multiply the records again. */
function withOneBroadcast(stages: readonly StageOptions[]): StageOptions[] {
  let seen = false;
  return stages.map((stage) => {
    if (stage.kind !== "exchange" || stage.partitioner !== "BROADCAST") return stage;
    const again = seen;
    seen = true;
    return again ? { ...stage, partitioner: "REBALANCE" } : stage;
  });
}

/** Results that are forked cannot be told apart, so nothing is forked behind a window or a timer. */
function judgeable(stages: readonly StageOptions[]): StageOptions[] {
  let hasResults = false;
  return stages.map((stage) => {
    hasResults ||= makesResults(stage);
    return hasResults && stage.kind === "flat-map" ? { ...stage, fanOut: 1 } : stage;
  });
}
