import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Setting } from "../../src/scenario/settings.ts";
import { recordings } from "../conformance/recordings.ts";
import { load } from "./fixture.ts";
import { COUNTERPARTS, OURS_ALONE, type Recorded } from "./setting-counterparts.ts";

interface Dumped {
  readonly default: unknown;
}
type Group = Readonly<Record<string, Readonly<Record<string, Dumped>>>>;

const file = new URL("../conformance/cases/flink-classes/settings.json.gz", import.meta.url);
const dump = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as {
  readonly versions: Readonly<Record<string, string>>;
  readonly flink: Group;
  readonly kafkaConnector: { readonly sink: Readonly<Record<string, unknown>> };
  readonly kubernetesOperator: { readonly options: Readonly<Record<string, Dumped>> };
};

/** The scenario's word for a release, and the dump's. */
const RELEASES = [
  ["1.20", "v1"],
  ["2.3", "v2"],
] as const;
type DumpedVersion = (typeof RELEASES)[number][1];

const CHECKPOINTED = "checkpointing: { interval: 10 s }";

/** Scenarios that between them leave out everything that can be left out. */
const VARIANTS: readonly { readonly pipeline?: string; readonly rest?: string }[] = [
  {},
  { pipeline: CHECKPOINTED },
  { pipeline: "restart: { strategy: fixed-delay }" },
  { pipeline: "restart: { strategy: exponential-delay }" },
  { pipeline: "restart: { strategy: failure-rate }" },
  { rest: "handover: { protocol: { name: configured-watermark } }" },
  { rest: "handover: { protocol: basic }" },
  { rest: "source: { kind: trace, file: t.csv }" },
  { rest: "source: { new-partitions: [{ at: 1 min, count: 1 }] }" },
  { pipeline: CHECKPOINTED, rest: "source: { kind: rabbitmq, copies: 2 }" },
  { pipeline: CHECKPOINTED, rest: "source: { kind: pubsub }" },
  { rest: "source: { kind: kinesis, reader: efo }" },
  { rest: "source: { kind: kinesis }" },
  { rest: "source: { alignment: { group: all, max-drift: 1 s } }" },
];

function settingsOf(release: string, { pipeline, rest }: (typeof VARIANTS)[number]): Setting[] {
  const more = pipeline === undefined ? "" : `, ${pipeline}`;
  const text = `pipeline: { flink-version: "${release}"${more} }\n${rest ?? ""}\n`;
  const csv = "partition,key,event_time_ms,arrival_time_ms\n0,a,1000,1000\n";
  const loaded = load(text, { "t.csv": csv });
  if (!loaded.ok) throw new Error(loaded.issues.map(({ message }) => message).join("; "));
  return [...loaded.scenario.settings];
}

/** A setting's path; the job it is set for left out, as both have the same defaults. */
function nameOf({ path, key }: Setting): string {
  const name = path.replace(/^(outgoing|incoming)\./, "job.");
  const strategy = /^restart-strategy\.(.+)\.delay$/.exec(key ?? "")?.[1];
  return strategy === undefined ? name : `${name} of ${strategy}`;
}

/** What the dump says of a key under one release; undefined when that release has no such option. */
function recordedOf(flink: Group, recorded: Recorded, version: DumpedVersion): Dumped | undefined {
  if (recorded.group === "flink") {
    const option = flink[recorded.key];
    return option?.["both"] ?? option?.[version];
  }
  if (recorded.group === "kafkaConnector") {
    return recorded.key in dump.kafkaConnector.sink
      ? { default: dump.kafkaConnector.sink[recorded.key] }
      : undefined;
  }
  return dump.kubernetesOperator.options[recorded.key];
}

/** A recorded default in our units: µs (or ms, where ours are), bytes, lower-case words. */
function inOurUnits(recorded: Recorded, value: unknown): unknown {
  if (recorded.read !== undefined) return recorded.read(value);
  if (typeof value !== "object" || value === null) return value;
  const { ms, bytes } = value as { readonly ms?: number; readonly bytes?: number };
  if (bytes !== undefined) return bytes;
  return recorded.unit === "ms" ? ms : (ms as number) * 1000;
}

/** The names that have a counterpart in one release, and those whose default is another. */
function compare(
  release: string,
  version: DumpedVersion,
  flink: Group,
): { readonly compared: ReadonlySet<string>; readonly different: readonly unknown[] } {
  const compared = new Set<string>();
  const different: unknown[] = [];
  for (const setting of VARIANTS.flatMap((variant) => settingsOf(release, variant))) {
    const recorded = COUNTERPARTS[nameOf(setting)];
    const dumped = recorded && recordedOf(flink, recorded, version);
    if (recorded === undefined || dumped === undefined) continue;
    compared.add(nameOf(setting));
    const expected = inOurUnits(recorded, dumped.default);
    if (JSON.stringify(setting.default) !== JSON.stringify(expected)) {
      different.push({ path: setting.path, ours: setting.default, expected });
    }
  }
  return { compared, different };
}

describe("the defaults of a scenario", () => {
  const all = VARIANTS.flatMap((variant) => settingsOf("1.20", variant));

  it("each have a recorded counterpart, or a reason why there is none", () => {
    const used = new Set(all.map(nameOf));
    const explained = [...Object.keys(COUNTERPARTS), ...Object.keys(OURS_ALONE)];
    expect([...used].filter((name) => !explained.includes(name))).toEqual([]);
    expect(explained.filter((name) => !used.has(name))).toEqual([]);
    expect(new Set(explained).size).toBe(explained.length);
  });

  it.each(RELEASES)("equal what was recorded of %s", (release, version) => {
    const { compared, different } = compare(release, version, dump.flink);
    expect(dump.versions[version]?.startsWith(`${release}.`)).toBe(true);
    expect(different).toEqual([]);
    const gone = Object.entries(COUNTERPARTS).filter(([name]) => !compared.has(name));
    expect(gone.filter(([, { absentIn }]) => absentIn !== version)).toEqual([]);
    expect(compared.size).toBeGreaterThan(25);
  });

  it("are seen to differ when Flink changes one of its own", () => {
    const key = "execution.checkpointing.timeout";
    const planted = { ...dump.flink, [key]: { both: { default: { ms: 600_001 } } } };
    expect(compare("2.3", "v2", planted).different).toContainEqual({
      path: "incoming.checkpointing.timeout",
      ours: 600_000_000,
      expected: 600_001_000,
    });
  });

  it("are what Flink computes, where it computes them: the max parallelism (C20)", () => {
    const steps = recordings("keygroups")
      .filter(({ config }) => config["kind"] === "defaultMaxParallelism")
      .flatMap((one) => one.steps);
    expect(steps.length).toBeGreaterThan(5);
    for (const { parallelism, out } of steps) {
      // A scenario's parallelism cannot be above its max parallelism.
      if (Number(parallelism) > Number(out)) continue;
      const settings = settingsOf("1.20", { pipeline: `parallelism: ${parallelism}` });
      const found = settings.filter(({ path }) => path.endsWith(".max-parallelism"));
      expect(found.map((setting) => setting.default)).toEqual([out, out]);
    }
  });

  it("are those of a job with or without checkpoints: no restart, or exponential delay (C22)", () => {
    const strategy = (pipeline?: string): unknown =>
      settingsOf("1.20", pipeline === undefined ? {} : { pipeline }).find(
        ({ path }) => path === "outgoing.restart.strategy",
      )?.default;
    expect(strategy()).toBe("none");
    expect(strategy("checkpointing: { interval: 10 s }")).toBe("exponential-delay");
  });

  it("carry the key that a manifest sets them with, as recorded", () => {
    let keyed = 0;
    for (const setting of all) {
      const recorded = COUNTERPARTS[nameOf(setting)];
      if (setting.key === undefined || recorded === undefined) continue;
      expect(setting.key).toBe(recorded.manifestKey ?? recorded.key);
      keyed++;
    }
    expect(keyed).toBeGreaterThan(30);
  });
});
