import { describe, expect, it } from "vitest";
import { recordIdOf } from "../../../src/oracle/evidence.ts";
import { wholeInput } from "../../../src/oracle/expected-outputs.ts";
import { HeldBack } from "../../../src/oracle/held-back.ts";
import { judge } from "../../../src/oracle/judge.ts";
import { LateBook } from "../../../src/oracle/late-book.ts";
import {
  CUT,
  cleanOutputs,
  cleanRecords,
  cleanResults,
  kinds,
  property,
  rowOf,
  steadyInput,
  trialOf,
  tumbling,
} from "../fixture.ts";

describe("no gap", () => {
  it("finds the one record that never came out, with its provenance", () => {
    const outputs = cleanRecords();
    outputs.splice(rowOf(outputs, 1, 7), 1);
    const verdict = judge(trialOf({ outputs }));
    expect(kinds(verdict)).toEqual(["gap"]);
    expect(property(verdict, "no-gap")).toMatchObject({ status: "fail", failures: 1 });
    expect(property(verdict, "no-gap").witnesses[0]).toMatchObject({
      output: { kind: "record", partition: 1, offset: 7, sub: 0 },
      ts: 1_070,
      key: 3,
      arrivalMicros: 70_001,
    });
  });

  it("finds the one window result that never came out", () => {
    const outputs = cleanResults();
    outputs.splice(3, 1);
    const verdict = judge(trialOf({ shape: tumbling, outputs }));
    expect(kinds(verdict)).toEqual(["gap"]);
    expect(property(verdict, "no-gap").witnesses[0]?.output).toEqual({
      kind: "result",
      stage: 0,
      key: 3,
      start: 1_000,
      end: 1_100,
    });
  });

  it("counts what lies beyond the frontier as pending", () => {
    const outputs = cleanRecords().filter((o) => o.ts < 1_590);
    const frontier = { offsets: [59, 59], resultsUpTo: 1_590 };
    const limits = {};
    const verdict = judge(trialOf({ outputs, change: { frontier, limits } }));
    expect(verdict.status).toBe("pass");
    expect(property(verdict, "no-gap")).toMatchObject({ checked: 118, counts: { pending: 2 } });
  });

  it("does not count as lost what waits behind an open transaction (S12)", () => {
    const outputs = cleanRecords();
    outputs.splice(rowOf(outputs, 1, 7), 1);
    const heldBack = new HeldBack();
    heldBack.addRecord(recordIdOf(1, 7), 0);
    const frontier = { ...wholeInput(2), heldBack };
    const verdict = judge(trialOf({ outputs, change: { frontier, limits: {} } }));
    expect(kinds(verdict)).toEqual([]);
    expect(property(verdict, "no-gap")).toMatchObject({ checked: 119, counts: { pending: 1 } });
    const other = judge(trialOf({ outputs: outputs.slice(1), change: { frontier, limits: {} } }));
    expect(property(other, "no-gap").failures).toBe(1);
  });

  it("nor a result of a window that waits there (S12)", () => {
    const outputs = cleanResults();
    outputs.splice(3, 1);
    const heldBack = new HeldBack();
    heldBack.addResult(0, 3, 1_000, 1_100, 1);
    const frontier = { ...wholeInput(2), heldBack };
    const verdict = judge(trialOf({ shape: tumbling, outputs, change: { frontier, limits: {} } }));
    expect(kinds(verdict)).toEqual([]);
    expect(property(verdict, "no-gap").counts).toMatchObject({ pending: 1 });
  });

  it("says whether a job dropped the lost record as late, and names what it counts", () => {
    const stages = [{ kind: "process", name: "count", timerMillis: 200 }] as const;
    const shape = { keepsOrder: true, stages };
    const outputs = cleanOutputs(steadyInput(60), shape, CUT);
    outputs.splice(rowOf(outputs, 1, 7), 1);
    const late = new LateBook();
    late.add("incoming", recordIdOf(1, 7), 0);
    const result = property(judge(trialOf({ shape, outputs, change: { late } })), "no-gap");
    expect(result.unit).toBe("outputs");
    expect(result.witnesses).toMatchObject([
      { detail: { lateInOutgoing: false, lateInIncoming: true } },
    ]);
  });

  it("owes the results up to the frontier of the run, or of the reference if that is nearer", () => {
    const outputs = cleanResults().filter((o) => o.ts < 1_400);
    const frontier = { offsets: [60, 60], resultsUpTo: 1_400 };
    const trial = trialOf({ shape: tumbling, outputs });
    const near = property(judge({ ...trial, frontier }), "no-gap");
    expect(near).toMatchObject({ status: "pass", checked: 16, counts: { pending: 8 } });
    const expected = { ...trial.expected, frontier };
    expect(property(judge({ ...trial, expected }), "no-gap")).toMatchObject(near);
    const further = { ...frontier, resultsUpTo: 1_500 };
    expect(property(judge({ ...trial, frontier: further }), "no-gap").failures).toBe(4);
  });
});
