import { describe, expect, it } from "vitest";
import { mishapProbes } from "../../../src/explore/mishap-probes.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { Probe } from "../../../src/oracle/evidence.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { loadShipped, shippedFiles } from "../../scenario/shipped-files.ts";

const hazards = shippedFiles.filter((path) => loadShipped(path).hazard !== undefined);

/** What a run says of its mishaps, and whether every fault struck. */
function struck({ options, properties }: Scenario): {
  readonly probes: readonly Probe[];
  readonly isPutToTheTest: boolean;
} {
  let probes: readonly Probe[] = [];
  const { verdict } = simulate(options, properties, 1, {
    ended: (judged) => {
      probes = mishapProbes(judged);
    },
  });
  const missed = verdict.properties.find(({ name }) => name === "non-vacuous")?.failures;
  return { probes, isPutToTheTest: missed === 0 };
}

describe("a hazard", () => {
  const seen = hazards.map((path) => {
    const scenario = loadShipped(path);
    const { options, hazard } = scenario;
    return { path, options, hazard, ...struck(scenario) };
  });

  it("strikes: what is late was late, who lags lagged, each fault met something", () => {
    const vacuous = seen.flatMap(({ path, probes, isPutToTheTest }) => {
      const missed = probes.filter(({ hits }) => hits === 0).map(({ name }) => `${path}: ${name}`);
      return isPutToTheTest ? missed : [...missed, `${path}: a fault`];
    });
    expect(vacuous).toEqual([]);
  });

  it("is a fault, where something fails; where it lies in the settings alone there is no probe", () => {
    const bare = seen.filter(({ probes, options }) => probes.length + options.faults.length === 0);
    expect(bare.filter(({ hazard }) => hazard?.theme === "failure")).toEqual([]);
    expect(bare.length).toBeLessThan(seen.length / 2);
  });

  it("would be seen not to strike", () => {
    const { options, properties, ...rest } = loadShipped("unsafe/c4-late-after-crossing.yaml");
    const { traffic } = options.source;
    if (traffic.kind !== "generated") throw new Error("not generated");
    const late = { share: 0.2, byMillis: 1 };
    const changed = { ...options, source: { ...options.source, traffic: { ...traffic, late } } };
    const { probes } = struck({ ...rest, options: changed, properties });
    expect(probes).toEqual([{ name: "a record was late", hits: 0, required: true }]);
  });
});
