import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  instantTicks,
  spanTicks,
  timeStep,
} from "../../../../src/report/html/charts/time-ticks.ts";

describe("ticks of processing time", () => {
  it("count round steps from the origin", () => {
    const ticks = spanTicks({ from: 58_000_000, to: 76_000_000 }, 60_000_000, 10);
    expect(ticks.map(({ label }) => label).slice(0, 4)).toEqual([
      "−2\u00a0s",
      "0",
      "+2\u00a0s",
      "+4\u00a0s",
    ]);
    expect(ticks[1]?.at).toBe(60_000_000);
  });

  it("take minutes for minutes, milliseconds for milliseconds", () => {
    expect(timeStep(20 * 60_000, 10)).toBe(120_000);
    expect(timeStep(90, 10)).toBe(10);
    expect(timeStep(9 * 365 * 86_400_000, 3)).toBe(3 * 365 * 86_400_000);
  });

  it("are within the span, in order, and no more than were asked for", () => {
    fc.assert(
      fc.property(
        fc.integer({ max: 1e12, min: 0 }),
        fc.integer({ min: 1_000, max: 1e12 }),
        (from, length) => {
          const ticks = spanTicks({ from, to: from + length }, 5_000_000, 10).map(({ at }) => at);
          expect(ticks.length).toBeLessThanOrEqual(11);
          expect(ticks.every((at) => at >= from && at <= from + length)).toBe(true);
          expect(ticks.toSorted((a, b) => a - b)).toEqual(ticks);
        },
      ),
    );
  });
});

describe("ticks of recorded time", () => {
  it("are dates where days pass, times of day within one", () => {
    const day = 86_400_000;
    expect(instantTicks(0, 10 * day, 5).map(({ label }) => label)).toEqual([
      "1970-01-01",
      "1970-01-03",
      "1970-01-05",
      "1970-01-07",
      "1970-01-09",
      "1970-01-11",
    ]);
    expect(instantTicks(day / 2, day * 1.1, 5).map(({ label }) => label)).toEqual([
      "12:00",
      "15:00",
      "18:00",
      "21:00",
      "1970-01-02",
    ]);
  });
});
