/** Workflow commands of GitHub Actions, which show a failure beside the scenario file. */
import { brokenCase, type CiCase, casesOf } from "./ci-case.ts";
import type { BrokenRun } from "./json.ts";
import type { RunReport } from "./run-report.ts";
import { printableLines } from "./text.ts";

/** GitHub shows ten of a step and drops the rest, so the last of ten says how many there are. */
const SHOWN = 10;
/** GitHub cuts a message at some 64 kB, and nobody reads as much beside a file. */
const LENGTH = 1_000;

/** A line a case that did not pass; "" where all did. */
export function annotationLines(run: RunReport | BrokenRun): string {
  const cases = "bug" in run ? [brokenCase(run)] : casesOf(run);
  const bad = cases.filter(({ outcome }) => outcome === "failed" || outcome === "broken");
  const shown = bad.length > SHOWN ? bad.slice(0, SHOWN - 1) : bad;
  const lines = shown.map((one) => command(run.file, one.name, textOf(one)));
  if (shown.length < bad.length) {
    const more = `${bad.length - shown.length} more properties failed`;
    lines.push(command(run.file, "and more", more));
  }
  return lines.join("");
}

function textOf({ message, lines }: CiCase): string {
  return [message, ...lines].join("\n");
}

function command(file: string, title: string, message: string): string {
  const signs = [...message];
  const cut = signs.length > LENGTH ? `${signs.slice(0, LENGTH - 1).join("")}…` : message;
  return `::error file=${property(file)},line=1,title=${property(title)}::${data(cut)}\n`;
}

/** A line break would end the command, and begin another one. */
function data(text: string): string {
  return printableLines(text)
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
