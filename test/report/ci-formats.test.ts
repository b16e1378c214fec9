import { describe, expect, it } from "vitest";
import { annotationLines } from "../../src/report/annotations.ts";
import { casesOf } from "../../src/report/ci-case.ts";
import { junitDocument } from "../../src/report/junit.ts";
import { markdownDocument } from "../../src/report/markdown.ts";
import type { RunReport } from "../../src/report/run-report.ts";
import { failingOutcome, outcomeOf, reportOf } from "./fixture.ts";
import { HOSTILE } from "./html/hostile.ts";

const passing = reportOf([outcomeOf()]);
const failing = reportOf([failingOutcome()]);
const broken = { file: "a.yaml", bug: { seed: 3, message: "event time 9 is before now, 10" } };

/** With that text wherever a file or a user names something. */
function named(text: string): RunReport {
  return { ...failing, file: text, title: text, question: text };
}

/** Ten thousand records lost, of which the oracle keeps the first. */
function many(): RunReport {
  const outcome = failingOutcome();
  const properties = outcome.verdict.properties.map((property) => {
    if (property.name !== "no-gap") return property;
    const witnesses = Array.from({ length: 500 }, () => property.witnesses[0]!);
    return { ...property, failures: 10_000, witnesses };
  });
  return reportOf([{ ...outcome, verdict: { ...outcome.verdict, properties } }]);
}

describe("cases for CI", () => {
  it("fail exactly where the command's exit code says so", () => {
    const bad = (report: RunReport): number =>
      casesOf(report).filter(({ outcome }) => outcome === "failed").length;
    expect(bad(passing)).toBe(0);
    expect(bad(failing)).toBe(2);
    const met = { verdict: "fail", findings: ["gap", "duplicate"] } as const;
    expect(bad(reportOf([failingOutcome()], {}, met))).toBe(0);
    expect(bad(reportOf([outcomeOf()], {}, met))).toBe(1);
  });

  it("never let a doubt pass", () => {
    const outcome = outcomeOf();
    const verdict = { ...outcome.verdict, status: "inconclusive", doubts: ["cut-short"] } as const;
    const cases = casesOf(reportOf([{ ...outcome, verdict }]));
    expect(cases.at(-1)).toMatchObject({
      outcome: "failed",
      message: "INCONCLUSIVE  the run was cut short",
    });
  });
});

describe("JUnit", () => {
  it("has a suite a file and a case a property, with the first counterexamples", () => {
    const xml = junitDocument([passing, failing, broken]);
    expect(xml.match(/<testsuite /g)).toHaveLength(3);
    expect(xml).toContain('name="No record lost"><failure message="3 of 120 records">p0·0');
    expect(xml).toContain('errors="1"');
    expect(xml).toContain(
      '<error message="a bug in handover, seed 3: event time 9 is before now, 10">',
    );
  });

  it.each(HOSTILE)("stays XML with %j", (text) => {
    const xml = junitDocument([named(text), { ...broken, file: text }]);
    expect(faultsOf(xml)).toEqual([]);
    expect(xml).not.toContain("]]>");
    expect(xml.match(/<testsuite /g)).toHaveLength(2);
  });

  it("would be seen not to", () => {
    expect(faultsOf("<a><b></a></b>")).not.toEqual([]);
    expect(faultsOf("<a>\u0007</a>")).not.toEqual([]);
    expect(faultsOf('<a b="<"/>')).not.toEqual([]);
  });

  it("tells ten of ten thousand failures, and how many more there are", () => {
    const xml = junitDocument([many()]);
    expect(xml).toContain("and 9 990 more");
    expect(xml.length).toBeLessThan(6_000);
  });
});

describe("GitHub's annotations", () => {
  it("are a line a property that failed, at the scenario's file", () => {
    const lines = annotationLines(failing)
      .split("\n")
      .filter((line) => line !== "");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::error file=scenarios\/orders\.yaml,line=1,title=No record lost::3 of 120 records%0Ap0·0/,
    );
    expect(annotationLines(passing)).toBe("");
  });

  it.each(HOSTILE)("are commands of their own lines alone, with %j", (text) => {
    const lines = annotationLines({ ...named(text), file: `::${text},%0A:` })
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/^::error file=[^:,]*,line=1,title=[^:,]*::/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(line).not.toMatch(/[\u0000-\u001f\u2028\u202e]/);
    }
  });

  it("are no more than ten, and short", () => {
    const text = annotationLines(many());
    expect(text.split("\n").length).toBeLessThanOrEqual(11);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(3_500);
  });
});

describe("Markdown", () => {
  it("shows verdict, properties, the first counterexample and the command", () => {
    const text = markdownDocument([failing]);
    expect(text).toContain("### orders");
    expect(text).toContain("| ❌ fail | No record lost | 3 of 120\u00a0records |");
    expect(text).toContain("- **No record lost**: p0·0");
    expect(text).toContain("Replay: `handover run scenarios/orders.yaml --seed 7`");
  });

  it.each(HOSTILE)("lets no name be more than text: %j", (text) => {
    const flat = markdownDocument([named(`${text} | # [a](b) @somebody https://x.y \`c\` <b>`)]);
    const outside = flat.replace(/(`+)[\s\S]*?\1/g, "");
    expect(outside).not.toMatch(/<[a-z!/]/i);
    expect(outside).not.toMatch(/@somebody|https:\/\/|(?<!\\)\]\(/);
    expect(flat.split("\n").filter((line) => line.startsWith("#"))).toHaveLength(1);
  });

  it("fits into a comment, whatever the number of files", () => {
    const text = markdownDocument(Array.from({ length: 300 }, () => failing));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/_\d+ more files\._/);
  });
});

/** What makes a text no XML, as far as a small reader can tell. */
function faultsOf(xml: string): readonly string[] {
  const faults: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(xml))
    faults.push("illegal sign");
  const open: string[] = [];
  const rest = xml
    .replace(/<\?xml[^>]*\?>/, "")
    .replace(/<(\/?)([a-z-]+)((?:\s[a-z]+="[^"<]*")*)\s*(\/?)>/g, (_, end, tag, __, empty) => {
      if (end === "/") {
        if (open.pop() !== tag) faults.push(`</${tag}> closes nothing`);
      } else if (empty !== "/") open.push(tag);
      return "";
    });
  if (open.length > 0) faults.push(`${open.join()} is not closed`);
  if (/[<>]/.test(rest)) faults.push("a bare < or >");
  if (/&(?!amp;|lt;|gt;|quot;|#\d+;)/.test(xml)) faults.push("a bare &");
  return faults;
}
