import { countOf } from "./quantity.ts";
import type { RuleEntry, RuleEntryGroup, RulePlace } from "./rule-entry.ts";
import { joined, padded, styled, type Text, words, wrapped } from "./text.ts";

const GAP = "  ";

/** Every rule: what it says, and below it where it is modelled and by what that is borne out. */
export function ruleTable(groups: readonly RuleEntryGroup[], columns: number): readonly Text[] {
  const width = widthOfLines(columns);
  return groups.flatMap(({ title, rules }) => {
    const indent = Math.max(...rules.map(({ id }) => id.length)) + GAP.length;
    const rows = rules.flatMap((rule) => ruleRow(rule, Math.min(indent, 20), width));
    return [words`${styled("strong", title)}`, [], ...rows, []];
  });
}

/** One rule in full. */
export function ruleInFull(rule: RuleEntry, columns: number): readonly Text[] {
  const width = widthOfLines(columns);
  const { impact, corrected, notModelled, except: left, follows, untested } = rule;
  const { places, leftOutAt, tests, scenarios, cases } = rule;
  const weight = impact === undefined ? "" : `${GAP}${impact}`;
  const section = (label: string, lines: readonly Text[]): readonly Text[] =>
    lines.length === 0 ? [] : [[], words`${styled("strong", label)}`, ...lines.flatMap(indented)];
  const indented = (line: Text): readonly Text[] =>
    wrapped(line, width - GAP.length).map((part) => words`${GAP}${part}`);
  const said = (text: string | undefined): readonly Text[] =>
    text === undefined ? [] : [words`${text}`];
  return [
    words`${styled("strong", rule.id)}${styled("dim", weight)}`,
    ...said(rule.says).flatMap(indented),
    ...section("corrected by recordings", said(corrected)),
    ...section("not modelled", said(notModelled)),
    ...section("not modelled of it", said(left)),
    ...section("said at", leftOutAt.map(placeText)),
    ...section("follows from", said(follows?.join(", "))),
    ...section("modelled at", notModelled === undefined ? places.map(placeText) : []),
    ...section(
      "pinned by",
      tests.map(({ file, title }) => words`${file} ${styled("dim", title)}`),
    ),
    ...section("untested", said(untested)),
    ...section(
      "asked by",
      scenarios.map(({ file, question }) => words`${file} ${styled("dim", question)}`),
    ),
    ...section(
      "recorded cases",
      cases.map(({ corpus, count }) => words`${countOf(count, "cases")} of ${corpus}`),
    ),
  ];
}

function widthOfLines(columns: number): number {
  return Math.min(120, Math.max(60, Math.floor(columns)));
}

function ruleRow(rule: RuleEntry, indent: number, width: number): readonly Text[] {
  const id = words`${styled("strong", rule.id)}`;
  const lines = [words`${rule.says}`, standing(rule)].flatMap((text) =>
    wrapped(text, width - indent),
  );
  if (rule.id.length + GAP.length > indent) {
    return [id, ...lines.map((line) => words`${" ".repeat(indent)}${line}`)];
  }
  return lines.map((line, i) => words`${padded(i === 0 ? id : [], indent)}${line}`);
}

/** Where, and by what: in one line. */
function standing(rule: RuleEntry): Text {
  const { notModelled, corrected, follows, places, tests, cases } = rule;
  if (notModelled !== undefined) return styled("doubtful", `not modelled: ${notModelled}`);
  const [first] = places;
  const where =
    first === undefined ? `follows from ${follows?.join(", ")}` : shortPlace(first, places.length);
  const count = cases.reduce((sum, one) => sum + one.count, 0);
  const parts = [
    where,
    tests.length > 0 ? countOf(tests.length, "tests") : "",
    count > 0 ? countOf(count, "recorded cases") : "",
    corrected === undefined ? "" : "corrected by recordings",
  ].filter((part) => part !== "");
  return joined(
    parts.map((part) => styled("dim", part)),
    " · ",
  );
}

function shortPlace({ file, symbol }: RulePlace, of: number): string {
  const more = of > 1 ? ` + ${of - 1}` : "";
  return `${file.replace(/^src\//, "")}${symbol === "" ? "" : ` ${symbol}`}${more}`;
}

function placeText({ file, symbol }: RulePlace): Text {
  return words`${file} ${styled("dim", symbol)}`;
}
