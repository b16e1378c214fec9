import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareExpected } from "../../src/explore/expectation.ts";
import { type Run, runSeeds, seedsFrom, summarise } from "../../src/explore/run-many.ts";
import { simulate } from "../../src/explore/run-scenario.ts";
import type { FindingKind as OracleKind } from "../../src/oracle/verdict.ts";
import { FINDING_KINDS, type FindingKind } from "../../src/scenario/finding-kinds.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { generated, loadShipped as load, shippedFiles as paths } from "./shipped-files.ts";

/** Two seeds are enough here: each file was seen to come out alike with 200. */
function outcomeOf(scenario: Scenario, expected: Scenario["expect"]) {
  if (expected === undefined) throw new Error("nothing is expected");
  const isLong = scenario.options.durationMicros > 120_000_000;
  const seeds = seedsFrom(scenario.run.firstSeed, isLong ? 1 : 2);
  const run = ({ options, properties }: Parameters<Run>[0], seed: number) =>
    simulate(options, properties, seed);
  const { status, findings } = summarise([...runSeeds(scenario, seeds, run)]);
  return compareExpected(expected, status, findings);
}

describe("the shipped scenarios", () => {
  it.each(paths)("%s loads, asks a question, expects a verdict, in 30 lines", (path) => {
    const scenario = load(path);
    expect(scenario.question).toMatch(/\?$/);
    expect(scenario.expect).toBeDefined();
    expect(readFileSync(`scenarios/${path}`, "utf8").split("\n").length).toBeLessThanOrEqual(31);
  });

  it.each(paths)("%s sets nothing that would be so by itself", (path) => {
    const { settings, hazard } = load(path);
    // A hazard is put under other protocols, whose own default for the sink's state is another one.
    const mayBeOther = (setting: string): boolean =>
      hazard !== undefined && setting === "sink.restore-state";
    const needless = settings.filter(
      (one) => one.from === "scenario" && one.isDefault && !mayBeOther(one.path),
    );
    expect(needless.map((setting) => setting.path)).toEqual([]);
  });

  it.each(paths)("%s comes out as it expects", (path) => {
    const scenario = load(path);
    const { came, isMet } = outcomeOf(scenario, scenario.expect);
    expect({ path, ...came, isMet }).toMatchObject({ isMet: true });
  });

  it("would be seen to come out otherwise", () => {
    const scenario = load("unsafe/c1-incoming-lags.yaml");
    const expected = (verdict: "pass" | "fail", ...findings: readonly FindingKind[]) =>
      outcomeOf(scenario, { verdict, findings }).isMet;
    expect(expected("fail", "duplicate")).toBe(true);
    expect(expected("fail", "gap")).toBe(false);
    expect(expected("fail", "duplicate", "gap")).toBe(false);
    expect(expected("pass")).toBe(false);
  });

  it("are listed in their README, and have a schema for editors, as `npm run generate` makes them", () => {
    for (const [path, text] of Object.entries(generated())) {
      expect([path, readFileSync(path, "utf8")]).toEqual([path, text]);
    }
  });

  it("the flights run from the first arrival, an hour a second", () => {
    const { options } = load("flights.yaml");
    const { traffic } = options.source;
    if (traffic.kind !== "captured") throw new Error("not captured");
    expect(traffic.partition.length).toBe(20_000);
    expect(Math.min(...traffic.arrivalMicros)).toBe(0);
    expect(Math.max(...traffic.arrivalMicros)).toBeLessThan(options.durationMicros);
  });

  it("can expect exactly the oracle's kinds of findings", () => {
    const same: readonly OracleKind[] = FINDING_KINDS;
    const back: FindingKind = "gap" as OracleKind;
    expect([new Set(same).size, back]).toEqual([15, "gap"]);
  });
});
