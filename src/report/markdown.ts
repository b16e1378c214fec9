/** What one or more files came to, for a pull request or a job's summary: GitHub's Markdown. */
import type { PropertyResult, PropertyStatus } from "../oracle/verdict.ts";
import { plain } from "./ci-case.ts";
import type { BrokenRun } from "./json.ts";
import { Names } from "./names.ts";
import { countOf, countText, signedSpanText } from "./quantity.ts";
import type { RunReport } from "./run-report.ts";
import { printable } from "./text.ts";
import { expectedText, verdictLine } from "./verdict-line.ts";
import { witnessSentence } from "./witness-sentence.ts";

/** A comment on GitHub holds 65 536 signs; what is beyond is left out, and said. */
const LENGTH = 60_000;

export function markdownDocument(runs: readonly (RunReport | BrokenRun)[]): string {
  const parts = runs.map((run) => ("bug" in run ? brokenPart(run) : runPart(run)));
  let text = "";
  for (const [i, part] of parts.entries()) {
    if (text.length + part.length > LENGTH) return `${text}\n_${parts.length - i} more files._\n`;
    text += part;
  }
  return text;
}

function brokenPart({ file, bug }: BrokenRun): string {
  return `### ${code(file)}\n\n**A bug in handover**, seed ${bug.seed}: ${escaped(bug.message)}\n\n`;
}

const ORDER: readonly PropertyStatus[] = ["fail", "inconclusive", "noted", "pass"];
const WORDS: Readonly<Record<PropertyStatus, string>> = {
  fail: "❌ fail",
  inconclusive: "❔ open",
  noted: "· note",
  pass: "✓ pass",
  "not-applicable": "· none",
};

function runPart(report: RunReport): string {
  const { file, under, title, shown, expectation } = report;
  const protocol = under === undefined ? "" : ` --protocol ${under}`;
  const names = new Names(report);
  const properties = ORDER.flatMap((status) =>
    shown.verdict.properties.filter((property) => property.status === status),
  );
  const rows = properties.map((property) => row(property));
  const told = properties
    .filter(({ status }) => status === "fail")
    .flatMap((property) => witnessLine(property, names));
  const expected =
    expectation === undefined
      ? []
      : [
          `Expected ${escaped(expectedText(expectation.expected))}: ${expectation.isMet ? "met" : `**not met**, ${escaped(expectedText(expectation.came))} came`}.`,
        ];
  return [
    `### ${escaped(title)}`,
    `**${escaped(plain(verdictLine(report)))}**`,
    ["| | Property | Checked | Margin |", "|---|---|---:|---:|", ...rows].join("\n"),
    ...(told.length === 0 ? [] : [told.join("\n")]),
    ...expected,
    `Replay: ${code(`handover run ${file}${protocol} --seed ${shown.seed}`)}`,
    "",
  ].join("\n\n");
}

function row({ status, title, checked, failures, unit, margin }: PropertyResult): string {
  const all = countOf(checked, unit);
  const count = status === "pass" ? all : `${countText(failures)} of ${all}`;
  const distance =
    margin === undefined
      ? ""
      : signedSpanText(margin.unit === "ms" ? margin.value * 1_000 : margin.value);
  return `| ${WORDS[status]} | ${escaped(title)} | ${escaped(count)} | ${escaped(distance)} |`;
}

function witnessLine(property: PropertyResult, names: Names): readonly string[] {
  const [first] = property.witnesses;
  if (first === undefined) return [];
  return [
    `- **${escaped(property.title)}**: ${escaped(plain(witnessSentence(property, first, names)))}`,
  ];
}

/** No name may become a heading, a link, an image, a table cell, HTML or a mention of somebody. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]|~]|^[#+>-]/g, (sign) => `\\${sign}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("@", "@\u200b")
    .replaceAll("://", ":\u200b//");
}

/** Between as many backticks as the text has none of. */
function code(text: string): string {
  const flat = printable(text).replaceAll("|", "\\|");
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${flat}${pad}${fence}`;
}
