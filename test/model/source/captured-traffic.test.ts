import { describe, expect, it } from "vitest";
import { Element } from "../../../src/model/operator/element.ts";
import { CapturedLog } from "../../../src/model/source/captured-traffic.ts";
import { OFFSETS_PER_PARTITION } from "../../../src/model/source/topic-log.ts";

/** Five rows, in order of arrival; partition 2 has none. */
const log = new CapturedLog({
  kind: "captured",
  partitions: 3,
  keyNames: ["JFK", "SFO"],
  partition: Uint16Array.of(1, 0, 1, 1, 0),
  key: Int32Array.of(0, 1, 1, 0, 1),
  eventTimeMillis: Float64Array.of(1_000, 900, 1_100, 400, 1_200),
  arrivalMicros: Float64Array.of(10, 20, 20, 30, 40),
});

describe("captured traffic", () => {
  it("keeps the rows of each partition in their order", () => {
    const element = new Element();
    const rows = [0, 1, 2].map((offset) => {
      log.read(1, offset, element);
      return [element.id - OFFSETS_PER_PARTITION, element.ts, element.key, element.hasTimestamp];
    });
    expect(rows).toEqual([
      [0, 1_000, 0, true],
      [1, 1_100, 1, true],
      [2, 400, 0, true],
    ]);
    expect([0, 1, 2].map((partition) => log.count(partition))).toEqual([2, 3, 0]);
  });

  it("knows what has arrived by any time, and what never will", () => {
    expect([9, 10, 20, 29, 30, 99].map((at) => log.endOffset(1, at))).toEqual([0, 1, 2, 2, 3, 3]);
    expect([log.arrival(1, 2), log.arrival(1, 3)]).toEqual([30, Number.POSITIVE_INFINITY]);
    expect(log.endOffset(2, 99)).toBe(0);
  });

  it("gives a row the same payload however often it is read, and no two rows the same (C16)", () => {
    const element = new Element();
    const values = [0, 1, 2, 0, 1, 2].map((offset) => {
      log.read(1, offset, element);
      return element.value;
    });
    expect(values.slice(3)).toEqual(values.slice(0, 3));
    expect(new Set(values).size).toBe(3);
  });
});
