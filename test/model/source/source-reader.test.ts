import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Element } from "../../../src/model/operator/element.ts";
import { SourceReader } from "../../../src/model/source/source-reader.ts";
import type { TopicLog } from "../../../src/model/source/topic-log.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** A topic whose records arrive at the given times; a record's key is its partition, its value the offset. */
function topicOf(...arrivals: readonly (readonly number[])[]): TopicLog {
  return {
    partitions: arrivals.length,
    keyNames: [],
    arrival: (partition, offset) => arrivals[partition]?.[offset] ?? NEVER,
    endOffset: (partition, at) => (arrivals[partition] ?? []).filter((one) => one <= at).length,
    count: (partition) => (arrivals[partition] ?? []).length,
    read: (partition, offset, into) => {
      into.key = partition;
      into.value = offset;
    },
  };
}

function readerOf(
  topic: TopicLog,
  latency: number,
  fetchRecords: number,
  name = "topic",
): SourceReader {
  const reader = new SourceReader(topic, {
    topic: name,
    fetchLatencyMicros: latency,
    fetchRecords,
  });
  for (let partition = 0; partition < topic.partitions; partition++) {
    reader.addSplit({ partition, offset: 0 });
  }
  return reader;
}

/** Reads that many records, one each `cost` µs, the thread free from `at`; as "partition:offset@time". */
function read(reader: SourceReader, count: number, at = 0, cost = 0): readonly string[] {
  const element = new Element();
  const found: string[] = [];
  let free = at;
  for (let i = 0; i < count; i++) {
    const available = reader.availableAt(free);
    if (available === NEVER) break;
    reader.read(available, element);
    found.push(`${element.key}:${element.value}@${available}`);
    free = available + cost;
  }
  return found;
}

describe("a source reader", () => {
  it("has a record in hand a fetch latency after it arrived", () => {
    const reader = readerOf(topicOf([100, 200]), 5, 10);
    expect(read(reader, 3)).toEqual(["0:0@105", "0:1@205"]);
  });

  it("follows the order of arrival while it keeps up", () => {
    const reader = readerOf(topicOf([100, 130], [110, 120]), 5, 10);
    expect(read(reader, 4)).toEqual(["0:0@105", "1:0@115", "1:1@125", "0:1@135"]);
  });

  it("drains a fetch partition by partition, in the order of Java's table of partitions", () => {
    const times = [1, 2, 3, 4];
    const partitions = (topic: string): string => {
      const reader = readerOf(topicOf(times, times), 0, 10, topic);
      reader.open(1_000);
      return read(reader, 8, 1_000, 10)
        .map((one) => one.split(":")[0])
        .join("");
    };
    // As recorded: the higher partition first, unless the table's end lies between the two.
    expect(partitions("i-h0")).toBe("11110000");
    expect(partitions("i-h103")).toBe("00001111");
  });

  it("takes at most max.poll.records over all partitions, what was received first", () => {
    const times = Array.from({ length: 5 }, (_, i) => i);
    const reader = readerOf(topicOf(times, times), 0, 3, "i-h0");
    reader.open(1_000);
    const partitions = read(reader, 10, 1_000, 10).map((one) => one.split(":")[0]);
    expect(partitions.join("")).toBe("111" + "110" + "000" + "0");
  });

  it("has three fetches waiting when it comes back, and then all that came meanwhile", () => {
    const times = Array.from({ length: 100 }, (_, i) => i * 10);
    const reader = readerOf(topicOf(times, times), 0, 500, "i-h0");
    // The first fetch is in hand until 500, with two in the queue and one that waits for room. The
    // request that was sent with it is answered by the first record there is.
    expect(read(reader, 2, 0, 250)).toEqual(["1:0@0", "0:0@250"]);
    const later = read(reader, 100, 500, 1).map((one) => one.split("@")[0]);
    expect(later.slice(0, 8)).toEqual(["1:1", "0:1", "1:2", "0:2", "1:3", "0:3", "1:4", "0:4"]);
    const next = later.slice(8, 8 + 2 * 46);
    expect(next.slice(0, 46).every((one) => one?.startsWith("1:"))).toBe(true);
    expect(next.slice(45, 47)).toEqual(["1:50", "0:5"]);
  });

  it("stands at the next offset of each split, from where another reader goes on (C16)", () => {
    const topic = topicOf([1, 2, 3], [1, 2, 3]);
    const reader = readerOf(topic, 0, 10);
    const first = read(reader, 4, 10);
    const positions = reader.snapshot().splits;
    expect(positions.reduce((sum, { offset }) => sum + offset, 0)).toBe(4);
    const restored = new SourceReader(topic, {
      topic: "topic",
      fetchLatencyMicros: 0,
      fetchRecords: 10,
    });
    for (const position of positions) restored.addSplit(position);
    const rest = read(restored, 10, 10);
    const all = [...first, ...rest].map((one) => one.split("@")[0]).toSorted();
    expect(all).toEqual(["0:0", "0:1", "0:2", "1:0", "1:1", "1:2"]);
  });

  it("is never done without a split, and says so", () => {
    expect(readerOf(topicOf([]), 0, 10).availableAt(5)).toBe(NEVER);
  });

  const arrivals = fc
    .array(fc.array(fc.nat(300), { maxLength: 30 }), { minLength: 1, maxLength: 4 })
    .map((partitions) => partitions.map((times) => times.toSorted((a, b) => a - b)));

  it("reads every record once, each split in order, none before it can have it", () => {
    fc.assert(
      fc.property(
        arrivals,
        fc.nat(20),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(30),
        (times, latency, fetchRecords, cost) => {
          const reader = readerOf(topicOf(...times), latency, fetchRecords);
          const next = times.map(() => 0);
          const total = times.flat().length;
          const found = read(reader, total + 1, 0, cost);
          expect(found).toHaveLength(total);
          for (const one of found) {
            const [partition, offset, at] = one.split(/[:@]/).map(Number) as [
              number,
              number,
              number,
            ];
            expect(offset).toBe(next[partition]);
            next[partition] = offset + 1;
            expect(at).toBeGreaterThanOrEqual((times[partition]?.[offset] as number) + latency);
          }
        },
      ),
    );
  });

  it("never has its nth record before the bound that it gave", () => {
    fc.assert(
      fc.property(arrivals, fc.nat(20), fc.integer({ min: 1, max: 40 }), (times, latency, n) => {
        const reader = readerOf(topicOf(...times), latency, 3);
        const bound = reader.arrivalOfNth(n);
        const nth = read(reader, n)[n - 1];
        const at = nth === undefined ? NEVER : Number(nth.split("@")[1]);
        expect(at).toBeGreaterThanOrEqual(bound);
      }),
    );
  });
});
