import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ruleName, ruleOf } from "../../../src/explore/report/gate-rule.ts";
import { LatencyCounts } from "../../../src/explore/report/latency-counts.ts";
import { thinned, thinnedTwice } from "../../../src/explore/report/thinning.ts";
import { NO_TICKS, TickBook } from "../../../src/explore/report/tick-book.ts";
import { WatermarkBook } from "../../../src/explore/report/watermark-book.ts";

describe("latencies, counted", () => {
  it("have quantiles to within 1 %, and the longest to the microsecond", () => {
    const values = fc.array(fc.integer({ min: 0, max: 4_000_000_000 }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.95, 0.99), (latencies, share) => {
        const counts = new LatencyCounts();
        for (const latency of latencies) counts.add(latency);
        const sorted = latencies.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        expect(Math.abs((counts.quantile(share) ?? 0) - exact)).toBeLessThanOrEqual(0.01 * exact);
        expect(counts.max).toBe(sorted.at(-1));
      }),
    );
  });

  it("are null without a value", () => {
    const none = new LatencyCounts();
    expect([none.quantile(0.5), none.max, none.count]).toEqual([null, null, 0]);
  });
});

describe("ticks", () => {
  const span = { from: 1_000, to: 2_000 };

  it("are told one by one while they are few, in order of time", () => {
    const book = new TickBook(2, span);
    for (const at of [1_900, 1_000, 1_500, 999, 2_001]) book.add(1, "incoming", at);
    expect(book.scale().ticks).toBe("each");
    expect(book.ticks(1, "incoming").at).toEqual([1_000, 1_500, 1_900]);
    expect(book.ticks(1, "outgoing")).toEqual({ ...NO_TICKS });
    expect(book.total).toBe(3);
  });

  it("are counted by pixel when they are many, none of them lost", () => {
    const book = new TickBook(1, span);
    for (let i = 0; i < 4_001; i++) book.add(0, "outgoing", 1_100 + (i % 800));
    const { at, first, count } = book.ticks(0, "outgoing");
    expect(book.scale()).toMatchObject({ ticks: "counts", pixelMicros: 3 });
    expect(at).toEqual([]);
    expect(first).toBe(Math.floor(100 / 3));
    expect(count.reduce((sum, one) => sum + one, 0)).toBe(4_001);
    expect(count.length).toBeLessThanOrEqual(500);
  });
});

describe("a thinned line", () => {
  const steps = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 1_000 })), {
      minLength: 1,
      maxLength: 400,
    })
    .map((points) => {
      const t = [...new Set(points.map(([at]) => at))].toSorted((a, b) => a - b);
      return { t, wm: t.map((_, i) => points[i]?.[1] ?? 0) };
    });
  const window = { from: 2_000, to: 8_000 };

  /** The value of a step line. */
  const valueAt = (
    { t, wm }: { readonly t: readonly number[]; readonly wm: readonly number[] },
    at: number,
  ): number | undefined => {
    const i = t.findLastIndex((time) => time <= at);
    return i < 0 ? undefined : wm[i];
  };

  it("keeps the lowest and the highest value, and how the span begins and ends", () => {
    fc.assert(
      fc.property(steps, (line) => {
        const thin = thinned(line, window, 50);
        const inside = line.wm.filter(
          (_, i) => line.t[i]! > window.from && line.t[i]! <= window.to,
        );
        const start = valueAt(line, window.from);
        const seen = [...(start === undefined ? [] : [start]), ...inside];
        expect(thin.wm.length === 0).toBe(seen.length === 0);
        if (seen.length === 0) return;
        expect(Math.min(...thin.wm)).toBe(Math.min(...seen));
        expect(Math.max(...thin.wm)).toBe(Math.max(...seen));
        expect(valueAt(thin, window.from)).toBe(start);
        expect(valueAt(thin, window.to)).toBe(valueAt(line, window.to));
        expect(thin.t.length).toBeLessThanOrEqual(4 * 51 + 1);
      }),
    );
  });

  it("is the whole line where pixels are finer than its steps", () => {
    fc.assert(
      fc.property(steps, (line) => {
        const thin = thinned(line, { from: 0, to: 10_000 }, 10_000);
        for (const at of [0, 17, 2_500, 9_999, 10_000])
          expect(valueAt(thin, at)).toBe(valueAt(line, at));
      }),
    );
  });

  it("is finer in the focus", () => {
    const t = Array.from({ length: 6_000 }, (_, i) => 2_000 + i);
    const line = { t, wm: t.map((at) => at * 3) };
    const thin = thinnedTwice(line, window, { from: 4_000, to: 4_100 }, 100);
    expect(thin.t.filter((at) => at >= 4_000 && at <= 4_100).length).toBe(101);
    expect(thin.t.length).toBeLessThan(700);
    expect(thin.t).toEqual(thin.t.toSorted((a, b) => a - b));
  });
});

describe("watermarks of an attempt", () => {
  const by = (attempt: number) => ({ role: "outgoing", task: 0, subtask: 0, attempt }) as const;
  const book = (): WatermarkBook =>
    new WatermarkBook({ outgoing: new Set([0]), incoming: new Set([1]) });

  it("end where it ends, and begin anew (W20)", () => {
    const watermarks = book();
    watermarks.watermark(by(0), 100, 5);
    watermarks.watermark(by(0), 200, 6);
    watermarks.watermark(by(1), 500, 2);
    watermarks.ends("outgoing", 300);
    watermarks.ends("outgoing", 900);
    const [line] = watermarks.steps();
    expect(line?.t).toEqual([100, 200, 300, 499, 500, 900]);
    expect(line?.wm).toEqual([5, 6, Number.NaN, Number.NaN, 2, Number.NaN]);
  });

  it("are told with the spans in which the input was idle", () => {
    const watermarks = book();
    watermarks.watermark(by(0), 100, 5);
    watermarks.status(by(0), 200, true);
    watermarks.status(by(0), 350, false);
    watermarks.status(by(0), 400, true);
    expect(watermarks.idle(1_000).map(({ from, to }) => [from, to])).toEqual([
      [200, 350],
      [400, 1_000],
    ]);
  });

  it("of other tasks are left out", () => {
    const watermarks = book();
    watermarks.watermark({ ...by(0), task: 3 }, 100, 5);
    expect(watermarks.steps()).toEqual([]);
  });
});

describe("the rule that a gate went by", () => {
  const rule = (
    role: string,
    passed: boolean,
    toggle: number | undefined,
    watermark: number,
    ts: number,
  ): string => ruleName(ruleOf(role === "outgoing", passed, toggle, watermark, ts, "both"));

  it.each([
    ["outgoing", true, undefined, 10, 20, "no-toggle"],
    ["incoming", false, undefined, 10, 20, "no-toggle"],
    ["outgoing", true, 15, 10, 14, "older-than-toggle"],
    ["incoming", false, 15, 10, 14, "older-than-toggle"],
    ["outgoing", false, 15, 10, 15, "not-older-than-toggle"],
    ["incoming", true, 15, 10, 15, "not-older-than-toggle"],
    ["outgoing", false, 15, 16, 14, "crossed"],
    ["incoming", true, 15, 16, 14, "crossed"],
    ["outgoing", true, 0, 10, 14, "first-deployment"],
    ["outgoing", true, 15, 10, 15, "other"],
    ["incoming", true, undefined, 10, 20, "other"],
  ] as const)("is told from what it knew: %s, passed %s, T %s, watermark %s, ts %s", (role, passed, toggle, watermark, ts, name) => {
    expect(rule(role, passed, toggle, watermark, ts)).toBe(name);
  });

  it("is its position in the partition where nothing else is compared", () => {
    expect(ruleName(ruleOf(true, false, undefined, 0, 0, "positions"))).toBe("by-position");
  });

  it("is the crossing alone where no record is compared", () => {
    expect(ruleName(ruleOf(true, true, 15, 10, 99, "crossing"))).toBe("not-crossed");
    expect(ruleName(ruleOf(true, true, 15, 99, 14, "records"))).toBe("older-than-toggle");
  });
});
