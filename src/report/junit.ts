/** JUnit's XML, as Jenkins, GitLab and others read it: a suite a file, a case a property. */
import { brokenCase, type CiCase, casesOf } from "./ci-case.ts";
import type { BrokenRun } from "./json.ts";
import type { RunReport } from "./run-report.ts";

/** The whole document. It has no times and no host, so that the same runs give the same bytes. */
export function junitDocument(runs: readonly (RunReport | BrokenRun)[]): string {
  const suites = runs.map((run) =>
    "bug" in run ? suite(run.file, [brokenCase(run)]) : suite(run.file, casesOf(run)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="handover">\n${suites.join("")}</testsuites>\n`;
}

function suite(file: string, cases: readonly CiCase[]): string {
  const count = (outcome: CiCase["outcome"]): number =>
    cases.filter((one) => one.outcome === outcome).length;
  const counts = `tests="${cases.length}" failures="${count("failed")}" errors="${count("broken")}" skipped="${count("skipped")}"`;
  const entries = cases.map((one) => testCase(file, one)).join("");
  return `  <testsuite name="${attribute(file)}" ${counts}>\n${entries}  </testsuite>\n`;
}

function testCase(file: string, { name, outcome, message, lines }: CiCase): string {
  const open = `    <testcase classname="${attribute(file)}" name="${attribute(name)}"`;
  const body = content(lines.join("\n"));
  switch (outcome) {
    case "passed":
      return lines.length === 0
        ? `${open}/>\n`
        : `${open}><system-out>${body}</system-out></testcase>\n`;
    case "skipped":
      return `${open}><skipped message="${attribute(message)}"/></testcase>\n`;
    case "failed":
      return `${open}><failure message="${attribute(message)}">${body}</failure></testcase>\n`;
    case "broken":
      return `${open}><error message="${attribute(message)}">${body}</error></testcase>\n`;
  }
}

// What XML 1.0 has no way to write, not even as a reference; and halves of a pair.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Every ">" is a reference, so that no text can hold "]]>". */
function content(text: string): string {
  return text
    .replace(ILLEGAL, "�")
    .replace(TURNING, "�")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** A parser makes a blank of a line break in an attribute, unless it is a reference. */
function attribute(text: string): string {
  return content(text)
    .replaceAll('"', "&quot;")
    .replaceAll("\t", "&#9;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\r", "&#13;");
}
