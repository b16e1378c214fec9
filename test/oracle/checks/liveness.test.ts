import { describe, expect, it } from "vitest";
import type { HandoverFacts } from "../../../src/oracle/evidence.ts";
import { judge } from "../../../src/oracle/judge.ts";
import type { Trial } from "../../../src/oracle/trial.ts";
import { cleanRecords, factsOf, kinds, property, trialOf } from "../fixture.ts";

describe("liveness", () => {
  const handover = (change: Partial<HandoverFacts>): Trial => {
    const { handover: facts } = factsOf(cleanRecords());
    return trialOf({ facts: { handover: { ...facts, ...change } } });
  };

  it("finds a hand-over that took too long", () => {
    const verdict = judge(handover({ endedAt: 1_400_001 }));
    expect(kinds(verdict)).toEqual(["stall"]);
    expect(property(verdict, "handed-over").margin?.value).toBe(-1);
  });

  it("counts from the last fault", () => {
    const verdict = judge(handover({ endedAt: 1_400_001, lastFaultAt: 500_000 }));
    expect(verdict.status).toBe("pass");
  });

  it("fails one that is unfinished when its time is over, or nothing is left to happen", () => {
    const change = { outcome: "unfinished", endedAt: undefined } as const;
    expect(kinds(judge(handover(change)))).toEqual(["stall"]);
    const quiet = handover(change);
    const facts = { ...quiet.facts, stopReason: "quiescence" } as const;
    expect(kinds(judge({ ...quiet, facts, limits: {} }))).toEqual(["stall"]);
  });

  it("is inconclusive about one whose time is not over yet", () => {
    const trial = { ...handover({ outcome: "unfinished", endedAt: undefined }), limits: {} };
    const verdict = judge(trial);
    expect(verdict.status).toBe("inconclusive");
    expect(verdict.doubts).toEqual(["property-inconclusive"]);
  });

  it("ignores a fault after the end, and says when it was rolled back", () => {
    const after = judge(handover({ endedAt: 1_400_001, lastFaultAt: 1_400_002 }));
    expect(kinds(after)).toEqual(["stall"]);
    expect(property(after, "handed-over").counts).toMatchObject({ rolledBack: 0 });
    const back = judge(handover({ outcome: "rolled-back" }));
    expect(property(back, "handed-over").counts).toMatchObject({ rolledBack: 1 });
  });
});
