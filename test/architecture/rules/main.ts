import { writeFileSync } from "node:fs";
import { RULE_GROUPS } from "../../../src/model/rules/all-rules.ts";
import { root } from "../source-files.ts";
import { rulesMarkdown } from "./markdown.ts";
import { problemsOf } from "./problems.ts";
import { FINDINGS_FILE, findingsText, RULES, RULES_PAGE, surveyed } from "./surveyed.ts";

/** `npm run rules`: writes the page and the findings anew; ends with 1 when something is amiss. */
function main(): void {
  const found = surveyed();
  writeFileSync(`${root}/${RULES_PAGE}`, rulesMarkdown(RULE_GROUPS, found));
  writeFileSync(`${root}/${FINDINGS_FILE}`, findingsText(found));
  const problems = problemsOf(RULES, found);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${RULES.length} rules, ${problems.length} problems\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

main();
