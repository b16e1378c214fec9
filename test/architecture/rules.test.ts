import { describe, expect, it } from "vitest";
import { RULE_GROUPS } from "../../src/model/rules/all-rules.ts";
import type { Rule } from "../../src/model/rules/rule.ts";
import type { RuleFindings } from "../../src/report/rule-entry.ts";
import { rulesMarkdown } from "./rules/markdown.ts";
import { mentionsIn, splitLeftOut } from "./rules/mentions.ts";
import { problemsOf, staleOf } from "./rules/problems.ts";
import { claimsOf, passagesOf } from "./rules/source-map.ts";
import { survey } from "./rules/survey.ts";
import { FINDINGS_FILE, findingsOf, RULES, RULES_PAGE, surveyed } from "./rules/surveyed.ts";
import { read } from "./source-files.ts";

const found = surveyed();

/** "W1" to "W3", "fault 1" to "fault 32". */
function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
}

describe("the rules", () => {
  it("are all that the reference numbers", () => {
    const ids = RULES.map(({ id }) => id);
    const expected = [
      ...[numbered("W", 21), numbered("C", 27), numbered("S", 18), numbered("N", 12)].flat(),
      ...[numbered("K", 12), numbered("G", 13), numbered("M", 3), numbered("fault ", 32)].flat(),
      ...[numbered("E", 3), numbered("counterexample C", 7), numbered("F", 7)].flat(),
      ...numbered("repair ", 8),
    ];
    expect(expected.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("are modelled and pinned by a test, or it is said why not", () => {
    expect(problemsOf(RULES, found)).toEqual([]);
  });

  it("stand in RULES.md as they are found; if not: npm run rules", () => {
    expect(staleOf(findingsOf(read(FINDINGS_FILE)), found)).toEqual([]);
    expect(read(RULES_PAGE) === rulesMarkdown(RULE_GROUPS, found)).toBe(true);
  });
});

const W1: Rule = { id: "W1", says: "a rule" };
const FILES: Readonly<Record<string, string>> = {
  "src/model/part.ts": "/** Does it (W1). */\nexport class Part {}\n",
  "test/model/part.test.ts": 'it("does it (W1)", () => {});\n',
  "scenarios/safe/part.yaml": "# yaml-language-server: x\n# Does it\n# hold (W1)?\ntitle: W2\n",
};

/** The rules as they are found in those files. */
function found1(
  files: Readonly<Record<string, string>>,
  ...rules: readonly Rule[]
): ReadonlyMap<string, RuleFindings> {
  return survey({ files: Object.keys(files), read: (file) => files[file] ?? "" }, rules, new Map());
}

function without(file: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(FILES).filter(([name]) => name !== file));
}

describe("the guard of the rules", () => {
  const recorded = Object.fromEntries(found1(FILES, W1));

  it("has nothing against a rule that a source and a test name", () => {
    expect(recorded).toEqual({
      W1: {
        places: [{ file: "src/model/part.ts", symbol: "Part" }],
        leftOutAt: [],
        tests: [{ file: "test/model/part.test.ts", title: "does it (W1)" }],
        scenarios: [{ file: "scenarios/safe/part.yaml", question: "Does it hold (W1)?" }],
        cases: [],
      },
    });
    expect(problemsOf([W1], found1(FILES, W1))).toEqual([]);
    expect(staleOf(recorded, found1(FILES, W1))).toEqual([]);
  });

  it("sees a rule without a source and without a reason", () => {
    const bare = without("src/model/part.ts");
    expect(problemsOf([W1], found1(bare, W1))).toEqual([
      "W1: no source names it, and nothing says why not",
    ]);
    const excused = { ...W1, notModelled: "it is far away" };
    expect(problemsOf([excused], found1(bare, excused))).toEqual([]);
  });

  it("sees a rule without a test, recording or excuse", () => {
    const bare = without("test/model/part.test.ts");
    expect(problemsOf([W1], found1(bare, W1))).toEqual(["W1: no test pins it"]);
    const excused = { ...W1, untested: "by its type alone" };
    expect(problemsOf([excused], found1(bare, excused))).toEqual([]);
    expect(problemsOf([excused], found1(FILES, excused))).toHaveLength(1);
    const evidence = new Map([["W1", [{ corpus: "a/b", count: 3 }]]]);
    const tree = { files: Object.keys(bare), read: (file: string) => bare[file] ?? "" };
    expect(problemsOf([W1], survey(tree, [W1], evidence))).toEqual([]);
  });

  it("sees a reason that has outlived its truth", () => {
    const excused = { ...W1, notModelled: "it is far away" };
    expect(problemsOf([excused], found1(FILES, excused))).toEqual([
      "W1: is not modelled, but src/model/part.ts names it",
    ]);
  });

  it("sees a rule that follows from none, or from what is not modelled", () => {
    const w2: Rule = { id: "W2", says: "far", notModelled: "it is far away" };
    const w3: Rule = { id: "W3", says: "derived", follows: ["W2", "W9"], untested: "obvious" };
    expect(problemsOf([W1, w2, w3], found1(FILES, W1, w2, w3))).toEqual([
      "W3: follows from W2, which is not modelled",
      "W3: follows from W9, which is no rule",
    ]);
    expect(problemsOf([W1, W1], found1(FILES, W1))).toContain("W1: stands in the list twice");
  });

  it("sees a file or a test in the table that names the rule no longer", () => {
    const silent = { ...FILES, "src/model/part.ts": "export class Part {}\n" };
    expect(staleOf(recorded, found1(silent, W1))).toEqual([
      "W1: src/model/part.ts Part names it no longer",
    ]);
    const untitled = { ...FILES, "test/model/part.test.ts": 'it("does it", () => {});\n' };
    expect(staleOf(recorded, found1(untitled, W1))).toEqual([
      'W1: test/model/part.test.ts has no test "does it (W1)" any more',
    ]);
  });

  it("sees a table that is not current", () => {
    const more = { ...FILES, "src/model/other.ts": "/** W1. */\nexport function f() {}\n" };
    expect(staleOf(recorded, found1(more, W1))).toEqual(["W1: more is found than the table says"]);
    expect(staleOf({}, found1(FILES, W1))).toEqual(["W1: is not in the table"]);
    expect(staleOf({ ...recorded, W2: recorded["W1"]! }, found1(FILES, W1))).toHaveLength(1);
    const group = { title: "x", about: "y", rules: [W1] };
    const page = rulesMarkdown([group], found1(FILES, W1));
    expect(page).toContain("| **W1** | a rule | `model/part.ts:Part` | `model/part.test.ts` 1<br>");
    expect(rulesMarkdown([{ ...group, rules: [{ ...W1, says: "another" }] }], new Map())).not.toBe(
      page,
    );
  });
});

describe("what names a rule", () => {
  const ids = (text: string): readonly string[] => [...mentionsIn(text, RULES)];

  it("are its id, ranges and lists of ids", () => {
    expect(ids("as W13 e/f says, C9–C11 and S1 to S3").join(" ")).toBe("W13 C9 C10 C11 S1 S2 S3");
    expect(ids("K8s, M86086, x.W1y and FW2")).toEqual([]);
  });

  it("are a word and numbers; a counterexample is no rule of checkpoints", () => {
    expect(ids("Faults 2 and 19, counterexample C1")).toEqual([
      "fault 2",
      "fault 19",
      "counterexample C1",
    ]);
    expect(ids("C1")).toEqual(["C1"]);
    expect(ids("faults 4 to 6, repair 2")).toEqual(["fault 4", "fault 5", "fault 6", "repair 2"]);
  });

  it("are the words of the real thing for keys and states", () => {
    expect(ids("x.abort.grace-period and SAVEPOINTING_BLUE")).toEqual([
      "SAVEPOINTING_x",
      "abort.grace-period",
    ]);
    expect(ids("watermark-stages")).toEqual([]);
  });

  it("stand in what is said, or in what is said to be left out", () => {
    expect(splitLeftOut("W1. Not modelled: W2, in 1.20.3 (W3). W4")).toEqual({
      said: "W1.   W4",
      leftOut: "Not modelled: W2, in 1.20.3 (W3).",
    });
  });

  it("belong to the declaration that they document or stand in", () => {
    const source = `/** The file (W1). */
import { x } from "y"; // W2 is no import's

/** W3: “é”. */
export class Part {
  /** W4. */
  readonly a: number = 1;
  #b(): string {
    // W5
    // goes on
    return "W6";
  }
}
`;
    const symbols = passagesOf(source).map(({ text, symbol }) => [text, symbol]);
    expect(symbols).toEqual([
      ["The file (W1).", ""],
      ["y", ""],
      ["W2 is no import's", ""],
      ["W3: “é”.", "Part"],
      ["W4.", "Part.a"],
      ["W5 goes on", "Part.#b"],
      ["W6", "Part.#b"],
    ]);
  });

  it("belong to the innermost claim of a test", () => {
    const source = `describe("a group", () => {
  // W1
  it.each([1])("a claim of %s", () => {
    // W2
    expect("W3").toBe("stage");
  });
});
`;
    expect(claimsOf(source)).toEqual([
      { title: "a group", text: "a group", strings: ["a group"] },
      {
        title: "a claim of %s",
        text: "a claim of %s W1 W2",
        strings: ["a claim of %s", "W3", "stage"],
      },
    ]);
  });
});
