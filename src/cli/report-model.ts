import type { LiveParts } from "../explore/live/live-parts.ts";
import type { ReportModel } from "../explore/report-model.ts";
import { savedReport } from "../explore/saved-report.ts";
import { reportPage } from "../report/html/page/document.ts";
import type { RunReport } from "../report/run-report.ts";
import { clientScript } from "./client-script.ts";
import type { LoadedFile } from "./load-all.ts";
import { type Thrown, thrownOf } from "./seed-task.ts";
import type { Simulator } from "./simulator.ts";
import { writeWhole } from "./write-whole.ts";

/** The report of the shown run in full, or what was thrown while it was made. */
export type MadeReport =
  | { readonly ok: true; readonly model: ReportModel }
  | { readonly ok: false; readonly thrown: Thrown };

/** Runs the shown seed again, and again with things changed; `heard` hears of each run. */
export function makeReport(
  { scenario, inputs }: LoadedFile,
  { file, digests, shown }: RunReport,
  version: string,
  simulator: Simulator,
  heard: (done: number, most: number) => void,
): MadeReport {
  try {
    const subject = { file, version, inputs, scenario, digests, shown };
    return { ok: true, model: simulator.report(subject, { heard }) };
  } catch (error) {
    return { ok: false, thrown: thrownOf(error) };
  }
}

/** Writes the run for `handover report`; gives the reason if it cannot. */
export function writeSaved(model: ReportModel, path: string): string | undefined {
  return writeWhole(path, [savedReport(model)]);
}

/** The page of a run; with what a live run takes it simulates. */
export async function pageText(model: ReportModel, live?: LiveParts): Promise<string> {
  const script = await clientScript(live === undefined ? "report" : "live");
  return reportPage({ model, script, live });
}

/** Writes the page without a simulator; gives the reason if it cannot. */
export async function writePage(model: ReportModel, path: string): Promise<string | undefined> {
  return writeWhole(path, [await pageText(model)]);
}
