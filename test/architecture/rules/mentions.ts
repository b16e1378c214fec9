import type { Rule } from "../../../src/model/rules/rule.ts";

/** Ids of one letter: rules, conditions and failures. */
const LETTERED = /\b([WCSNKGMEF])(\d{1,2})(?: ?(?:–|-|to) ?\1(\d{1,2}))?\b/g;

/** Ids of a word and a number, as in "faults 2 and 19" or "counterexample C1". */
const WORDED =
  /\b(fault|counterexample|repair)s? ((?:C?\d{1,2}\b(?:(?:,| and|,? or| to|–) ?)?)+)/gi;

const NUMBERED = /^(?:[A-Z]|fault |counterexample C|repair )\d+$/;

/** What a comment says of what is left out: the sentence that begins so. */
const LEFT_OUT = /Not modelled:[\s\S]*?(?:\.(?=\s|$)|$)/g;

/** The ids of rules that a text names: ranges are spelled out, and words with a number go first. */
export function mentionsIn(text: string, rules: readonly Rule[]): ReadonlySet<string> {
  const found = new Set<string>();
  const rest = text.replace(WORDED, (_, word: string, numbers: string) => {
    for (const number of spelledOut(numbers)) found.add(`${word.toLowerCase()} ${number}`);
    return "";
  });
  for (const [, letter = "", from = "", to = from] of rest.matchAll(LETTERED)) {
    for (let number = Number(from); number <= Number(to); number++) found.add(`${letter}${number}`);
  }
  for (const id of literalMentionsIn(rest, rules)) found.add(id);
  return found;
}

/** The ids of rules that go by a word of the real thing, such as a key or a state. */
export function literalMentionsIn(text: string, rules: readonly Rule[]): readonly string[] {
  return rules
    .filter(({ id, spellings = NUMBERED.test(id) ? [] : [id] }) =>
      spellings.some((spelling) => isIn(text, spelling)),
    )
    .map(({ id }) => id);
}

/** A comment's text, and what it says is left out. */
export function splitLeftOut(text: string): { readonly said: string; readonly leftOut: string } {
  const leftOut = [...text.matchAll(LEFT_OUT)].map(([sentence]) => sentence).join(" ");
  return { said: text.replaceAll(LEFT_OUT, " "), leftOut };
}

/** "2 and 19", "1 to 3", "C1, C2" number by number. */
function spelledOut(numbers: string): readonly string[] {
  const parts = [...numbers.matchAll(/(to|–)? ?(C?)(\d+)/g)];
  return parts.flatMap(([, range, letter = "", number = ""], index) => {
    const before = Number(parts[index - 1]?.[3] ?? 0);
    const from = range === undefined ? Number(number) : before + 1;
    return Array.from({ length: Number(number) - from + 1 }, (_, i) => `${letter}${from + i}`);
  });
}

/** A literal that is no part of a longer word. */
function isIn(text: string, literal: string): boolean {
  for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text[at + literal.length] ?? " ";
    if (!/[\w-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}
