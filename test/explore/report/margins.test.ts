import { describe, expect, it } from "vitest";
import { gaugeZones } from "../../../src/explore/report/gauge.ts";
import type { Rerun } from "../../../src/explore/report/reruns.ts";
import { DELETION_DELAY } from "../../../src/explore/report/setting-axis.ts";
import { type AxisProbe, settingMargin } from "../../../src/explore/report/setting-margins.ts";
import type { SettingMargin } from "../../../src/explore/report-margins.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import { clopperPearson } from "../../../src/oracle/statistics.ts";
import type { PropertyName } from "../../../src/oracle/verdict.ts";
import { type Asked, type Reported, reported, slowGate } from "./reported.ts";

const CASES: Readonly<Record<string, Asked>> = {
  "that passes": { handover: ", deletion-delay: 5 s" },
  "that loses records": { handover: ", deletion-delay: 1 s", changed: slowGate(4_000_000) },
  "that duplicates records": { handover: ", deletion-delay: 0 s" },
};

const RERUNS = 90;
const made = new Map(
  Object.entries(CASES).map(([name, asked]) => [name, reported({ ...asked, reruns: RERUNS })]),
);
const reportOf = (name: string): Reported => made.get(name)!;

describe.each(Object.keys(CASES))("the margins of a run %s", (name) => {
  const { subject, model } = reportOf(name);
  const edges = model.margins.filter(({ marginMicros }) => marginMicros !== null);

  it("bracket where the property begins to fail: it does on one side, on the other it holds", () => {
    expect(edges.length).toBeGreaterThan(0);
    for (const { property, holdsAtMicros, failsAtMicros } of edges) {
      expect(failsAt(subject, property, holdsAtMicros)).toBe(false);
      expect(failsAt(subject, property, failsAtMicros)).toBe(true);
    }
  });

  it("are known to 2 % of their value", () => {
    for (const { holdsAtMicros, failsAtMicros } of edges) {
      const [a, b] = [holdsAtMicros ?? 0, failsAtMicros ?? 0];
      expect(Math.abs(a - b)).toBeLessThanOrEqual(Math.max(2_000, 0.02 * Math.max(a, b)));
    }
  });

  it("are positive while the property holds, and as long as the way to the edge", () => {
    for (const { property, usedMicros, holdsAtMicros, failsAtMicros, marginMicros } of edges) {
      const holds = !failsAt(subject, property, usedMicros);
      const edge = (holds ? failsAtMicros : holdsAtMicros) ?? 0;
      expect(marginMicros).toBe((holds ? 1 : -1) * Math.abs(usedMicros - edge));
    }
  });

  it("looked at both ends and at three values between", () => {
    for (const { probes, highMicros } of model.margins) {
      const values = probes.map(({ micros }) => micros);
      for (const share of [0, 0.25, 0.5, 0.75, 1]) {
        expect(values).toContain(Math.round((share * highMicros) / 1_000) * 1_000);
      }
    }
  });

  it("stand at the properties they belong to", () => {
    for (const { name: property, margin } of model.verdict.properties) {
      if (margin === null || margin.setting === null) continue;
      const from: SettingMargin | undefined = model.margins[margin.setting];
      expect(from).toMatchObject({
        property,
        setting: margin.against,
        marginMicros: margin.micros,
      });
    }
  });

  it("make zones without gaps in the gauge, which fail where they say", () => {
    const zones = model.gauge?.zones ?? [];
    expect(zones[0]?.fromMicros).toBe(0);
    expect(zones.at(-1)?.toMicros).toBe(model.gauge?.highMicros);
    for (const [i, { fromMicros, toMicros, failing }] of zones.entries()) {
      if (i > 0) expect(fromMicros).toBe(zones[i - 1]?.toMicros);
      const middle = Math.round((fromMicros + toMicros) / 2_000) * 1_000;
      for (const property of failing) expect(failsAt(subject, property, middle)).toBe(true);
    }
  });
});

describe("what to change", () => {
  it("is nothing where everything passes, and the value in use is recommended", () => {
    const { advice, gauge } = reportOf("that passes").model;
    expect(advice).toEqual({ changes: [], best: null });
    expect(gauge?.recommendedMicros).toBe(gauge?.usedMicros);
  });

  it.each(["that loses records", "that duplicates records"])("was run, for a run %s", (name) => {
    const { subject, model } = reportOf(name);
    const { changes } = model.advice;
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.length).toBeLessThanOrEqual(3);
    const { lost, duplicated } = subject.shown.verdict.headline;
    for (const { change, before, after, seeds } of changes) {
      expect(before).toMatchObject({ status: "fail", lost, duplicated });
      expect(after.lost + after.duplicated + after.propertiesFailed).toBeLessThan(
        before.lost + before.duplicated + before.propertiesFailed,
      );
      const { low, high } = clopperPearson(seeds.failingAfter, seeds.runs);
      expect(seeds).toMatchObject({ low, high });
      if (change.setting !== "handover.deletion-delay") continue;
      expect(failsAt(subject, "no-gap", Number(change.to) * 1_000)).toBe(after.lost > 0);
    }
  });

  it("costs what the longer delay takes, from both jobs as well", () => {
    const { changes } = reportOf("that duplicates records").model.advice;
    const longer = changes.find(({ change }) => change.setting === "handover.deletion-delay");
    expect(longer?.cost.handoverMicros).toBeGreaterThan(0);
    expect(longer?.cost.bothJobsMicros).toBe(longer?.cost.handoverMicros);
  });

  it("ends in the cheapest set that passes on every seed tried", () => {
    const { best } = reportOf("that duplicates records").model.advice;
    expect(best?.after.status).toBe("pass");
    expect(best?.seeds.failingAfter).toBe(0);
    expect(best?.seeds.runs).toBeGreaterThan(1);
  });
});

describe("an axis on which a property comes and goes", () => {
  const axis = {
    axis: DELETION_DELAY,
    usedMicros: 2_000,
    highMicros: 10_000,
    probes: [probe(0, true), probe(2_000, false), probe(4_000, true), probe(8_000, false)],
  };

  it("is said not to be monotone, and the nearest edge counts", () => {
    expect(settingMargin(axis, "no-gap")).toMatchObject({
      isMonotone: false,
      holdsAtMicros: 2_000,
      failsAtMicros: 0,
      marginMicros: 2_000,
    });
  });

  it("fails in its zones up to where it is known to hold", () => {
    expect(gaugeZones(axis)).toEqual([
      { fromMicros: 0, toMicros: 8_000, failing: ["no-gap"] },
      { fromMicros: 8_000, toMicros: 10_000, failing: [] },
    ]);
  });

  it("has no margin where nothing changes", () => {
    const flat = { ...axis, probes: [probe(0, false), probe(2_000, false)] };
    expect(settingMargin(flat, "no-gap")).toMatchObject({ marginMicros: null, isMonotone: true });
  });
});

function probe(micros: number, fails: boolean): AxisProbe {
  const came: Rerun = {
    seed: 1,
    status: fails ? "fail" : "pass",
    lost: fails ? 3 : 0,
    duplicated: 0,
    wrong: 0,
    propertiesFailed: fails ? 1 : 0,
    failing: fails ? ["no-gap"] : [],
    failures: fails ? { "no-gap": 3 } : {},
    handoverMicros: null,
    bothJobsMicros: null,
    latencyMicros: null,
    silenceMicros: null,
  };
  return { micros, came };
}

function failsAt(
  { scenario, shown }: Reported["subject"],
  property: PropertyName,
  micros: number | null,
): boolean {
  const { options, properties } = scenario;
  const { verdict } = simulate(DELETION_DELAY.write(options, micros ?? 0), properties, shown.seed);
  return verdict.properties.some(({ name, status }) => name === property && status === "fail");
}
