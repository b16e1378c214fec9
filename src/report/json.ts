/** The same report for programs: one document, or a stream of lines. */
import type { SeedDigest } from "../explore/seed-digest.ts";
import type { RunReport } from "./run-report.ts";

/** Goes up behind the point when something is added, before it when something means another thing. */
export const JSON_SCHEMA = "1.0";

/** One value of the document or the stream; numbers that JSON lacks become null. */
export type Json = Readonly<Record<string, unknown>>;

/** What could not be reported because the simulator itself is at fault. */
export interface BrokenRun {
  readonly file: string;
  readonly bug: { readonly seed: number; readonly message: string };
}

/** Everything in one document. */
export function jsonDocument(
  version: string,
  exitCode: number,
  runs: readonly (RunReport | BrokenRun)[],
): string {
  const document = {
    schema: JSON_SCHEMA,
    handover: version,
    exitCode,
    runs: runs.map((run) => ("bug" in run ? run : runOf(run))),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function runOf(report: RunReport): Json {
  const { digests, shown } = report;
  const { seed, stopReason, endedAtMicros, events, fingerprint, arrived, moments, facts } = shown;
  const { handover, jobs, gates } = facts;
  return {
    ...headOf(report),
    ...summaryOf(report),
    seeds: digests,
    shown: {
      seed,
      stopReason,
      endedAtMicros,
      events,
      fingerprint,
      arrived,
      moments,
      handover,
      jobs,
      gates,
      verdict: shown.verdict,
    },
    settings: report.settings,
    report: report.model,
  };
}

/** What is known of a file before its first run. */
export type RunHead = Pick<
  RunReport,
  "file" | "under" | "title" | "question" | "inputs" | "clock" | "jobs" | "notModelled"
>;

function headOf({ file, under, title, question, inputs, clock, jobs, notModelled }: RunHead): Json {
  return { file, under, title, question, inputs, clock, jobs, notModelled };
}

function summaryOf({ summary, expectation }: RunReport): Json {
  const { status, runs, pass, fail, inconclusive, failing, undecided, findings } = summary;
  const { low, high } = summary.failureRate;
  const rate = { low, high, confidence: 0.95 };
  return {
    verdict: status,
    expectation,
    summary: { runs, pass, fail, inconclusive, failing, undecided, findings, rate },
  };
}

/** The first line of a stream. */
export function versionLine(version: string): string {
  return lineOf({ type: "version", schema: JSON_SCHEMA, handover: version });
}

/** Before the seeds of a file. */
export function runLine(head: RunHead): string {
  return lineOf({ type: "run", ...headOf(head) });
}

/** As soon as a seed, and all before it, are done. */
export function seedLine(file: string, digest: SeedDigest): string {
  return lineOf({ type: "seed", file, ...digest });
}

/**
 * After the seeds of a file: the shown seed's properties, its counterexamples, its report in full where
 * one was made, the summary.
 */
export function closingLines(report: RunReport): string {
  const { file, shown, model } = report;
  const { seed } = shown;
  const properties = shown.verdict.properties.map(({ witnesses: _, ...property }) =>
    lineOf({ type: "property", file, seed, ...property }),
  );
  const counterexamples = shown.verdict.findings.map(({ property, kind, first }) =>
    lineOf({ type: "counterexample", file, seed, property, kind, witness: first }),
  );
  const summary = lineOf({ type: "summary", file, shown: seed, ...summaryOf(report) });
  const full = model === undefined ? [] : [lineOf({ type: "report", file, seed, report: model })];
  return [...properties, ...counterexamples, ...full, summary].join("");
}

/** In place of the closing lines. */
export function brokenLine({ file, bug }: BrokenRun): string {
  return lineOf({ type: "bug", file, ...bug });
}

/** The last line of a stream. */
export function exitLine(exitCode: number): string {
  return lineOf({ type: "exit", exitCode });
}

function lineOf(value: Json): string {
  return `${JSON.stringify(value)}\n`;
}
