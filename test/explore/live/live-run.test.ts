import { describe, expect, it } from "vitest";
import { DiskFiles } from "../../../src/cli/files.ts";
import { liveMargins } from "../../../src/explore/live/live-margins.ts";
import { liveFrom, liveParts } from "../../../src/explore/live/live-parts.ts";
import { type LiveBase, liveBase, liveReport } from "../../../src/explore/live/live-run.ts";
import { liveSettings, moved } from "../../../src/explore/live/live-settings.ts";
import { onReportedAxis } from "../../../src/explore/live/moved-margins.ts";
import { buildReport } from "../../../src/explore/report/build-report.ts";
import type { ReportSubject } from "../../../src/explore/report/report-header.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import { digestOf } from "../../../src/explore/seed-digest.ts";
import { loadScenario, type Scenario } from "../../../src/scenario/load-scenario.ts";

const SMALL = `
run: { duration: 60 s }
source: { partitions: 2, rate: 100/s, keys: 10, disorder: 500 ms, end: 50 s }
pipeline:
  parallelism: 2
  watermarks: { bound: 500 ms }
  checkpointing: { interval: 5 s }
  graph: [{ map: enrich }, gate, sink]
sink: { guarantee: exactly-once, transaction-timeout: 15 min }
handover: { at: 10 s, reschedule: 2 s, savepoints-dir: true }
`;

function scenarioOf(path: string, text?: string): Scenario {
  const bytes = new TextEncoder().encode(text);
  const files =
    text === undefined ? new DiskFiles("0") : { read: () => ({ ok: true, bytes }) as const };
  const loaded = loadScenario(path, files);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded.scenario;
}

function subjectOf(scenario: Scenario, seed = 1): ReportSubject {
  const shown = simulate(scenario.options, scenario.properties, seed);
  const head = { file: "small.yaml", version: "0", inputs: "0".repeat(64) };
  return { ...head, scenario, digests: [digestOf(shown)], shown };
}

const subject = subjectOf(scenarioOf("small.yaml", SMALL));
const base = liveBase(subject);

/** As it comes out of a page. */
function carried(given: LiveBase): LiveBase {
  const { json, columns } = liveParts(given);
  return liveFrom({ json, columns: Uint8Array.from(columns) });
}

describe("a run that a page carries", () => {
  it.each([
    ["generated traffic", scenarioOf("small.yaml", SMALL)],
    ["captured traffic", scenarioOf("scenarios/flights.yaml")],
  ])("is simulated to the same last event, with %s", (_, scenario) => {
    const { options, properties } = carried(liveBase({ ...subject, scenario })).scenario;
    const here = simulate(scenario.options, scenario.properties, 1);
    const there = simulate(options, properties, 1);
    expect(there.fingerprint).toBe(here.fingerprint);
    expect(there.verdict).toEqual(here.verdict);
  });

  it("is compact: twenty thousand departures in 150 kB before they are packed", () => {
    const { json, columns } = liveParts(
      liveBase({ ...subject, scenario: scenarioOf("scenarios/flights.yaml") }),
    );
    expect(columns.length).toBeLessThan(190_000);
    expect(json.length).toBeLessThan(40_000);
  });

  it("gives the report's own figures while nothing is moved", () => {
    const reported = buildReport(subject, { reruns: 0 });
    expect(liveReport(carried(base), {})).toEqual(reported);
  });
});

describe("settings that are moved", () => {
  it("change the verdict as the scenario with that setting would", () => {
    const delayed = SMALL.replace("handover: {", "handover: { deletion-delay: 3 s,");
    const there = liveReport(base, { "handover.deletion-delay": 3_000_000 });
    const here = buildReport(subjectOf(scenarioOf("small.yaml", delayed)), { reruns: 0 });
    expect(there.verdict).toEqual(here.verdict);
    expect(there.timeline).toEqual(here.timeline);
    expect(there.watermarks).toEqual(here.watermarks);
    const row = there.data.settings.find(({ path }) => path === "handover.deletion-delay");
    expect(row).toMatchObject({ value: 3_000, isDefault: false });
  });

  it.each(
    liveSettings(base.scenario.options),
  )("$path writes what it shows, and back again", (setting) => {
    const { options } = base.scenario;
    if (setting.kind === "duration") {
      const to = Math.min(setting.high, setting.used + 1_000_000);
      expect(JSON.stringify(moved(options, { [setting.path]: to }))).not.toBe(
        JSON.stringify(options),
      );
      expect(moved(options, { [setting.path]: setting.used })).toEqual(options);
    } else {
      const to = setting.choices.find((choice) => choice !== setting.used);
      expect(setting.shown(moved(options, { [setting.path]: to ?? "" }))).toBe(to);
      expect(moved(options, { [setting.path]: setting.used })).toEqual(options);
    }
  });

  it("that do not exist, or are beyond their axis, change nothing or go to its end", () => {
    const { options } = base.scenario;
    const nonsense = {
      "run.duration": 1,
      "handover.protocol": "magic",
      "handover.deletion-delay": Number.NaN,
    };
    expect(moved(options, nonsense)).toEqual(options);
    const end = liveSettings(options).find(({ path }) => path === "handover.deletion-delay");
    const far = moved(options, { "handover.deletion-delay": 1e15 });
    expect(far.handover?.deletionDelayMillis).toBe(end?.kind === "duration" ? end.high / 1_000 : 0);
  });
});

describe("the margins of a live run", () => {
  it("are those that a report of these settings measures", () => {
    const values = { "outgoing.watermarks.bound": 1_000_000 };
    const live = liveReport(base, values);
    const steps = liveMargins(base, values, live);
    let runs = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) runs++;
    expect(runs).toBeGreaterThan(5);
    const { gauge, margins } = step.value;
    expect(margins.find(({ property }) => property === "no-gap")).toBeDefined();
    expect(gauge?.usedMicros).toBe(0);
    expect(gauge?.zones.length).toBeGreaterThan(1);
  });

  it("move along the reported axis without another run", () => {
    const reported = buildReport(subject);
    const values = { "handover.deletion-delay": 4_000_000 };
    const live = onReportedAxis(reported, liveReport(base, values), values);
    expect(live?.gauge?.usedMicros).toBe(4_000_000);
    const gap = live?.margins.find(({ marginMicros }) => marginMicros !== null);
    expect(gap?.marginMicros).toBe(4_000_000 - (gap?.failsAtMicros ?? 0));
    expect(onReportedAxis(reported, liveReport(base, {}), {})).toBeUndefined();
  });
});
