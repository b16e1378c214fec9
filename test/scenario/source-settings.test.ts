import { describe, expect, it } from "vitest";
import type { SourceOptions } from "../../src/model/options.ts";
import { load, problems } from "./fixture.ts";

const CHECKPOINTED = "\npipeline: { checkpointing: { interval: 5 s } }\n";

function sourceOf(text: string): SourceOptions {
  const loaded = load(`source: { ${text} }${CHECKPOINTED}`);
  if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
  return loaded.scenario.options.source;
}

const refusals = (text: string): readonly string[] => problems(load(`source: { ${text} }\n`));

describe("a source in a scenario", () => {
  it("has its new partitions behind the first ones, and looks for them every 5 min (N2)", () => {
    const source = sourceOf("partitions: 3, new-partitions: [{ at: 10 s, count: 2 }]");
    expect(source.discoveryMicros).toBe(300_000_000);
    expect(source.traffic).toMatchObject({
      partitions: 5,
      newPartitions: [{ atMicros: 10_000_000, count: 2 }],
    });
  });

  it("is aligned every second unless it says more (W19)", () => {
    expect(sourceOf("alignment: { group: all, max-drift: 2 s }").alignment).toEqual({
      group: "all",
      maxDriftMillis: 2_000,
      intervalMicros: 1_000_000,
    });
  });

  it("is one queue for both jobs unless it says more (N8, N9)", () => {
    expect(sourceOf("kind: rabbitmq").queue).toEqual({
      kind: "rabbitmq",
      copies: 1,
      boundAtMicros: 0,
      correlationIds: false,
      prefetch: 0,
      redeliverAfterMicros: 0,
    });
    expect(sourceOf("kind: pubsub, copies: 2").queue).toMatchObject({
      boundAtMicros: 60_000_000,
      redeliverAfterMicros: 10_000_000,
    });
    expect(sourceOf("kind: sqs").queue?.redeliverAfterMicros).toBe(30_000_000);
  });

  it("is a stream that both jobs poll, or to which each subscribes under its own name (N5, N6)", () => {
    expect(sourceOf("kind: kinesis").kinesis).toMatchObject({ reader: "polling" });
    expect(sourceOf("kind: kinesis, reader: efo").kinesis).toEqual({
      reader: "efo",
      recordBytes: 1_000,
      consumers: { outgoing: "outgoing", incoming: "incoming" },
      lifecycle: "JOB_MANAGED",
    });
    expect(
      refusals("kind: kinesis, consumer: shared, new-partitions: [{ at: 1 s, count: 1 }]"),
    ).toEqual([
      's.yaml:1:36  "consumer" has no meaning for a source of kind kinesis',
      's.yaml:1:60  "new-partitions" has no meaning for a source of kind kinesis',
    ]);
  });

  it("is refused as a queue that cannot be", () => {
    const problemsOf = (text: string, rest = CHECKPOINTED): readonly string[] =>
      problems(load(`source: { ${text} }${rest}`)).map((one) => one.replace(/^\S+ +/, ""));
    expect(problemsOf("kind: rabbitmq, partitions: 3, redeliver-after: 20 s")).toEqual([
      '"partitions" has no meaning for a source of kind rabbitmq',
      '"redeliver-after" has no meaning for a source of kind rabbitmq',
    ]);
    expect(problemsOf("kind: pubsub, redeliver-after: 5 s, bound-at: 3 s")).toEqual([
      "must be from 10 s to 10 min (N9)",
      '"bound-at" is of a second copy: set copies to 2',
    ]);
    expect(problemsOf("kind: sqs, redeliver-after: 13 h")).toEqual([
      "must be above 0, and 12 h at most (N10)",
    ]);
    expect(problemsOf("copies: 2")).toEqual(['"copies" has no meaning for a source of kind kafka']);
    expect(problemsOf("kind: rabbitmq", "\n")).toEqual([
      "rabbitmq acks with checkpoints; the outgoing job takes none; set an interval",
    ]);
  });

  it("is refused as a queue for a cut by offsets: messages have none (N8)", () => {
    const text = `source: { kind: rabbitmq, copies: 2 }
pipeline: { checkpointing: { interval: 5 s } }
handover: { protocol: offset-cut, savepoints-dir: true }
`;
    expect(problems(load(text)).map((one) => one.replace(/^\S+ +/, ""))).toEqual([
      "offset-cut needs records that have an offset for both jobs; messages of rabbitmq have none; choose acknowledged-watermark, with 2 copies",
    ]);
  });

  it("is refused where it makes no sense", () => {
    expect(refusals("discovery: 10 s")).toEqual([
      's.yaml:1:22  "discovery" has no meaning without new-partitions: all are found at once',
    ]);
    expect(refusals("alignment: { group: all, max-drift: 2 s, interval: 0 s }")).toEqual([
      "s.yaml:1:62  must be above 0",
    ]);
    expect(refusals("new-partitions: [{ at: 1 s, count: 0 }]")).toEqual([
      's.yaml:1:46  "count" must be at least 1',
    ]);
  });
});
