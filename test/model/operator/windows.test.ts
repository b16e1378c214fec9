import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_WATERMARK } from "../../../src/model/event-time.ts";
import { KeyTable, keyGroupRangeOf } from "../../../src/model/network/key-groups.ts";
import { Element } from "../../../src/model/operator/element.ts";
import { windowAdd, windowMerge } from "../../../src/model/operator/stage-functions.ts";
import type { WindowAssigner } from "../../../src/model/operator/window-assigner.ts";
import { WindowOperator } from "../../../src/model/operator/window-operator.ts";
import { Collector } from "./collector.ts";

const names = ["a", "b", "c", "d", "e"];
const TUMBLING: WindowAssigner = { type: "tumbling", sizeMillis: 10, offsetMillis: 0 };

interface Row {
  readonly key: number;
  readonly ts: number;
  readonly value: number;
}

class Bench {
  readonly element: Element = new Element();
  readonly collector: Collector = new Collector(this.element);
  readonly operator: WindowOperator;

  /** Its wall clock, in a bench of windows in processing time. */
  now = 0;

  constructor(
    assigner: WindowAssigner,
    lateness = 0,
    lateSideOutput = false,
    max = 128,
    isProcessingTime = false,
  ) {
    this.operator = new WindowOperator({
      element: this.element,
      next: this.collector,
      keys: new KeyTable(names, max),
      assigner,
      allowedLatenessMillis: lateness,
      lateSideOutput,
      functions: { windowAdd, windowMerge },
      resultId: -3,
      processingTime: isProcessingTime ? () => this.now : undefined,
    });
  }

  /** The windows of a job whose clock stands at `now`. */
  static inProcessingTime(assigner: WindowAssigner, now: number): Bench {
    const bench = new Bench(assigner, 0, false, 128, true);
    bench.now = now;
    return bench;
  }

  record(ts: number, key = 0, value = 1): void {
    Object.assign(this.element, { id: 7, ts, hasTimestamp: true, key, value, count: 1 });
    this.operator.processElement();
  }

  watermark(ts: number): void {
    this.operator.processWatermark(ts);
  }

  /** [key, start, end, count] of each result. */
  get results(): readonly (readonly number[])[] {
    return this.collector.records.map((r) => [r.key, r.windowStart, Number(r.ts) + 1, r.count]);
  }
}

describe("windows (W17)", () => {
  it("a result carries its stage, key, window and digest and goes before the watermark", () => {
    const bench = new Bench(TUMBLING);
    bench.record(3, 1, 99);
    bench.watermark(9);
    expect(bench.collector.records).toEqual([
      { id: -3, ts: 9, key: 1, value: windowAdd(0, 99), count: 1, windowStart: 0 },
    ]);
    expect(bench.collector.order).toEqual(["record", { wm: 9 }]);
  });

  it("a window fires when the watermark reaches end − 1, not before", () => {
    const bench = new Bench(TUMBLING);
    bench.record(3);
    bench.watermark(8);
    expect(bench.results).toEqual([]);
    bench.watermark(9);
    expect(bench.results).toHaveLength(1);
  });

  it("a record of a window that is over is late: side output or counter, never both", () => {
    for (const sideOutput of [true, false]) {
      const bench = new Bench(TUMBLING, 0, sideOutput);
      bench.watermark(9);
      bench.record(3);
      expect([bench.operator.lateSideOutputs, bench.operator.lateDropped]).toEqual(
        sideOutput ? [1, 0] : [0, 1],
      );
    }
  });

  it("a record at or below the watermark is on time while its window is open", () => {
    const bench = new Bench(TUMBLING);
    bench.watermark(8);
    bench.record(3);
    bench.watermark(9);
    expect(bench.results).toEqual([[0, 0, 10, 1]]);
  });

  it("a late record within the allowed lateness fires its window again, with all records", () => {
    const bench = new Bench(TUMBLING, 5);
    bench.record(3);
    bench.watermark(13);
    bench.record(4);
    expect(bench.results.map((result) => result[3])).toEqual([1, 2]);
    bench.watermark(14);
    bench.record(5);
    expect(bench.operator.lateDropped).toBe(1);
  });

  it("a record that falls between two sliding windows disappears without trace", () => {
    const bench = new Bench({ type: "sliding", sizeMillis: 2, slideMillis: 10, offsetMillis: 0 });
    bench.record(5);
    bench.watermark(100);
    expect([bench.results.length, bench.operator.lateDropped]).toEqual([0, 0]);
  });

  it("a restored window keeps its bounds, and takes no record under another size (C19)", () => {
    const old = new Bench(TUMBLING);
    old.record(3);
    old.record(12);
    const bench = new Bench({ type: "tumbling", sizeMillis: 15, offsetMillis: 0 });
    bench.operator.restore([old.operator.snapshot()], keyGroupRangeOf(0, 128, 1));
    bench.record(4);
    bench.watermark(100);
    expect(bench.results).toEqual([
      [0, 0, 10, 1],
      [0, 0, 15, 1],
      [0, 10, 20, 1],
    ]);
  });

  it("windows in processing time go by the clock alone, and fire a millisecond after their end − 1", () => {
    const bench = Bench.inProcessingTime(TUMBLING, 13);
    bench.record(2);
    bench.now = 19;
    bench.record(1_000);
    bench.watermark(MAX_WATERMARK);
    expect(bench.operator.nextTimer).toBe(20);
    bench.operator.advanceProcessingTime(19);
    expect(bench.results).toEqual([]);
    bench.operator.advanceProcessingTime(20);
    expect(bench.results).toEqual([[0, 10, 20, 2]]);
    expect(bench.operator.nextTimer).toBe(Number.POSITIVE_INFINITY);
  });

  it("what became overdue between two jobs fires at once, sessions too", () => {
    for (const assigner of [TUMBLING, { type: "session", gapMillis: 10 } as const]) {
      const old = Bench.inProcessingTime(assigner, 13);
      old.record(2);
      const bench = Bench.inProcessingTime(assigner, 500);
      bench.operator.restore([old.operator.snapshot()], keyGroupRangeOf(0, 128, 1));
      bench.operator.advanceProcessingTime(bench.now);
      expect(bench.results.map((result) => result[3])).toEqual([1]);
    }
  });

  it("sessions that touch become one, and lateness is asked of the merged window", () => {
    const bench = new Bench({ type: "session", gapMillis: 10 });
    bench.record(20);
    bench.watermark(25);
    bench.record(10);
    bench.record(0);
    expect(bench.operator.lateDropped).toBe(0);
    bench.watermark(29);
    expect(bench.results).toEqual([[0, 0, 30, 3]]);
    bench.record(0);
    expect(bench.operator.lateDropped).toBe(1);
  });

  it("after a restore the watermark is MIN: what was late is on time and fires again (W20)", () => {
    const outgoing = new Bench(TUMBLING);
    outgoing.record(3);
    outgoing.watermark(9);
    const incoming = new Bench(TUMBLING);
    incoming.operator.restore([outgoing.operator.snapshot()], { from: 0, to: 127 });
    incoming.record(4);
    incoming.watermark(9);
    expect(outgoing.results).toEqual([[0, 0, 10, 1]]);
    expect(incoming.results).toEqual([[0, 0, 10, 1]]);
  });

  it("state of another max parallelism is refused (C20)", () => {
    const state = new Bench(TUMBLING, 0, false, 64).operator.snapshot();
    const bench = new Bench(TUMBLING);
    expect(() => bench.operator.restore([state], { from: 0, to: 127 })).toThrow(
      "max parallelism 64",
    );
  });
});

const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({ key: fc.nat(4), ts: fc.integer({ min: -200, max: 200 }), value: fc.nat() }),
  { maxLength: 60 },
);
const assigners: fc.Arbitrary<WindowAssigner> = fc.oneof(
  fc.record({
    type: fc.constant("tumbling" as const),
    sizeMillis: fc.integer({ min: 1, max: 30 }),
    offsetMillis: fc.constant(0),
  }),
  fc.record({
    type: fc.constant("sliding" as const),
    sizeMillis: fc.integer({ min: 1, max: 30 }),
    slideMillis: fc.integer({ min: 1, max: 30 }),
    offsetMillis: fc.nat(5),
  }),
  fc.record({ type: fc.constant("session" as const), gapMillis: fc.integer({ min: 1, max: 30 }) }),
);

/** Every window that holds a record, found by trying each start; sessions by their gaps. */
function naive(assigner: WindowAssigner, input: readonly Row[]): readonly string[] {
  const groups = new Map<string, { start: number; end: number; rows: Row[] }>();
  const put = (key: number, start: number, end: number, row: Row): void => {
    const group = groups.get(`${key}/${start}`) ?? { start, end, rows: [] };
    group.rows.push(row);
    group.end = end;
    groups.set(`${key}/${start}`, group);
  };
  for (const key of names.keys()) {
    const mine = input.filter((row) => row.key === key).toSorted((a, b) => a.ts - b.ts);
    let session = 0;
    for (const [i, row] of mine.entries()) {
      if (assigner.type === "session") {
        const gap = assigner.gapMillis;
        if (i === 0 || row.ts > mine[i - 1]!.ts + gap) session = row.ts;
        put(key, session, row.ts + gap, row);
        continue;
      }
      const size = assigner.sizeMillis;
      const slide = assigner.type === "sliding" ? assigner.slideMillis : size;
      for (let start = row.ts - size + 1; start <= row.ts; start++) {
        if ((start - assigner.offsetMillis) % slide === 0) put(key, start, start + size, row);
      }
    }
  }
  return [...groups].map(([name, group]) => {
    const digest = group.rows.reduce((sum, row) => windowAdd(sum, row.value), 0);
    return `${name.split("/")[0]} ${group.start} ${group.end} ${group.rows.length} ${digest}`;
  });
}

function told(bench: Bench): string[] {
  return bench.collector.records.map(
    (r) => `${r.key} ${r.windowStart} ${Number(r.ts) + 1} ${r.count} ${r.value}`,
  );
}

describe("windows over any stream", () => {
  it("give what a group-by over all records gives, in ascending time", () => {
    fc.assert(
      fc.property(assigners, rows, fc.boolean(), (assigner, input, isInOrder) => {
        const bench = new Bench(assigner);
        const stream = isInOrder ? input.toSorted((a, b) => a.ts - b.ts) : input;
        for (const row of stream) {
          bench.record(row.ts, row.key, row.value);
          if (isInOrder) bench.watermark(row.ts - 1);
        }
        bench.watermark(MAX_WATERMARK);
        expect(told(bench).sort()).toEqual([...naive(assigner, input)].sort());
        const times = bench.collector.records.map((r) => Number(r.ts));
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(bench.operator.snapshot().key).toHaveLength(0);
      }),
    );
  });

  it("give the same results when a snapshot goes to another parallelism in between (C20)", () => {
    const split = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(assigners, rows, fc.nat(60), split, (assigner, input, cut, parallelism) => {
        const keys = new KeyTable(names, 128);
        const subtaskOf = keys.subtasks(parallelism);
        const before = new Bench(assigner);
        for (const row of input.slice(0, cut)) before.record(row.ts, row.key, row.value);
        const states = [before.operator.snapshot()];
        const after = Array.from({ length: parallelism }, (_, subtask) => {
          const bench = new Bench(assigner);
          bench.operator.restore(states, keyGroupRangeOf(subtask, 128, parallelism));
          return bench;
        });
        for (const row of input.slice(cut)) {
          after[subtaskOf[row.key]!]!.record(row.ts, row.key, row.value);
        }
        for (const bench of after) bench.watermark(MAX_WATERMARK);
        expect(after.flatMap(told).sort()).toEqual([...naive(assigner, input)].sort());
      }),
    );
  });
});
