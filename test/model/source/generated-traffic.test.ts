import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Element } from "../../../src/model/operator/element.ts";
import type { GeneratedTraffic } from "../../../src/model/options.ts";
import { GeneratedLog } from "../../../src/model/source/generated-traffic.ts";
import { OFFSETS_PER_PARTITION } from "../../../src/model/source/topic-log.ts";

const SECOND = 1_000_000;
const EPOCH_MILLIS = 1_700_000_000_000;

const TRAFFIC: GeneratedTraffic = {
  kind: "generated",
  partitions: 4,
  ratePerSecond: 1_000,
  keys: 50,
  keySkew: 0,
  disorderMillis: 0,
  late: { share: 0, byMillis: 0 },
  idle: [],
  bursts: [],
  endMicros: 60 * SECOND,
  maxRecords: undefined,
};

function topicOf(traffic: Partial<GeneratedTraffic> = {}, seed = 1): GeneratedLog {
  return new GeneratedLog({ ...TRAFFIC, ...traffic }, EPOCH_MILLIS, seed);
}

/** Records of a partition that arrive in [from, to). */
function arrived(topic: GeneratedLog, partition: number, from: number, to: number): number {
  return topic.endOffset(partition, to - 1) - topic.endOffset(partition, from - 1);
}

/** How much older each record's event time is than its arrival, in whole milliseconds. */
function ages(topic: GeneratedLog, partition: number): readonly number[] {
  const element = new Element();
  return Array.from({ length: topic.count(partition) }, (_, offset) => {
    topic.read(partition, offset, element);
    const arrival = Math.floor((EPOCH_MILLIS * 1_000 + topic.arrival(partition, offset)) / 1_000);
    return arrival - element.ts;
  });
}

describe("generated traffic", () => {
  it("has its rate over all partitions, in every second", () => {
    const topic = topicOf();
    for (let second = 0; second < 60; second++) {
      for (const partition of [0, 1, 2, 3]) {
        const records = arrived(topic, partition, second * SECOND, (second + 1) * SECOND);
        expect(Math.abs(records - 250)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("brings nothing into an idle partition, and the others go on", () => {
    const idle = [{ partition: 1, fromMicros: 10 * SECOND, toMicros: 20 * SECOND }];
    const topic = topicOf({ idle });
    expect(arrived(topic, 1, 10 * SECOND, 20 * SECOND)).toBe(0);
    expect(arrived(topic, 1, 20 * SECOND, 30 * SECOND)).toBeCloseTo(2_500, -1);
    expect(arrived(topic, 2, 10 * SECOND, 20 * SECOND)).toBeCloseTo(2_500, -1);
  });

  it("multiplies its rate in a burst, and where two bursts meet by both", () => {
    const topic = topicOf({
      bursts: [
        { partition: undefined, fromMicros: 10 * SECOND, toMicros: 30 * SECOND, factor: 2 },
        { partition: 0, fromMicros: 20 * SECOND, toMicros: 30 * SECOND, factor: 3 },
      ],
    });
    expect(arrived(topic, 0, 10 * SECOND, 20 * SECOND)).toBeCloseTo(5_000, -1);
    expect(arrived(topic, 0, 20 * SECOND, 30 * SECOND)).toBeCloseTo(15_000, -1);
    expect(arrived(topic, 1, 20 * SECOND, 30 * SECOND)).toBeCloseTo(5_000, -1);
    expect(arrived(topic, 0, 30 * SECOND, 40 * SECOND)).toBeCloseTo(2_500, -1);
  });

  it("ends at its end, or with its last record, dealt evenly to the partitions", () => {
    const topic = topicOf({ maxRecords: 10 });
    expect([0, 1, 2, 3].map((partition) => topic.count(partition))).toEqual([3, 3, 2, 2]);
    expect(topic.arrival(3, 2)).toBe(Number.POSITIVE_INFINITY);
    const whole = topicOf();
    expect(whole.arrival(0, whole.count(0) - 1)).toBeLessThan(60 * SECOND);
    expect(whole.endOffset(0, 1e12)).toBe(whole.count(0));
  });

  it("is in order without disorder: event time is the time of arrival", () => {
    expect(ages(topicOf(), 0).every((age) => age === 0)).toBe(true);
  });

  it("keeps disorder within its bound, and reaches both ends", () => {
    const found = ages(topicOf({ disorderMillis: 20 }), 2);
    expect([Math.min(...found), Math.max(...found)]).toEqual([0, 20]);
  });

  it("makes its share of the records late, by as much as was said", () => {
    const found = ages(topicOf({ disorderMillis: 20, late: { share: 0.1, byMillis: 5_000 } }), 0);
    const late = found.filter((age) => age >= 5_000);
    expect(late.length / found.length).toBeGreaterThan(0.09);
    expect(late.length / found.length).toBeLessThan(0.11);
    expect(Math.max(...late)).toBeLessThanOrEqual(5_020);
    expect(found.filter((age) => age > 20 && age < 5_000)).toEqual([]);
  });

  it("makes records late only in the phase that was said", () => {
    const within = { partition: 1, fromMicros: 10 * SECOND, toMicros: 20 * SECOND };
    const topic = topicOf({ late: { share: 1, byMillis: 5_000, within } });
    expect(ages(topic, 0)).not.toContain(5_000);
    const from = topic.endOffset(1, within.fromMicros - 1);
    const to = topic.endOffset(1, within.toMicros - 1);
    expect(to - from).toBeGreaterThan(2_000);
    expect(ages(topic, 1)).toEqual(
      Array.from({ length: topic.count(1) }, (_, at) => (at >= from && at < to ? 5_000 : 0)),
    );
  });

  it("spreads keys evenly, or by their rank with a skew", () => {
    const shares = (keySkew: number): readonly number[] => {
      const counts = new Array<number>(50).fill(0);
      const element = new Element();
      const topic = topicOf({ keySkew });
      for (let offset = 0; offset < topic.count(0); offset++) {
        topic.read(0, offset, element);
        counts[element.key]! += 1;
      }
      return counts.map((count) => count / topic.count(0));
    };
    for (const share of shares(0)) expect(Math.abs(share - 1 / 50)).toBeLessThan(0.006);
    const harmonic = Array.from({ length: 50 }, (_, rank) => 1 / (rank + 1));
    const total = harmonic.reduce((sum, weight) => sum + weight, 0);
    shares(1).forEach((share, rank) => {
      expect(Math.abs(share - 1 / (rank + 1) / total)).toBeLessThan(0.01);
    });
  });

  it("is the same whenever and in whatever order it is read, so a job can go back (C16)", () => {
    const traffic = { disorderMillis: 50, keySkew: 1, late: { share: 0.1, byMillis: 900 } };
    const place = fc.tuple(fc.nat(3), fc.nat(14_999));
    const once = topicOf(traffic);
    const read = (topic: GeneratedLog, [partition, offset]: readonly [number, number]) => {
      const { id, ts, key, value } = readInto(topic, partition, offset);
      return { id, ts, key, value, arrival: topic.arrival(partition, offset) };
    };
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), (places) => {
        const forward = places.map((one) => read(once, one));
        const backward = places.toReversed().map((one) => read(topicOf(traffic), one));
        expect(backward.toReversed()).toEqual(forward);
        places.forEach(([partition, offset], i) => {
          expect(forward[i]?.id).toBe(partition * OFFSETS_PER_PARTITION + offset);
        });
      }),
      { numRuns: 20 },
    );
  });

  it("is another with another seed", () => {
    const values = [1, 2].map((seed) => readInto(topicOf({}, seed), 0, 0).value);
    expect(values[0]).not.toBe(values[1]);
  });

  it("has offsets in order of arrival, and knows how many have arrived by any time", () => {
    const phase = fc.record({
      partition: fc.constantFrom(undefined, 0, 1),
      fromMicros: fc.nat(9 * SECOND),
      lasts: fc.integer({ min: 1, max: 3 * SECOND }),
      factor: fc.constantFrom(0, 0.3, 4),
    });
    fc.assert(
      fc.property(
        fc.array(phase, { maxLength: 4 }),
        fc.array(fc.nat(11 * SECOND), { minLength: 1 }),
        fc.nat(),
        (phases, times, seed) => {
          const spans = phases.map((p) => ({ ...p, toMicros: p.fromMicros + p.lasts }));
          const idle = spans.filter(({ factor }) => factor === 0);
          const bursts = spans.filter(({ factor }) => factor > 0);
          const topic = topicOf({ idle, bursts, ratePerSecond: 80, endMicros: 10 * SECOND }, seed);
          for (const partition of [0, 1]) {
            const count = topic.count(partition);
            const all = Array.from({ length: count }, (_, i) => topic.arrival(partition, i));
            expect(all).toEqual(all.toSorted((a, b) => a - b));
            for (const time of times) {
              const before = all.filter((arrival) => arrival <= time).length;
              expect(topic.endOffset(partition, time)).toBe(before);
            }
          }
        },
      ),
    );
  });
});

function readInto(topic: GeneratedLog, partition: number, offset: number): Element {
  const element = new Element();
  topic.read(partition, offset, element);
  return element;
}
