import { sinkNamesOf } from "../../model/operator/changing-stages.ts";
import type { JobOptions, RunOptions } from "../../model/options.ts";
import { sourcesOf } from "../../model/source/sources.ts";
import type { Witness } from "../../oracle/witness.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { Setting } from "../../scenario/settings.ts";
import { compareExpected } from "../expectation.ts";
import type { JobLabel, JobLabels, ReportSetting, SettingValue } from "../report-facts.ts";
import type { PipelineLabel, ReportHeader, SeedsTried } from "../report-model.ts";
import { summarise } from "../run-many.ts";
import type { RunOutcome } from "../run-outcome.ts";
import type { SeedDigest } from "../seed-digest.ts";
import type { Frame } from "./frame.ts";

const FAILING_SHOWN = 100;

/** What a report is about: a scenario, the seeds that were run, and the run of one of them. */
export interface ReportSubject {
  /** As the user named it. */
  readonly file: string;
  readonly version: string;
  /** See `ReportHeader.inputs`. */
  readonly inputs: string;
  readonly scenario: ReportedScenario;
  /** In seed order. */
  readonly digests: readonly SeedDigest[];
  readonly shown: RunOutcome;
}

/** A scenario without the text it came from. */
export type ReportedScenario = Omit<Scenario, "document" | "run">;

export function reportHeader(
  { file, version, inputs, scenario, digests, shown }: ReportSubject,
  frame: Frame,
  witnesses: readonly Witness[],
): ReportHeader {
  const { title, question, options, importedButNotModelled, expect, settings } = scenario;
  const summary = summarise(digests);
  return {
    file,
    title,
    question,
    version,
    inputs,
    seed: shown.seed,
    seeds: seedsOf(digests),
    jobs: jobLabels(options),
    pipeline: pipelineOf(scenario),
    clock: {
      epochMillis: options.epochMillis,
      speed: speedOf(settings),
      originMicros: frame.originMicros,
      window: frame.window,
      focus: frame.focus,
      endedAtMicros: frame.endedAtMicros,
    },
    keyNames: keyNames(scenario, witnesses),
    notModelled: importedButNotModelled,
    expectation:
      expect === undefined ? null : compareExpected(expect, summary.status, summary.findings),
  };
}

/** How much faster a recording is replayed than it was made. */
export function speedOf(settings: readonly Setting[]): number {
  const speed = settings.find(({ path }) => path === "source.speed")?.value;
  return typeof speed === "number" ? speed : 1;
}

function seedsOf(digests: readonly SeedDigest[]): SeedsTried {
  const { runs, pass, fail, inconclusive, status, failing, findings, failureRate } =
    summarise(digests);
  return {
    first: digests[0]?.seed ?? 0,
    runs,
    pass,
    fail,
    inconclusive,
    status,
    failing: failing.slice(0, FAILING_SHOWN),
    low: failureRate.low,
    high: failureRate.high,
    findings: findings.map(({ property, seeds, count }) => ({ property, seeds, count })),
  };
}

/** What a report calls the two jobs by. */
export function jobLabels({ outgoing, incoming }: RunOptions): JobLabels {
  return { outgoing: labelOf(outgoing), incoming: labelOf(incoming) };
}

function labelOf({ name, colour, flinkVersion, parallelism }: JobOptions): JobLabel {
  return { name, colour, flinkVersion, parallelism };
}

function pipelineOf({ options }: ReportedScenario): PipelineLabel {
  const { sink, outgoing, handover } = options;
  const { topic, partitions, guarantee, readers } = sink;
  const sinks = sinkNamesOf(outgoing.graph);
  return {
    protocol: handover?.protocol.name ?? null,
    sources: sourcesOf(options).map(({ options: source, partitions: count }) => ({
      topic: source.topic,
      partitions: count,
    })),
    stages: outgoing.graph.map((stage) => ({
      kind: stage.kind,
      name: stage.kind === "exchange" ? stage.partitioner : stage.name,
    })),
    sinks: sinks.map((name) => ({
      topic: sinks.length === 1 ? topic : `${topic} of ${name}`,
      partitions,
      guarantee,
      readers,
    })),
  };
}

/** Of captured traffic the names of the keys that failed; a key of generated traffic is its number. */
function keyNames(
  { options }: ReportedScenario,
  witnesses: readonly Witness[],
): Readonly<Record<string, string>> {
  const { traffic } = options.source;
  if (traffic.kind !== "captured") return {};
  const keys = new Set(witnesses.flatMap(({ key }) => key ?? []));
  const sorted = [...keys].sort((a, b) => a - b);
  return Object.fromEntries(sorted.map((key) => [key, traffic.keyNames[key] ?? String(key)]));
}

/** What a reviewer looks for first. */
const MATTERS: ReadonlySet<string> = new Set([
  "handover.protocol",
  "handover.deletion-delay",
  "handover.gate-timeout",
  "kubernetes.watch-latency",
  "outgoing.watermarks.bound",
  "outgoing.checkpointing.interval",
  "sink.transaction-timeout",
  "source.late",
]);

export function reportSettings({ settings }: ReportedScenario): readonly ReportSetting[] {
  const values = new Map(settings.map(({ path, value }) => [path, JSON.stringify(value)]));
  return settings.map(({ path, key, value, default: fallback, isDefault, from }) => {
    const twin = path.startsWith("incoming.") ? `outgoing.${path.slice(9)}` : path;
    const differs = twin !== path && values.get(twin) !== JSON.stringify(value);
    return {
      path,
      key: key ?? null,
      value: (value ?? null) as SettingValue,
      default: (fallback ?? null) as SettingValue,
      isDefault,
      from,
      matters: MATTERS.has(twin) && (twin === path || differs),
    };
  });
}
