import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LatencyModel, sampleLatency } from "../../src/engine/latency.ts";

const unit = fc.nat(2 ** 32 - 1).map((word) => word / 2 ** 32);

const models: readonly LatencyModel[] = [
  { kind: "constant", us: 7 },
  { kind: "uniform", lowUs: 10, highUs: 20 },
  { kind: "lognormal", medianUs: 5_000, p99Us: 93_000 },
];

describe("latencies", () => {
  it.each(models)("of $kind are whole microseconds and never shrink as the draw grows", (model) => {
    fc.assert(
      fc.property(unit, unit, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((d) => sampleLatency(model, d));
        expect(Number.isInteger(low)).toBe(true);
        expect(low).toBeLessThanOrEqual(high as number);
        expect(low).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("of a uniform model reach both ends", () => {
    const model: LatencyModel = { kind: "uniform", lowUs: 10, highUs: 20 };
    expect([sampleLatency(model, 0), sampleLatency(model, 1 - 2 ** -32)]).toEqual([10, 20]);
  });

  it("of a lognormal model have its median and its 99th percentile", () => {
    const model: LatencyModel = { kind: "lognormal", medianUs: 5_000, p99Us: 93_000 };
    expect(sampleLatency(model, 0.5)).toBe(5_000);
    expect(sampleLatency(model, 0.99)).toBe(93_000);
    expect(sampleLatency(model, 0)).toBeGreaterThanOrEqual(0);
  });

  it("of a lognormal model without spread, or of nothing, are its median", () => {
    expect(sampleLatency({ kind: "lognormal", medianUs: 50, p99Us: 50 }, 0.9)).toBe(50);
    expect(sampleLatency({ kind: "lognormal", medianUs: 0, p99Us: 9 }, 0.9)).toBe(0);
  });
});
