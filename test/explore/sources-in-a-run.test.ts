import { afterEach, describe, expect, it, vi } from "vitest";
import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { runScenario } from "../../src/explore/run-scenario.ts";
import { ShardQuota } from "../../src/model/kinesis/shard-quota.ts";
import { MessageQueue } from "../../src/model/queue/message-queue.ts";
import { SplitAlignment } from "../../src/model/watermark/split-alignment.ts";
import { loadShipped } from "../scenario/shipped-files.ts";
import { came, FAR, shortRun } from "./short-run.ts";

const seconds = (count: number): number => count * 1_000_000;

describe("partitions that are added while both jobs run", () => {
  const added = (discovery: string, handover = FAR): RunOutcome =>
    shortRun({
      source: `, new-partitions: [{ at: 3500 ms, count: 2 }], discovery: ${discovery}`,
      handover,
    });

  it("are read from their beginning by both, if both find them in time (N2)", () => {
    const whole = { outcome: "handed-over", lost: 0, duplicated: 0 };
    expect(came(added("500 ms"))).toEqual(whole);
  });

  it("are read by the new job alone, from its start, if the old one looks too late (N2)", () => {
    const { outcome, lost, duplicated } = came(added("5 min"));
    expect({ outcome, duplicated }).toEqual({ outcome: "handed-over", duplicated: 0 });
    expect(lost).toBeGreaterThan(100);
  });

  it("without data hold the watermark back until they are idle (W7)", () => {
    const visible = (idleness: string): number =>
      shortRun({
        source:
          ", new-partitions: [{ at: 3500 ms, count: 1 }], discovery: 500 ms" +
          ", idle: [{ partition: 4, from: 1 s, to: 60 s }]",
        graph: "[{ key-by: customer }, { window: tumbling 1 s }, gate, sink]",
        rest: ["outgoing", "incoming"]
          .map((job) => `${job}: { watermarks: { bound: 500 ms${idleness} } }`)
          .join("\n"),
      }).verdict.headline.visible;
    expect(visible(", idleness: 1 s")).toBeGreaterThan(3 * visible(""));
  });
});

describe("two sources, one of them seconds behind", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** How many windows lie open at most: what the one that is ahead has brought already. */
  function aligned(drift: string | undefined): RunOutcome {
    const alignment = drift === undefined ? "" : `, alignment: { group: g, max-drift: ${drift} }`;
    return shortRun({
      source: alignment,
      graph: "[{ map: both, from: [source, slow] }, { key-by: customer }, gate, sink]",
      handover: ", deletion-delay: 20 s",
      rest: `more-sources:
  - { name: slow, rate: 50/s, disorder: 500 ms, end: 30 s, fetch-latency: 8 s${alignment} }
properties: { visible-within: 60 s }`,
    });
  }
  const longestWait = ({ verdict }: RunOutcome): number => {
    const visible = verdict.properties.find(({ name }) => name === "visible-in-time");
    return seconds(60) - (visible?.margin?.value ?? Number.NaN);
  };

  it("wait for each other, if they are aligned (W19)", () => {
    const [apart, close] = [aligned(undefined), aligned("1 s")];
    expect(came(close)).toEqual({ outcome: "handed-over", lost: 0, duplicated: 0 });
    expect(longestWait(close)).toBeGreaterThan(longestWait(apart) + seconds(1));
  });

  it("would be seen not to wait", () => {
    const close = longestWait(aligned("1 s"));
    vi.spyOn(SplitAlignment.prototype, "allow").mockReturnValue();
    expect(longestWait(aligned("1 s"))).toBeLessThan(close - seconds(0.5));
  });
});

describe("a source that two jobs cannot both read in full", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const findings = (file: string): readonly string[] =>
    runScenario(loadShipped(`sources/${file}.yaml`), 1).verdict.findings.map(({ kind }) => kind);

  it("is a shard of which both poll more than it gives: it would be seen without a quota (N5)", () => {
    expect(findings("kinesis-two-jobs-share-the-quota")).toEqual(["visibility"]);
    vi.spyOn(ShardQuota.prototype, "admits").mockReturnValue(true);
    expect(findings("kinesis-two-jobs-share-the-quota")).toEqual([]);
  });

  it("is a queue: what only the new job got, and its gate dropped, is due and lost (N8)", () => {
    expect(findings("one-queue-shared-by-both-jobs")).toEqual(["gap"]);
  });

  it("is a queue that nothing is acked of: then nothing is due (N12)", () => {
    vi.spyOn(MessageQueue.prototype, "ack").mockReturnValue();
    const { verdict } = runScenario(loadShipped("sources/queue-stop-then-start.yaml"), 1);
    expect(verdict.headline.due).toBe(0);
  });
});
