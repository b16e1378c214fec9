import { buildReport } from "../../../src/explore/report/build-report.ts";
import type { ReportSubject } from "../../../src/explore/report/report-header.ts";
import type { ReportModel } from "../../../src/explore/report-model.ts";
import { runSeeds, seedsFrom } from "../../../src/explore/run-many.ts";
import { runScenario } from "../../../src/explore/run-scenario.ts";
import type { RunOptions } from "../../../src/model/options.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { shortScenario } from "../short-run.ts";

/** What a test says about its run; the rest is a hand-over at 5 s on a topic of four partitions. */
export interface Asked {
  readonly source?: string;
  readonly graph?: string;
  readonly sink?: string;
  readonly handover?: string;
  readonly rest?: string;
  /** Options that a file cannot say. */
  readonly changed?: (options: RunOptions) => RunOptions;
  readonly seed?: number;
  readonly seeds?: number;
  readonly reruns?: number;
}

export interface Reported {
  readonly subject: ReportSubject;
  readonly model: ReportModel;
}

/** A short run and its report. */
export function reported(asked: Asked = {}): Reported {
  const subject = subjectOf(asked);
  return { subject, model: buildReport(subject, { reruns: asked.reruns ?? 0 }) };
}

export function subjectOf(asked: Asked): ReportSubject {
  const scenario = scenarioOf(asked);
  const { seed = 1, seeds = 1 } = asked;
  const digests = [...runSeeds(scenario, seedsFrom(seed, seeds), runScenario)];
  const shown = runScenario(scenario, seed);
  return { file: "s.yaml", version: "0.0.0", inputs: "ab".repeat(32), scenario, digests, shown };
}

function scenarioOf({ changed = (options) => options, ...asked }: Asked): Scenario {
  const scenario = shortScenario({ head: "# Is it safe?\ntitle: short", ...asked });
  return { ...scenario, options: changed(scenario.options) };
}

/** One gate of the incoming job hears everything so much later. */
export function slowGate(extraMicros: number): (options: RunOptions) => RunOptions {
  return (options) => ({
    ...options,
    kubernetes: {
      ...options.kubernetes,
      slowWatches: [{ job: "incoming", subtask: 1, extraMicros }],
    },
  });
}

/** The hand-over would begin after the end of the run. */
export function neverHandedOver(options: RunOptions): RunOptions {
  const { handover, durationMicros } = options;
  if (handover === undefined) return options;
  return { ...options, handover: { ...handover, atMicros: durationMicros + 1 } };
}
