import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Element } from "../../../src/model/operator/element.ts";
import { SourceReader } from "../../../src/model/source/source-reader.ts";
import { SplitFetcher } from "../../../src/model/source/split-fetcher.ts";
import type { TopicLog } from "../../../src/model/source/topic-log.ts";

const NEVER = Number.POSITIVE_INFINITY;
const millis = (count: number): number => count * 1_000;

/** Partitions whose records arrive at these times (ms). */
function topicOf(arrivals: readonly (readonly number[])[]): TopicLog {
  return {
    partitions: arrivals.length,
    keyNames: [],
    arrival: (partition, offset) => millis(arrivals[partition]?.[offset] ?? NEVER),
    endOffset: () => 0,
    count: (partition) => (arrivals[partition] ?? []).length,
    read: (partition, offset, into) => {
      into.key = partition;
      into.value = offset;
    },
  };
}

/** What befalls a reader at a time (ms): a split is added, or paused, or goes on. */
interface Change {
  readonly at: number;
  readonly add?: number;
  readonly pause?: readonly number[];
  readonly resume?: readonly number[];
}

/**
 * Everything that a free thread reads of the topic until 100 s, as "partition:offset@ms". `peeks`: it
 * asks the reader at each millisecond when something will come, as a thread that is woken often does.
 */
function readAmid(
  topic: TopicLog,
  splits: readonly number[],
  changes: readonly Change[],
  peeks = false,
): string[] {
  const options = { topic: "t", fetchLatencyMicros: 0, fetchRecords: 3, changesLater: true };
  const reader = new SourceReader(topic, options);
  for (const partition of splits) reader.addSplit({ partition, offset: 0 });
  reader.open(0);
  const element = new Element();
  const found: string[] = [];
  let clock = 0;
  const readUntil = (end: number): void => {
    for (let at = reader.availableAt(clock); at <= end; at = reader.availableAt(clock)) {
      clock = at;
      reader.read(at, element);
      found.push(`${element.key}:${element.value}@${at / 1_000}`);
    }
  };
  for (const { at, add, pause = [], resume = [] } of changes) {
    for (let now = 0; peeks && now < at; now += 1) readUntil(millis(now));
    readUntil(millis(at));
    if (add !== undefined) reader.addSplit({ partition: add, offset: 0 }, millis(at));
    else reader.pauseOrResumeSplits(pause, resume, millis(at));
  }
  readUntil(millis(100_000));
  return found;
}

describe("a fetcher whose splits change", () => {
  it("asks for a new split in the next request, though the broker has nothing else (N2)", () => {
    const topic = topicOf([[10_000], [100, 200]]);
    expect(readAmid(topic, [0], [{ at: 1_700, add: 1 }])).toEqual([
      "1:0@2000",
      "1:1@2000",
      "0:0@10000",
    ]);
  });

  it("fetches nothing of a paused split until it goes on (W19)", () => {
    const topic = topicOf([
      [100, 900, 1_500],
      [200, 1_000],
    ]);
    const changes = [
      { at: 500, pause: [0] },
      { at: 3_000, resume: [0] },
    ];
    expect(readAmid(topic, [0, 1], changes)).toEqual([
      "0:0@100",
      "1:0@200",
      "1:1@1000",
      "0:1@3000",
      "0:2@3500",
    ]);
  });

  const anyTopic = fc.array(fc.array(fc.nat(3_000), { maxLength: 12 }), {
    minLength: 2,
    maxLength: 3,
  });
  const anyChanges = fc.array(fc.tuple(fc.nat(4_000), fc.nat(1), fc.boolean()), { maxLength: 5 });

  /** The last partition comes later; the first two are paused now and then, and go on in the end. */
  function changesOf(
    partitions: number,
    drawn: readonly (readonly [number, number, boolean])[],
  ): Change[] {
    const pauses = drawn
      .toSorted(([a], [b]) => a - b)
      .map(([at, split, isPause]) => (isPause ? { at, pause: [split] } : { at, resume: [split] }));
    const last = partitions > 2 ? [{ at: 4_000, add: 2 }] : [];
    return [...pauses, ...last, { at: 5_000, resume: [0, 1] }];
  }
  const readInOrder = fc.property(anyTopic, anyChanges, (times, drawn) => {
    const arrivals = times.map((one) => one.toSorted((a, b) => a - b));
    const topic = topicOf(arrivals);
    const changes = changesOf(arrivals.length, drawn);
    const found = readAmid(topic, [0, 1], changes);
    const names = found.map((one) => one.split("@")[0]);
    for (const [partition, records] of arrivals.entries()) {
      const own = names.filter((name) => name?.startsWith(`${partition}:`));
      expect(own).toEqual(records.map((_, offset) => `${partition}:${offset}`));
    }
    expect(readAmid(topic, [0, 1], changes, true)).toEqual(found);
  });

  it("reads each record once, in order, and the same however often it is asked", () => {
    fc.assert(readInOrder, { numRuns: 100 });
  });

  describe("that hears of a change too late", () => {
    afterEach(() => {
      vi.restoreAllMocks();
    });

    it("would be seen", () => {
      vi.spyOn(SplitFetcher.prototype, "pauseOrResume").mockReturnValue();
      const topic = topicOf([[100, 900], [200]]);
      const found = readAmid(topic, [0, 1], [{ at: 500, pause: [0] }]);
      expect(found).toContain("0:1@900");
    });
  });
});
