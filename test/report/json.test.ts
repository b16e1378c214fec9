import { describe, expect, it } from "vitest";
import {
  brokenLine,
  closingLines,
  exitLine,
  jsonDocument,
  runLine,
  seedLine,
  versionLine,
} from "../../src/report/json.ts";
import type { RunReport } from "../../src/report/run-report.ts";
import { terminalReport } from "../../src/report/terminal.ts";
import { failingOutcome, outcomeOf, plain, reportOf } from "./fixture.ts";

const report = reportOf([failingOutcome(7), outcomeOf({}, { seed: 8 })]);

interface Document {
  readonly schema: string;
  readonly exitCode: number;
  readonly runs: readonly {
    readonly file: string;
    readonly verdict: string;
    readonly summary: { readonly runs: number; readonly failing: readonly number[] };
    readonly seeds: readonly { readonly seed: number; readonly status: string }[];
    readonly shown: { readonly seed: number; readonly verdict: RunReport["shown"]["verdict"] };
  }[];
}

const document = JSON.parse(jsonDocument("0.1.0", 3, [report])) as Document;

function parsed(lines: string): readonly Record<string, unknown>[] {
  const all = lines.trimEnd().split("\n");
  return all.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("the report as a document", () => {
  it("names its schema, the exit code and the runs", () => {
    expect(document).toMatchObject({ schema: "1.0", handover: "0.1.0", exitCode: 3 });
    expect(document.runs[0]).toMatchObject({
      file: "scenarios/orders.yaml",
      verdict: "fail",
      summary: { runs: 2, pass: 1, fail: 1, failing: [7], undecided: [] },
      seeds: [
        { seed: 7, status: "fail" },
        { seed: 8, status: "pass" },
      ],
    });
  });

  it("has the counts that the terminal prints", () => {
    const { verdict } = document.runs[0]!.shown;
    const { due, visible, visibleOf, lost, duplicated } = verdict.headline;
    const text = terminalReport(report, plain);
    expect(text).toContain(
      `120 in, ${due} due, ${visible} visible: ${visibleOf.outgoing} by Green, ${visibleOf.incoming} by Blue`,
    );
    expect(text).toContain(`${lost} lost, ${duplicated} duplicated`);
    for (const { title, status, checked, failures, unit } of verdict.properties) {
      if (status === "fail") expect(text).toContain(`${failures} of ${checked} ${unit}`);
      expect(text).toContain(title);
    }
  });

  it("keeps every witness of the shown seed", () => {
    const gap = document.runs[0]!.shown.verdict.properties.find(({ name }) => name === "no-gap")!;
    expect(gap.witnesses).toHaveLength(gap.failures);
    expect(gap.witnesses[0]).toMatchObject({ output: { partition: 0, offset: 0 } });
  });

  it("says of a broken run which seed broke it", () => {
    const bug = { seed: 3, message: "SimulatorBug: event time 9 is before now, 10" };
    const text = jsonDocument("0.1.0", 1, [{ file: "x.yaml", bug }]);
    expect(JSON.parse(text)).toMatchObject({ exitCode: 1, runs: [{ file: "x.yaml", bug }] });
  });
});

describe("the report as lines", () => {
  it("begins with the version and ends with the exit code, a JSON value a line", () => {
    const { file, digests } = report;
    const seeds = digests.map((digest) => seedLine(file, digest)).join("");
    const stream = `${versionLine("0.1.0")}${runLine(report)}${seeds}${closingLines(report)}${exitLine(3)}`;
    const lines = parsed(stream);
    const types = lines.map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual(["version", "run", "seed", "seed"]);
    expect(types.filter((type) => type === "property")).toHaveLength(14);
    expect(types.slice(-4)).toEqual(["counterexample", "counterexample", "summary", "exit"]);
    expect(lines[0]).toEqual({ type: "version", schema: "1.0", handover: "0.1.0" });
  });

  it("says the same as the document", () => {
    const { summary } = document.runs[0]!;
    expect(parsed(closingLines(report)).at(-1)).toMatchObject({ verdict: "fail", summary });
  });

  it("has the report in full, where one was made, in a line before the summary", () => {
    const model = { schema: "1.0" } as NonNullable<RunReport["model"]>;
    const lines = parsed(closingLines({ ...report, model }));
    expect(lines.at(-2)).toEqual({ type: "report", file: report.file, seed: 7, report: model });
    expect(lines.at(-1)).toMatchObject({ type: "summary" });
  });

  it("tells a bug in place of the summary", () => {
    const line = brokenLine({ file: "x.yaml", bug: { seed: 3, message: "no" } });
    expect(parsed(line)).toEqual([{ type: "bug", file: "x.yaml", seed: 3, message: "no" }]);
  });
});
