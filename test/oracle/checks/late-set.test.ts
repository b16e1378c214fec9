import { describe, expect, it } from "vitest";
import { recordIdOf } from "../../../src/oracle/evidence.ts";
import { judge } from "../../../src/oracle/judge.ts";
import { LateBook } from "../../../src/oracle/late-book.ts";
import { cleanResults, kinds, property, trialOf, tumbling, windowed } from "../fixture.ts";

describe("late set", () => {
  const id = recordIdOf(0, 0);

  it("finds a record that was late here and counted in the reference", () => {
    const late = new LateBook();
    late.add("outgoing", id, 0);
    const verdict = judge(trialOf({ shape: tumbling, change: { late } }));
    expect(kinds(verdict)).toEqual(["late"]);
    expect(property(verdict, "late-set").witnesses[0]).toMatchObject({
      output: { partition: 0, offset: 0 },
      detail: { lateInOutgoing: true, lateInIncoming: false },
    });
  });

  it("finds a record that was counted here and late in the reference", () => {
    const trial = trialOf({ shape: tumbling });
    const late = new LateBook();
    late.add("outgoing", id, 0);
    const expected = { ...trial.expected, late: late.of("outgoing") };
    expect(kinds(judge({ ...trial, expected }))).toEqual(["late"]);
    expect(judge({ ...trial, expected, late }).status).toBe("pass");
  });

  it("asks the job whose result readers saw, not the other", () => {
    const late = new LateBook();
    late.add("incoming", id, 0);
    expect(judge(trialOf({ shape: tumbling, change: { late } })).status).toBe("pass");
  });

  it("forgets a drop that a restore took back", () => {
    const late = new LateBook();
    late.add("outgoing", id, 3);
    late.restored("outgoing", 3);
    expect(judge(trialOf({ shape: tumbling, change: { late } })).status).toBe("pass");
  });

  it("asks any job where windows have no fixed bounds or no result was seen", () => {
    const late = new LateBook();
    late.add("incoming", id, 0);
    const shape = windowed({ type: "session", gapMillis: 30 });
    expect(kinds(judge(trialOf({ shape, change: { late } })))).toEqual(["late"]);
    const outputs = cleanResults().slice(1);
    expect(kinds(judge(trialOf({ shape: tumbling, outputs, change: { late } })))).toEqual([
      "gap",
      "late",
    ]);
  });

  it("judges no record beyond the frontier of the run", () => {
    const late = new LateBook();
    late.add("outgoing", id, 0);
    const frontier = { offsets: [0, 60], resultsUpTo: 2_000 };
    expect(judge(trialOf({ shape: tumbling, change: { late, frontier } })).status).toBe("pass");
  });

  it("is not applicable without windows", () => {
    const result = property(judge(trialOf({ change: { late: new LateBook() } })), "late-set");
    expect(result.status).toBe("not-applicable");
  });
});
