import { RULE_GROUPS } from "../../../src/model/rules/all-rules.ts";
import type { Rule } from "../../../src/model/rules/rule.ts";
import type { RuleFindings } from "../../../src/report/rule-entry.ts";
import { projectFiles, read } from "../source-files.ts";
import { recordedEvidence } from "./evidence.ts";
import type { Recorded } from "./problems.ts";
import { survey } from "./survey.ts";

/** What is made of the project: the page for people, and the findings for the command. */
export const RULES_PAGE = "src/model/RULES.md";
export const FINDINGS_FILE = "src/model/rules/findings.jsonl";

export const RULES: readonly Rule[] = RULE_GROUPS.flatMap(({ rules }) => rules);

/** The findings as they are shipped: one rule a line. */
export function findingsText(found: ReadonlyMap<string, RuleFindings>): string {
  return [...found].map(([id, one]) => `${JSON.stringify({ id, ...one })}\n`).join("");
}

/** What such a text says, by id. */
export function findingsOf(text: string): Recorded {
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const { id, ...findings } = JSON.parse(line) as RuleFindings & { readonly id: string };
      return [id, findings];
    }),
  );
}

/** The rules as they are found in the checkout now. */
export function surveyed(): ReadonlyMap<string, RuleFindings> {
  return survey({ files: projectFiles(), read }, RULES, recordedEvidence());
}
