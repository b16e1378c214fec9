/** A run as tools of continuous integration take it: cases that pass, fail or were skipped. */
import type { PropertyResult } from "../oracle/verdict.ts";
import type { BrokenRun } from "./json.ts";
import { Names } from "./names.ts";
import { countOf, countText } from "./quantity.ts";
import type { RunReport } from "./run-report.ts";
import { painted, type Text } from "./text.ts";
import { expectedText, verdictLine } from "./verdict-line.ts";
import { witnessSentence } from "./witness-sentence.ts";

export interface CiCase {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped" | "broken";
  /** One line: why it did not pass; "" if it did. */
  readonly message: string;
  /** Examples, a line each, and how many more there are. */
  readonly lines: readonly string[];
}

/** Examples that a case tells; of ten thousand failures nobody reads more. */
const EXAMPLES = 10;

/**
 * A case a property, or, where the file expects a verdict, the one case that it came: so that a tool
 * sees a failure exactly where the command's exit code says one.
 */
export function casesOf(report: RunReport): readonly CiCase[] {
  const names = new Names(report);
  const { expectation, shown, summary } = report;
  const properties = shown.verdict.properties.map((property) => caseOf(property, names));
  if (expectation !== undefined) {
    const { expected, came, isMet } = expectation;
    const message = isMet ? "" : `expected ${expectedText(expected)}, came ${expectedText(came)}`;
    const lines = properties.flatMap(({ name, message: why }) =>
      why === "" ? [] : [`${name}: ${why}`],
    );
    const name = `verdict is ${expectedText(expected)}`;
    return [{ name, outcome: isMet ? "passed" : "failed", message, lines }];
  }
  if (summary.status !== "inconclusive") return properties;
  const line = plain(verdictLine(report));
  return [...properties, { name: "put to the test", outcome: "failed", message: line, lines: [] }];
}

/** The one case of a run that met a fault of ours. */
export function brokenCase({ bug }: BrokenRun): CiCase {
  const message = `a bug in handover, seed ${bug.seed}: ${bug.message}`;
  return { name: "simulation", outcome: "broken", message, lines: [] };
}

function caseOf(property: PropertyResult, names: Names): CiCase {
  const { title: name, status, checked, failures, unit, witnesses } = property;
  switch (status) {
    case "pass":
    case "noted":
      return { name, outcome: "passed", message: "", lines: [] };
    case "not-applicable":
      return { name, outcome: "skipped", message: "not applicable", lines: [] };
    case "inconclusive":
      return { name, outcome: "failed", message: "undecided", lines: [] };
    case "fail": {
      const told = witnesses
        .slice(0, EXAMPLES)
        .map((one) => plain(witnessSentence(property, one, names)));
      const more = failures - told.length;
      const message = `${countText(failures)} of ${countOf(checked, unit)}`.replaceAll(
        "\u00a0",
        " ",
      );
      const rest = more > 0 ? [`and ${countText(more).replaceAll("\u00a0", " ")} more`] : [];
      return { name, outcome: "failed", message, lines: [...told, ...rest] };
    }
  }
}

/** Without style; no-break spaces have done their work. */
export function plain(text: Text): string {
  return painted(text, (_, words) => words);
}
