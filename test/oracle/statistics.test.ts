import { describe, expect, it } from "vitest";
import {
  cleanRunsBound,
  cleanRunsNeeded,
  clopperPearson,
  ruleOfThree,
  wilsonInterval,
} from "../../src/oracle/statistics.ts";

describe("statistics over seeds", () => {
  it("gives the Wilson interval of 8 failures in 200 runs", () => {
    const { low, high } = wilsonInterval(8, 200);
    expect(low).toBeCloseTo(0.0204, 4);
    expect(high).toBeCloseTo(0.0769, 4);
  });

  it("bounds from one side when no run or every run failed", () => {
    expect(wilsonInterval(0, 200)).toMatchObject({ low: 0 });
    expect(wilsonInterval(200, 200)).toMatchObject({ high: 1 });
    expect(wilsonInterval(0, 0)).toMatchObject({ low: 0, high: 1 });
  });

  it("is wider at a higher confidence", () => {
    expect(wilsonInterval(3, 50, 0.999).high).toBeGreaterThan(wilsonInterval(3, 50).high);
  });

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

  it("says 3/n after n clean runs, close to the exact 1 − α^(1/n)", () => {
    expect(ruleOfThree(1_000)).toBe(0.003);
    expect(cleanRunsBound(1_000, 0.05)).toBeCloseTo(1 - 0.05 ** (1 / 1_000), 12);
    expect(cleanRunsBound(1_000, 0.05)).toBeCloseTo(0.003, 4);
  });

  it("needs 6905 clean seeds for p < 0.1 % at 99.9 %, and 69 075 for 0.01 %", () => {
    expect(cleanRunsNeeded(0.001, 0.001)).toBe(6_905);
    expect(cleanRunsNeeded(0.0001, 0.001)).toBe(69_075);
  });
});
