import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PipelineShape } from "../../src/oracle/evidence.ts";
import { straightLine } from "../../src/oracle/reference.ts";
import type { WindowShape } from "../../src/oracle/stage-shape.ts";
import { functions, type InputRecord, inputOf } from "./fixture.ts";

interface Row {
  key: number;
  start: number;
  end: number;
  value: number;
  count: number;
}

function window(assigner: WindowShape["assigner"]): PipelineShape {
  const stage = { kind: "window", name: "w", assigner, allowedLatenessMillis: 0 } as const;
  return { keepsOrder: true, stages: [{ kind: "map", name: "m" }, stage] };
}

function resultsOf(shape: PipelineShape, records: readonly InputRecord[]): Row[] {
  const { results } = straightLine(inputOf([records]), shape, functions);
  return sorted(
    Array.from({ length: results.size }, (_, i) => ({
      key: results.key(i),
      start: results.start(i),
      end: results.end(i),
      value: results.value(i),
      count: results.count(i),
    })),
  );
}

function sorted(rows: Row[]): Row[] {
  return rows.sort((a, b) => a.key - b.key || a.start - b.start || a.end - b.end);
}

/** By definition: for each key and each window of its records, the records in it. */
function naive(
  records: readonly InputRecord[],
  windowsOf: (all: readonly InputRecord[], record: InputRecord) => readonly [number, number][],
): Row[] {
  const rows: Row[] = [];
  for (const key of new Set(records.map((r) => r.key))) {
    const mine = records.filter((r) => r.key === key);
    const seen = new Set(mine.flatMap((r) => windowsOf(mine, r).map(([s, e]) => `${s} ${e}`)));
    for (const text of seen) {
      const [start, end] = text.split(" ").map(Number) as [number, number];
      const inside = mine.filter((r) => r.ts >= start && r.ts < end);
      const value = inside.reduce(
        (sum, r) => functions.windowAdd(sum, functions.mapValue("m", r.value)),
        0,
      );
      rows.push({ key, start, end, value, count: inside.length });
    }
  }
  return sorted(rows);
}

const records = fc.array(
  fc.record({
    ts: fc.integer({ min: -500, max: 1_500 }),
    key: fc.integer({ min: 0, max: 3 }),
    value: fc.integer({ min: 0, max: 0xffff_ffff }),
    arrivalMicros: fc.constant(0),
  }),
  { maxLength: 40 },
);

describe("the straight line", () => {
  it("equals a group-by for sliding and tumbling windows, below the epoch too", () => {
    const settings = fc.record({
      slide: fc.integer({ min: 20, max: 200 }),
      times: fc.integer({ min: 1, max: 3 }),
      offset: fc.integer({ min: -30, max: 30 }),
    });
    fc.assert(
      fc.property(records, settings, (input, { slide, times, offset }) => {
        const size = slide * times;
        const shape = window({
          type: "sliding",
          sizeMillis: size,
          slideMillis: slide,
          offsetMillis: offset,
        });
        const windowsOf = (_: readonly InputRecord[], { ts }: InputRecord): [number, number][] => {
          const starts: [number, number][] = [];
          for (let s = -3_000; s <= 3_000; s++) {
            const isStart = (((s - offset) % slide) + slide) % slide === 0;
            if (isStart && s <= ts && ts < s + size) starts.push([s, s + size]);
          }
          return starts;
        };
        expect(resultsOf(shape, input)).toEqual(naive(input, windowsOf));
      }),
      { numRuns: 40 },
    );
  });

  it("equals a group-by for sessions, which merge when they touch", () => {
    const gap = 50;
    const sessionOf = (all: readonly InputRecord[], record: InputRecord): [number, number][] => {
      let [start, end] = [record.ts, record.ts + gap];
      for (let grown = true; grown; ) {
        const met = all.filter((r) => r.ts <= end && r.ts + gap >= start);
        const [s, e] = [start, end];
        start = Math.min(...met.map((r) => r.ts));
        end = Math.max(...met.map((r) => r.ts + gap));
        grown = s !== start || e !== end;
      }
      return [[start, end]];
    };
    fc.assert(
      fc.property(records, (input) => {
        const shape = window({ type: "session", gapMillis: gap });
        expect(resultsOf(shape, input)).toEqual(naive(input, sessionOf));
      }),
    );
  });

  it("does not depend on the order of the records", () => {
    fc.assert(
      fc.property(records, (input) => {
        const shape = window({ type: "session", gapMillis: 80 });
        expect(resultsOf(shape, [...input].reverse())).toEqual(resultsOf(shape, input));
      }),
    );
  });

  it("forks, filters and maps a record in the order of the stages", () => {
    const input = inputOf([[{ ts: 5, key: 0, value: 3, arrivalMicros: 0 }]]);
    const shape: PipelineShape = {
      keepsOrder: true,
      stages: [
        { kind: "flat-map", name: "a", fanOut: 2 },
        { kind: "map", name: "m" },
        { kind: "flat-map", name: "b", fanOut: 2 },
      ],
    };
    const values = new Float64Array(4);
    straightLine(input, shape, functions).outputsOf(0, 0, 1, values);
    expect([...values]).toEqual([94, 1_094, 31_094, 32_094]);
  });

  it("feeds the results of one window to the next", () => {
    const stages = [100, 300].map((sizeMillis) => ({
      kind: "window" as const,
      name: "w",
      assigner: { type: "tumbling" as const, sizeMillis, offsetMillis: 0 },
      allowedLatenessMillis: 0,
    }));
    const input = [10, 20, 150, 310].map((ts) => ({ ts, key: 1, value: 1, arrivalMicros: 0 }));
    const rows = resultsOf({ keepsOrder: true, stages }, input);
    expect(rows.map(({ start, end, count }) => [start, end, count])).toEqual([
      [0, 300, 3],
      [300, 600, 1],
    ]);
  });
});
