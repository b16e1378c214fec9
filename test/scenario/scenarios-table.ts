import type { Scenario } from "../../src/scenario/scenario.ts";

/** The README of the scenarios: one line a file, in the order given. */
export function scenariosTable(
  files: readonly { readonly path: string; readonly scenario: Scenario }[],
): string {
  const rows = files.map(({ path, scenario: { question, expect } }) => {
    const findings = expect?.findings.length ? ` (${expect.findings.join(", ")})` : "";
    return `| [${path}](${path}) | ${question.replaceAll("|", "\\|")} | ${expect?.verdict ?? "-"}${findings} |`;
  });
  const head =
    "# Scenarios\n\nEach file asks one question and says which verdict it expects. This table and the schema for " +
    "editors are made by\n`npm run generate`; a test holds each file to its verdict. [MATRIX.md](MATRIX.md) is the table\nof all protocols against the files that say what their mishap is (`hazard:`).\n";
  return [head, "| file | question | expected verdict |", "|---|---|---|", ...rows, ""].join("\n");
}
