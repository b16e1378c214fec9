import type { Rule } from "../../../src/model/rules/rule.ts";
import type { RuleFindings, RulePlace } from "../../../src/report/rule-entry.ts";
import type { Evidence } from "./evidence.ts";
import { literalMentionsIn, mentionsIn, splitLeftOut } from "./mentions.ts";
import { claimsOf, passagesOf } from "./source-map.ts";

/** The files to look through. */
export interface Tree {
  readonly files: readonly string[];
  read(file: string): string;
}

interface Found {
  readonly places: RulePlace[];
  readonly leftOutAt: RulePlace[];
  readonly tests: RuleFindings["tests"][number][];
  readonly scenarios: RuleFindings["scenarios"][number][];
}

/** Where each rule is named: in comments and strings of sources, and in the claims of tests. */
export function survey(
  tree: Tree,
  rules: readonly Rule[],
  evidence: ReadonlyMap<string, Evidence>,
): ReadonlyMap<string, RuleFindings> {
  const found = new Map<string, Found>(
    rules.map(({ id }) => [id, { places: [], leftOutAt: [], tests: [], scenarios: [] }]),
  );
  for (const file of tree.files) {
    if (isSource(file)) surveySource(file, tree.read(file), rules, found);
    else if (isDescription(file)) surveyDescription(file, tree.read(file), rules, found);
    else if (isTest(file)) surveyTests(file, tree.read(file), rules, found);
    else if (isScenario(file)) surveyScenario(file, tree.read(file), rules, found);
  }
  return new Map(
    [...found].map(([id, one]) => [
      id,
      { ...one, places: one.places.toSorted(bestFirst), cases: evidence.get(id) ?? [] },
    ]),
  );
}

/** The list itself, the report and the command only speak of rules; a mutant breaks one. */
function isSource(file: string): boolean {
  const isModelled = /^src\/(?:engine|model|oracle|scenario|explore)\/.*\.ts$/.test(file);
  return isModelled && !/\/(?:rules|mutants)\//.test(file);
}

function isDescription(file: string): boolean {
  return file.startsWith("src/") && file.endsWith("/README.md");
}

function surveySource(
  file: string,
  source: string,
  rules: readonly Rule[],
  found: ReadonlyMap<string, Found>,
): void {
  for (const { text, symbol, isComment } of passagesOf(source)) {
    const { said, leftOut } = isComment ? splitLeftOut(text) : { said: text, leftOut: "" };
    for (const id of mentionsIn(said, rules)) note(found.get(id)?.places, { file, symbol });
    for (const id of mentionsIn(leftOut, rules)) note(found.get(id)?.leftOutAt, { file, symbol });
  }
}

/** Guards of the code and of the command name rules as examples. */
function isTest(file: string): boolean {
  return /^test\/(?!architecture\/|cli\/|report\/).*\.test\.ts$/.test(file);
}

/** A folder's description tells what is left out; what is there, the code itself has to say. */
function surveyDescription(
  file: string,
  text: string,
  rules: readonly Rule[],
  found: ReadonlyMap<string, Found>,
): void {
  const { leftOut } = splitLeftOut(text.replaceAll(/\s+/g, " "));
  for (const id of mentionsIn(leftOut, rules)) note(found.get(id)?.leftOutAt, { file, symbol: "" });
}

function surveyTests(
  file: string,
  source: string,
  rules: readonly Rule[],
  found: ReadonlyMap<string, Found>,
): void {
  for (const { title, text, strings } of claimsOf(source)) {
    const ids = [...mentionsIn(text, rules), ...literalMentionsIn(strings.join("\n"), rules)];
    for (const id of new Set(ids)) found.get(id)?.tests.push({ file, title });
  }
}

function isScenario(file: string): boolean {
  return file.startsWith("scenarios/") && file.endsWith(".yaml");
}

/** A scenario asks its question in its first comments; the schema for editors is none of it. */
function surveyScenario(
  file: string,
  text: string,
  rules: readonly Rule[],
  found: ReadonlyMap<string, Found>,
): void {
  const lines = text.split("\n").filter((line) => !line.startsWith("# yaml-language-server"));
  const end = lines.findIndex((line) => !line.startsWith("#"));
  const question = lines
    .slice(0, end)
    .map((line) => line.replace(/^# ?/, ""))
    .join(" ");
  for (const id of mentionsIn(question, rules)) found.get(id)?.scenarios.push({ file, question });
}

function note(places: RulePlace[] | undefined, { file, symbol }: RulePlace): void {
  const isKnown = places?.some((place) => place.file === file && place.symbol === symbol);
  if (isKnown === false) places?.push({ file, symbol });
}

/** What is documented as a whole, then what stands within; the model before all that speaks of it. */
function bestFirst(a: RulePlace, b: RulePlace): number {
  return rankOf(a) - rankOf(b) || byText(a.file, b.file) || byText(a.symbol, b.symbol);
}

function rankOf({ file, symbol }: RulePlace): number {
  const isModel = file.startsWith("src/model/") && !file.endsWith("options.ts");
  return (isModel ? 0 : 2) + (symbol.includes(".") ? 1 : 0);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
