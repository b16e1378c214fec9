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

function readerOf(topic: TopicLog, latency: number, fetchRecords: number): SourceReader {
  const reader = new SourceReader(topic, latency, fetchRecords);
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

  it("drains a fetch partition by partition once it lags", () => {
    const times = [1, 2, 3, 4];
    const reader = readerOf(topicOf(times, times), 0, 10);
    const found = read(reader, 8, 1_000, 10).map((one) => one.split(":")[0]);
    expect(new Set([found.slice(0, 4).join(""), found.slice(4).join("")])).toEqual(
      new Set(["0000", "1111"]),
    );
  });

  it("takes so many records of one partition in a fetch, and begins each with another", () => {
    const times = Array.from({ length: 6 }, (_, i) => i);
    const reader = readerOf(topicOf(times, times), 0, 2);
    const partitions = read(reader, 12, 1_000, 10).map((one) => one.split(":")[0]);
    expect(partitions.join("")).toBe("110000111100");
  });

  it("does not see in a fetch what arrives while it drains it", () => {
    const reader = readerOf(topicOf([0, 1], [0, 15]), 0, 10);
    expect(read(reader, 4, 2, 10)).toEqual(["1:0@2", "0:0@12", "0:1@22", "1:1@32"]);
  });

  it("stands at the next offset of each split, from where another reader goes on (C16)", () => {
    const topic = topicOf([1, 2, 3], [1, 2, 3]);
    const reader = readerOf(topic, 0, 10);
    const first = read(reader, 4, 10);
    const positions = reader.positions();
    expect(positions.reduce((sum, { offset }) => sum + offset, 0)).toBe(4);
    const restored = new SourceReader(topic, 0, 10);
    for (const position of positions) restored.addSplit(position);
    const rest = read(restored, 10, 10);
    const all = [...first, ...rest].map((one) => one.split("@")[0]).toSorted();
    expect(all).toEqual(["0:0", "0:1", "0:2", "1:0", "1:1", "1:2"]);
  });

  it("is never done without a split, and says so", () => {
    expect(new SourceReader(topicOf([]), 0, 10).availableAt(5)).toBe(NEVER);
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
