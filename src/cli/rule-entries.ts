import { readFileSync } from "node:fs";
import { RULE_GROUPS } from "../model/rules/all-rules.ts";
import type { RuleEntryGroup, RuleFindings } from "../report/rule-entry.ts";

/**
 * Where each rule was found in sources and tests, by id: `npm run rules` writes it. A package ships
 * it, since its code has lost the comments; it is two folders up from source and build alike.
 */
const FINDINGS: URL = new URL("../../src/model/rules/findings.jsonl", import.meta.url);

const NOTHING: RuleFindings = { places: [], leftOutAt: [], tests: [], scenarios: [], cases: [] };

/** Every rule, with what was found of it. */
export function ruleEntries(): readonly RuleEntryGroup[] {
  const lines = readFileSync(FINDINGS, "utf8").split("\n");
  const found = new Map(lines.flatMap(findingsOf));
  return RULE_GROUPS.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({ ...rule, ...(found.get(rule.id) ?? NOTHING) })),
  }));
}

/** Of one line, which is one rule's. */
function findingsOf(line: string): readonly (readonly [string, RuleFindings])[] {
  if (line === "") return [];
  const { id, ...findings } = JSON.parse(line) as RuleFindings & { readonly id: string };
  return [[id, findings]];
}
