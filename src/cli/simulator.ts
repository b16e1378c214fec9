/** The one place where the command is plugged into the simulation. */
import { buildReport } from "../explore/report/build-report.ts";
import type { Run } from "../explore/run-many.ts";
import { runScenario } from "../explore/run-scenario.ts";
import { threadModule } from "./thread-module.ts";

/** What the command needs of a simulator: a run here, and the module that a worker loads. */
export interface Simulator {
  readonly run: Run;
  /** A module that exports `runSeeds` of `seed-task.ts`. */
  readonly seedWorker: URL;
  /** The report of a run in full, for which it runs the seed again. */
  readonly report: typeof buildReport;
}

export const run: Run = runScenario;

export const report: typeof buildReport = buildReport;

export const seedWorker: URL = threadModule("seed-worker");
