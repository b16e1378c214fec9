import type { Rule, RuleGroup } from "../../../src/model/rules/rule.ts";
import type { RuleFindings, RulePlace } from "../../../src/report/rule-entry.ts";

const SHOWN = 3;

const HEAD = `# The rules, and what is made of them

Made by \`npm run rules\` out of the lists in \`rules/\`, the comments of the sources, the titles of the
tests and the registry of recordings. \`handover rules W13\` shows one in full.

- **Where**: what names the rule in its comments, best first. A rule that *follows* has no code of
  its own: it comes of others.
- **Tests**: files with claims that name it, and how many; then the scenarios that ask about it.
- **Cases**: recordings of the real thing that pin it, and that the model answers alike, by corpus.
- **Corrected by recordings**: what was read in code and mails held not, or not quite; what is said
  behind it holds, here too.
- HIGH, MED, LOW: how much of a hand-over's result hangs on it.
`;

/** The whole of RULES.md. */
export function rulesMarkdown(
  groups: readonly RuleGroup[],
  found: ReadonlyMap<string, RuleFindings>,
): string {
  return [HEAD, summary(groups, found), ...groups.map((group) => section(group, found))].join("\n");
}

function summary(groups: readonly RuleGroup[], found: ReadonlyMap<string, RuleFindings>): string {
  const rows = groups.map(({ title, rules }) => {
    const count = (is: (rule: Rule) => boolean): number => rules.filter(is).length;
    const tested = count(({ id }) => (found.get(id)?.tests.length ?? 0) > 0);
    const recorded = count(({ id }) => (found.get(id)?.cases.length ?? 0) > 0);
    const missing = count(({ notModelled }) => notModelled !== undefined);
    const corrected = count((rule) => rule.corrected !== undefined);
    const cells = [title, rules.length, rules.length - missing, tested, recorded, corrected];
    return row([...cells, missing]);
  });
  const head = ["", "rules", "modelled", "with tests", "with cases", "corrected", "not modelled"];
  return `${table(head, rows)}\n`;
}

function section(
  { title, about, rules }: RuleGroup,
  found: ReadonlyMap<string, RuleFindings>,
): string {
  const rows = rules.map((rule) => {
    const findings = found.get(rule.id);
    return row([
      `**${rule.id}**`,
      statement(rule),
      findings === undefined ? "" : where(rule, findings),
      findings === undefined ? "" : testsOf(findings, rule),
      (findings?.cases ?? []).map(({ corpus, count }) => `${corpus}: ${count}`).join("<br>"),
    ]);
  });
  return `## ${title}\n\n${about}\n\n${table(["", "rule", "where", "tests", "cases"], rows)}\n`;
}

function statement({ says, impact, corrected, notModelled, except: left }: Rule): string {
  return [
    impact === undefined ? says : `${says} (${impact})`,
    corrected === undefined ? "" : `*Corrected by recordings:* ${corrected}.`,
    left === undefined ? "" : `*Not modelled of it:* ${left}.`,
    notModelled === undefined ? "" : `*Not modelled:* ${notModelled}.`,
  ]
    .filter((part) => part !== "")
    .join("<br>");
}

function where({ notModelled, follows }: Rule, { places, leftOutAt }: RuleFindings): string {
  if (notModelled !== undefined) return some(leftOutAt.map((place) => `said at ${code(place)}`));
  const derived = follows === undefined ? [] : [`follows from ${follows.join(", ")}`];
  return [...derived, some(places.map(code))].filter((part) => part !== "").join("<br>");
}

function code({ file, symbol }: RulePlace): string {
  return `\`${file.replace(/^src\//, "")}${symbol === "" ? "" : `:${symbol}`}\``;
}

function testsOf({ tests, scenarios }: RuleFindings, { untested }: Rule): string {
  if (untested !== undefined) return untested;
  const byFile = new Map<string, number>();
  for (const { file } of tests) byFile.set(file, (byFile.get(file) ?? 0) + 1);
  const claimed = [...byFile].map(([file, count]) => {
    return `\`${file.replace(/^test\//, "")}\` ${count}`;
  });
  const asked = scenarios.map(({ file }) => `\`${file}\``);
  return [some(claimed), some(asked)].filter((part) => part !== "").join("<br>");
}

function some(parts: readonly string[]): string {
  const rest = parts.length > SHOWN ? [`… ${parts.length - SHOWN} more`] : [];
  return [...parts.slice(0, SHOWN), ...rest].join("<br>");
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(head), row(head.map(() => "---")), ...rows].join("\n");
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
}
