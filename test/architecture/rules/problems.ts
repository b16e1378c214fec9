import type { Rule } from "../../../src/model/rules/rule.ts";
import type { RuleFindings } from "../../../src/report/rule-entry.ts";

/** Where everything was found when the table was made. */
export type Recorded = Readonly<Record<string, RuleFindings>>;

/** What is wrong with the rules as they are found in the tree now. */
export function problemsOf(
  rules: readonly Rule[],
  found: ReadonlyMap<string, RuleFindings>,
): readonly string[] {
  const twice = rules.filter((rule, i) => rules.findIndex(({ id }) => id === rule.id) !== i);
  return [
    ...twice.map(({ id }) => `${id}: stands in the list twice`),
    ...rules.flatMap((rule) => {
      const findings = found.get(rule.id);
      return findings === undefined ? [] : problemsOfOne(rule, findings, rules);
    }),
  ];
}

/** What the table says and the tree no longer bears out. */
export function staleOf(
  recorded: Recorded,
  found: ReadonlyMap<string, RuleFindings>,
): readonly string[] {
  const gone = Object.keys(recorded).filter((id) => !found.has(id));
  return [
    ...gone.map((id) => `${id}: is in the table and no rule`),
    ...[...found].flatMap(([id, now]) => {
      const then = recorded[id];
      return then === undefined ? [`${id}: is not in the table`] : staleOfOne(id, then, now);
    }),
  ];
}

function problemsOfOne(
  { id, notModelled, follows, untested }: Rule,
  { places, leftOutAt, tests, cases }: RuleFindings,
  rules: readonly Rule[],
): readonly string[] {
  const [first] = places;
  const isPinned = tests.length + cases.length > 0;
  if (notModelled !== undefined) {
    if (follows !== undefined) return [`${id}: follows from others and is not modelled`];
    // Where it is said to be left out, it may be named.
    const named = places.find(({ file }) => !leftOutAt.some((place) => place.file === file));
    return named === undefined ? [] : [`${id}: is not modelled, but ${named.file} names it`];
  }
  const found: string[] = [];
  if (first === undefined && follows === undefined) {
    found.push(`${id}: no source names it, and nothing says why not`);
  }
  if (!isPinned && untested === undefined) found.push(`${id}: no test pins it`);
  if (isPinned && untested !== undefined) found.push(`${id}: is tested, so no reason is needed`);
  for (const other of follows ?? []) {
    const rule = rules.find((one) => one.id === other);
    if (rule === undefined) found.push(`${id}: follows from ${other}, which is no rule`);
    else if (rule.notModelled !== undefined)
      found.push(`${id}: follows from ${other}, which is not modelled`);
  }
  return found;
}

function staleOfOne(id: string, then: RuleFindings, now: RuleFindings): readonly string[] {
  const found: string[] = [];
  for (const { file, symbol } of then.places) {
    const isThere = now.places.some((place) => place.file === file && place.symbol === symbol);
    if (!isThere) found.push(`${id}: ${file} ${symbol} names it no longer`);
  }
  for (const { file, title } of then.tests) {
    const isThere = now.tests.some((test) => test.file === file && test.title === title);
    if (!isThere) found.push(`${id}: ${file} has no test "${title}" any more`);
  }
  const isSame = JSON.stringify(then) === JSON.stringify(now);
  return isSame || found.length > 0 ? found : [`${id}: more is found than the table says`];
}
