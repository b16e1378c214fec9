/** What one scenario file came to, as a person reads it in a terminal; the verdict comes last. */

import type { JobLabel } from "../explore/report-facts.ts";
import type { Role } from "../oracle/evidence.ts";
import { asciiOf } from "./ascii.ts";
import { type FactLine, factLines } from "./fact-lines.ts";
import { Names } from "./names.ts";
import { propertyTable } from "./property-table.ts";
import { bytesText } from "./quantity.ts";
import type { RunReport } from "./run-report.ts";
import {
  clipped,
  joined,
  type Paint,
  padded,
  painted,
  styled,
  type Text,
  widthOf,
  words,
  wrapped,
} from "./text.ts";
import { expectedText, verdictLine } from "./verdict-line.ts";

/** What the terminal can show. */
export interface Terminal {
  /** Of the window; the report keeps between 60 and 120. */
  readonly columns: number;
  readonly charset: "utf-8" | "ascii";
  readonly paint: Paint;
}

const LABEL = 11;

/** The whole report of one file, ending in its verdict and a line break. */
export function terminalReport(report: RunReport, terminal: Terminal): string {
  const width = Math.min(120, Math.max(60, Math.floor(terminal.columns)));
  const names = new Names(report);
  const lines = [
    ...header(report, names, width),
    [],
    ...propertyTable(report.shown.verdict.properties, names, width),
    [],
    ...facts(report, names, width),
    [],
    verdictLine(report),
  ];
  return printed(lines, terminal);
}

/** The verdict's line alone. */
export function verdictOnly(report: RunReport, terminal: Terminal): string {
  return printed([verdictLine(report)], terminal);
}

/** Lines as bytes for the terminal, each with its line break. */
export function printed(lines: readonly Text[], { charset, paint }: Terminal): string {
  const spelled = charset === "ascii" ? lines.map(asciiOf) : lines;
  return spelled.map((line) => `${painted(line, paint)}\n`).join("");
}

function header(report: RunReport, names: Names, width: number): readonly Text[] {
  const { title, question, jobs, summary, inputs, shown } = report;
  const job = (role: Role): Text => jobText(jobs[role], role, names);
  const handover = words`${job("outgoing")} → ${job("incoming")}`;
  const of = summary.runs > 1 ? ` of ${summary.runs}` : "";
  const run = styled("dim", `seed ${shown.seed}${of}   inputs ${inputs.slice(0, 7)}`);
  const right = words`${handover}   ${run}`;
  // One column less, as the arrow takes two in ASCII.
  const room = width - 2 - widthOf(right) - 4;
  const lines =
    room >= Math.min(20, title.length)
      ? [words`${padded(clipped(styled("strong", title), room), room)}   ${right}`]
      : [clipped(styled("strong", title), width - 2), right];
  const asked = question === "" ? [] : wrapped(styled("dim", question), width - 2);
  return [...lines, ...asked].map((line) => words`  ${line}`);
}

/** "Blue orders-v42 ×4": the name where it says more than the job's role. */
function jobText(
  { name, parallelism }: JobLabel,
  role: "outgoing" | "incoming",
  names: Names,
): Text {
  const own = name === role ? "" : ` ${name}`;
  return words`${names.job(role)}${own} ×${parallelism}`;
}

function facts(report: RunReport, names: Names, width: number): readonly Text[] {
  const { expectation, notModelled, file, under, shown, page } = report;
  const others: FactLine[] = [];
  if (notModelled.length > 0) {
    const keys = `${notModelled.length} ${notModelled.length === 1 ? "key" : "keys"}`;
    others.push({
      label: "Manifest",
      lines: [words`${keys} without a part in the model; handover validate lists them`],
    });
  }
  if (expectation !== undefined) {
    const { expected, came, isMet } = expectation;
    const outcome = isMet ? "met" : `not met, ${expectedText(came)} came`;
    others.push({ label: "Expect", lines: [words`${expectedText(expected)}: ${outcome}`] });
  }
  const protocol = under === undefined ? "" : ` --protocol ${under}`;
  const replay = words`handover run ${shellWord(file)}${protocol} --seed ${shown.seed}`;
  others.push({ label: "Replay", lines: [replay] });
  if (page !== undefined) {
    const { path, bytes } = page;
    others.push({ label: "Report", lines: [words`${path}  (${bytesText(bytes)})`] });
  }
  return [...factLines(report, names), ...others].flatMap(({ label, lines }) =>
    labelled(label, lines, width),
  );
}

function labelled(label: string, lines: readonly Text[], width: number): readonly Text[] {
  return lines
    .flatMap((line) => wrapped(line, width - 2 - LABEL))
    .map((line, i) => words`  ${padded(styled("plain", i === 0 ? label : ""), LABEL)}${line}`);
}

/** As a shell takes it; what is harmless stays bare. */
function shellWord(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The last line after several files. */
export function filesLine(
  results: readonly { readonly file: string; readonly isGood: boolean }[],
): Text {
  const bad = results.filter(({ isGood }) => !isGood);
  if (bad.length === 0) {
    return words`${styled("strong", "PASS")}  ${results.length} of ${results.length} files`;
  }
  const list = joined(
    bad.map(({ file }) => words`${file}`),
    ", ",
  );
  return words`${styled("failed", "FAIL")}  ${bad.length} of ${results.length} files: ${list}`;
}
