import { describe, expect, it } from "vitest";
import { clopperPearson } from "../../src/oracle/statistics.ts";

describe("statistics over seeds", () => {
  it("gives the exact interval of Clopper and Pearson", () => {
    const some = clopperPearson(8, 200);
    expect(some.low).toBeCloseTo(0.017424808994480512, 12);
    expect(some.high).toBeCloseTo(0.0772919682260161, 12);
    expect(clopperPearson(0, 200)).toMatchObject({ low: 0 });
    expect(clopperPearson(0, 200).high).toBeCloseTo(1 - 0.025 ** (1 / 200), 12);
    expect(clopperPearson(200, 200)).toMatchObject({ high: 1 });
    expect(clopperPearson(200, 200).low).toBeCloseTo(0.025 ** (1 / 200), 12);
    expect(clopperPearson(30, 1_000).high).toBeCloseTo(0.04255140247002905, 12);
  });

  it("is wider at a higher confidence", () => {
    expect(clopperPearson(3, 50, 0.999).high).toBeGreaterThan(clopperPearson(3, 50).high);
  });
});
