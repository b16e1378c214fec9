import { describe, expect, it } from "vitest";
import { recordIdOf } from "../../../src/oracle/evidence.ts";
import { fromReferenceRun } from "../../../src/oracle/expected-outputs.ts";
import { judge } from "../../../src/oracle/judge.ts";
import { NEVER_LATE } from "../../../src/oracle/late-book.ts";
import type { Trial } from "../../../src/oracle/trial.ts";
import {
  authorOf,
  CUT,
  cleanOutputs,
  cleanRecords,
  cleanResults,
  kinds,
  ledgerOf,
  mapOnly,
  property,
  steadyInput,
  trialOf,
  tumbling,
  windowed,
} from "../fixture.ts";

describe("no phantom", () => {
  it("finds the output of a record that was never there", () => {
    const outputs = cleanRecords();
    outputs.push({ ...outputs[5]!, id: recordIdOf(1, 60) });
    const verdict = judge(trialOf({ outputs }));
    expect(kinds(verdict)).toEqual(["phantom"]);
    expect(property(verdict, "no-phantom").witnesses[0]?.output).toMatchObject({ offset: 60 });
  });

  it("finds the output of a record that the filter drops", () => {
    const stages = [{ kind: "filter", name: "half", keepShare: 0.5 }] as const;
    const shape = { keepsOrder: true, stages };
    const outputs = cleanOutputs(steadyInput(60), shape, CUT);
    const [id, ts, key, value] = [recordIdOf(0, 7), 1_070, 2, 49];
    const stranger = { ...outputs[0]!, id, ts, key, value };
    const all = [...outputs, stranger].sort((a, b) => a.ts - b.ts);
    expect(kinds(judge(trialOf({ shape, outputs: all })))).toEqual(["phantom"]);
  });

  it("lets a session that grew within its allowed lateness leave its first result behind", () => {
    const leave = (allowedLatenessMillis: number): Trial => {
      const shape = windowed({ type: "session", gapMillis: 30 }, allowedLatenessMillis);
      const outputs = cleanOutputs(steadyInput(60), shape, CUT);
      const early = { ...outputs[0]!, ts: outputs[0]!.ts - 200, count: 1 };
      return trialOf({ shape, outputs: [early, ...outputs], change: { properties: {} } });
    };
    const verdict = judge(leave(1_000));
    expect(verdict.findings).toEqual([]);
    expect(property(verdict, "no-phantom").counts).toMatchObject({ superseded: 1 });
    expect(kinds(judge(leave(0)))).toContain("phantom");
  });

  it("does not judge what the reference run had not come to", () => {
    const trial = trialOf();
    const frontier = { offsets: [59, 60], resultsUpTo: 0 };
    const reference = ledgerOf(trial.input, mapOnly, cleanRecords().slice(0, -2));
    const expected = fromReferenceRun(reference, NEVER_LATE, frontier);
    const verdict = judge({ ...trial, expected, frontier });
    expect(property(verdict, "no-phantom")).toMatchObject({ failures: 1, counts: { unjudged: 1 } });
  });

  it("finds the result of a window that no record fell into", () => {
    const outputs = cleanResults();
    outputs.push({ ...outputs.at(-1)!, key: 8, author: authorOf("incoming") });
    expect(kinds(judge(trialOf({ shape: tumbling, outputs })))).toEqual(["phantom"]);
  });
});
