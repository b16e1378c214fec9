import type { SeedDigest } from "../explore/seed-digest.ts";
import {
  type BrokenRun,
  brokenLine,
  closingLines,
  exitLine,
  jsonDocument,
  type RunHead,
  runLine,
  seedLine,
  versionLine,
} from "../report/json.ts";
import type { RunReport } from "../report/run-report.ts";
import {
  filesLine,
  printed,
  type Terminal,
  terminalReport,
  verdictOnly,
} from "../report/terminal.ts";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-code.ts";

/** Says on stdout what comes of the files, as it comes; each call gives text to write. */
export interface Printer {
  begins(head: RunHead): string;
  seed(file: string, digest: SeedDigest): string;
  ends(report: RunReport): string;
  broke(run: BrokenRun): string;
  closes(exitCode: ExitCode): string;
}

const NOTHING = (): string => "";

/** For people: a report a file, and a line over all where there are several. */
export function textPrinter(terminal: Terminal): Printer {
  const results: { readonly file: string; readonly isGood: boolean }[] = [];
  return {
    begins: () => (results.length === 0 ? "" : "\n"),
    seed: NOTHING,
    ends: (report) => {
      results.push({ file: report.file, isGood: exitCodeOf(report) === EXIT.holds });
      return terminalReport(report, terminal);
    },
    broke: ({ file }) => {
      results.push({ file, isGood: false });
      return "";
    },
    closes: () => (results.length < 2 ? "" : `\n${printed([filesLine(results)], terminal)}`),
  };
}

/** The verdict's line of each file and nothing else. */
export function quietPrinter(terminal: Terminal): Printer {
  const ends = (report: RunReport): string => verdictOnly(report, terminal);
  return { begins: NOTHING, seed: NOTHING, ends, broke: NOTHING, closes: NOTHING };
}

/** One document, at the end. */
export function jsonPrinter(version: string): Printer {
  const runs: (RunReport | BrokenRun)[] = [];
  const keep = (run: RunReport | BrokenRun): string => {
    runs.push(run);
    return "";
  };
  return {
    begins: NOTHING,
    seed: NOTHING,
    ends: keep,
    broke: keep,
    closes: (exitCode) => jsonDocument(version, exitCode, runs),
  };
}

/** A line as soon as there is something to say. */
export function jsonLinesPrinter(version: string): Printer {
  let preamble = versionLine(version);
  return {
    begins: (head) => {
      const lines = `${preamble}${runLine(head)}`;
      preamble = "";
      return lines;
    },
    seed: seedLine,
    ends: closingLines,
    broke: brokenLine,
    closes: exitLine,
  };
}
