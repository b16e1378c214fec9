import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ResultTable } from "../../src/oracle/result-table.ts";
import { SequenceTable } from "../../src/oracle/sequence-table.ts";

describe("the tables", () => {
  it("find each result again, however far the table has grown", () => {
    const table = new ResultTable();
    for (let i = 0; i < 5_000; i++) {
      const row = table.findOrAdd(i % 2, i % 37, 100 * i, 100 * i + 50);
      table.setPayload(row, i, i % 5);
    }
    expect(table.size).toBe(5_000);
    for (let i = 0; i < 5_000; i++) {
      const row = table.find(i % 2, i % 37, 100 * i, 100 * i + 50);
      expect([table.value(row), table.count(row)]).toEqual([i, i % 5]);
    }
    expect(table.find(0, 1, 0, 50)).toBe(-1);
  });

  it("remember the furthest place of each sequence, as a Map does", () => {
    const step = fc.record({
      key: fc.integer({ min: -1, max: 2_000 }),
      partition: fc.nat(3),
      source: fc.nat(3),
      place: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 1_500 }), (steps) => {
        const table = new SequenceTable();
        const map = new Map<string, number>();
        for (const { key, partition, source, place } of steps) {
          const name = `${key}/${partition}/${source}`;
          const before = map.get(name) ?? Number.NEGATIVE_INFINITY;
          expect(table.last(key, partition, source)).toBe(before);
          expect(table.isBehind(key, partition, source, place)).toBe(place < before);
          map.set(name, Math.max(before, place));
        }
        expect(table.size).toBe(map.size);
      }),
      { numRuns: 30 },
    );
  });
});
