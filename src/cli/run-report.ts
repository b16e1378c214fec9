import { compareExpected } from "../explore/expectation.ts";
import { jobLabels, reportSettings, speedOf } from "../explore/report/report-header.ts";
import { summarise } from "../explore/run-many.ts";
import type { RunOutcome } from "../explore/run-outcome.ts";
import type { SeedDigest } from "../explore/seed-digest.ts";
import type { RunHead } from "../report/json.ts";
import type { RunReport } from "../report/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** What is known of a scenario before it runs. */
export function headOf(file: string, scenario: Scenario, inputs: string): RunHead {
  const { title, question, options, importedButNotModelled } = scenario;
  const jobs = jobLabels(options);
  const clock = { epochMillis: options.epochMillis, speed: speedOf(scenario.settings) };
  return { file, title, question, inputs, clock, jobs, notModelled: importedButNotModelled };
}

/** The report of its seeds; `shown` is the outcome of the worst. */
export function reportOf(
  head: RunHead,
  scenario: Scenario,
  digests: readonly SeedDigest[],
  shown: RunOutcome,
): RunReport {
  const { options, expect } = scenario;
  const summary = summarise(digests);
  const { traffic } = options.source;
  return {
    ...head,
    keyNames: traffic.kind === "captured" ? traffic.keyNames : undefined,
    summary,
    digests,
    shown,
    expectation:
      expect === undefined ? undefined : compareExpected(expect, summary.status, summary.findings),
    settings: reportSettings(scenario),
  };
}
