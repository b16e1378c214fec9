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
  it("strikes: what is late was late, who lags lagged, each fault met something", () => {
    const vacuous = hazards.flatMap((path) => {
      const { probes, isPutToTheTest } = struck(loadShipped(path));
      const missed = probes.filter(({ hits }) => hits === 0).map(({ name }) => `${path}: ${name}`);
      return isPutToTheTest ? missed : [...missed, `${path}: a fault`];
    });
    expect(vacuous).toEqual([]);
  });

  it("is in the traffic, the delays, the faults or the jobs; these are in the settings alone", () => {
    const bare = hazards.filter((path) => {
      const { options } = loadShipped(path);
      const { traffic } = options.source;
      const isQuiet =
        traffic.kind === "generated" &&
        traffic.late.share === 0 &&
        traffic.idle.length + traffic.bursts.length === 0;
      return (
        options.faults.length === 0 && isQuiet && struck(loadShipped(path)).probes.length === 0
      );
    });
    expect(bare).toMatchInlineSnapshot(`
      [
        "unsafe/c7-gate-before-window.yaml",
        "discussion/a-branch-without-a-gate.yaml",
        "discussion/checkpoints-are-rare.yaml",
        "discussion/forest.yaml",
        "discussion/from-the-latest-checkpoint.yaml",
        "discussion/gradual-opening.yaml",
        "discussion/keyed-windows.yaml",
        "discussion/two-inputs.yaml",
        "known-faults/06-silent-second-source.yaml",
        "known-faults/12-abort-after-toggle.yaml",
        "known-faults/20-second-toggle-overwrites.yaml",
      ]
    `);
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
