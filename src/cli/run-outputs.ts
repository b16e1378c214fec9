/** The files that a run writes besides what it prints. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { liveParts } from "../explore/live/live-parts.ts";
import { liveBase } from "../explore/live/live-run.ts";
import { chromeTrace, chromeTraceText } from "../report/chrome-trace.ts";
import type { BrokenRun } from "../report/json.ts";
import { junitDocument } from "../report/junit.ts";
import { markdownDocument } from "../report/markdown.ts";
import { colourWord } from "../report/names.ts";
import type { RunReport } from "../report/run-report.ts";
import { reasonOf } from "./files.ts";
import type { LoadedFile } from "./load-all.ts";
import { pageText, writeSaved } from "./report-model.ts";
import type { TraceRecorder } from "./trace-recorder.ts";
import { unwritable, writeWhole } from "./write-whole.ts";

/** Paths; undefined where nothing is wanted. */
export interface OutputFlags {
  readonly trace?: string | undefined;
  /** Where the report's page goes; "-" = to stdout. */
  readonly report?: string | undefined;
  /** Where the run goes from which the page can be drawn again. */
  readonly save?: string | undefined;
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
}

/** The report's path means stdout. */
export const STDOUT = "-";

/** What stands against the files, found before any work is done for them; a line each. */
export function blockedOutputs({ trace, report, save, junit, markdown }: OutputFlags): string {
  const page = report === STDOUT ? undefined : report;
  const others = [trace, save, junit, markdown].map((path) => blocked(path, unwritable));
  return [blocked(page, withFolder), ...others].join("");
}

function blocked(
  path: string | undefined,
  reasonOfPath: (path: string) => string | undefined,
): string {
  const reason = path === undefined ? undefined : reasonOfPath(path);
  return reason === undefined ? "" : cannotWrite(path, reason);
}

/** A page may be the first of its folder. */
function withFolder(path: string): string | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    return reasonOf(error);
  }
  return unwritable(path);
}

/** One file's run, and what was asked for. */
export interface FileOutputs {
  readonly loaded: LoadedFile;
  readonly came: RunReport;
  /** The page's text, where one is wanted. */
  readonly page: string | undefined;
  readonly recorder: TraceRecorder | undefined;
  readonly flags: OutputFlags;
  readonly stdout: NodeJS.WritableStream;
}

/** Writes what belongs to one file; gives what stands against it. */
export function writeOutputs(given: FileOutputs): string | undefined {
  const { came, recorder, flags } = given;
  const { trace, report, save } = flags;
  const { model } = came;
  const attempts: readonly (readonly [string | undefined, () => string | undefined])[] = [
    [trace, () => recorder && writeTrace(recorder, came, trace)],
    [report, () => writePage(given)],
    [save, () => model && writeSaved(model, save ?? "")],
  ];
  for (const [path, write] of attempts) {
    const reason = path === undefined ? undefined : write();
    if (reason !== undefined) return cannotWrite(path, reason);
  }
  return undefined;
}

function writePage({ page, flags, stdout }: FileOutputs): string | undefined {
  if (page === undefined) return undefined;
  if (flags.report !== STDOUT) return writeWhole(flags.report ?? "", [page]);
  stdout.write(page);
  return undefined;
}

/** The page's text, drawn before anything is printed, as its size is; undefined: none is wanted. */
export async function drawnPage(
  { scenario, inputs }: LoadedFile,
  { model, file, digests, shown }: RunReport,
  { report }: OutputFlags,
  version: string,
): Promise<string | undefined> {
  if (report === undefined || model === undefined) return undefined;
  const subject = { file, version, inputs, scenario, digests, shown };
  return pageText(model, isLight(shown) ? liveParts(liveBase(subject)) : undefined);
}

/** A reviewer who moves a setting should not wait for it; what is heavier is drawn, not simulated. */
const LIVE_RECORDS_MAX = 250_000;
const LIVE_EVENTS_MAX = 50_000;

function isLight({ arrived, events }: RunReport["shown"]): boolean {
  const records = arrived.reduce((sum, count) => sum + count, 0);
  return records <= LIVE_RECORDS_MAX && events <= LIVE_EVENTS_MAX;
}

/** Writes what tells of all files together; gives what stands against it. */
export function writeSummaries(
  runs: readonly (RunReport | BrokenRun)[],
  { junit, markdown }: OutputFlags,
): string {
  const xml = junit === undefined ? undefined : writeWhole(junit, [junitDocument(runs)]);
  const text = markdown === undefined ? undefined : writeWhole(markdown, [markdownDocument(runs)]);
  return [
    xml === undefined ? "" : cannotWrite(junit, xml),
    text === undefined ? "" : cannotWrite(markdown, text),
  ].join("");
}

/** Gives the reason if it cannot. */
function writeTrace(
  { entries }: TraceRecorder,
  { jobs }: RunReport,
  path = "",
): string | undefined {
  const { outgoing, incoming } = jobs;
  const labels = { outgoing: colourWord(outgoing.colour), incoming: colourWord(incoming.colour) };
  return writeWhole(path, chromeTraceText(chromeTrace(entries, labels)));
}

function cannotWrite(path = "", reason: string): string {
  return `handover: cannot write ${path}: ${reason}\n`;
}
