import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import type { Trial } from "../../../src/oracle/trial.ts";
import { cleanRecords, factsOf, kinds, property, trialOf } from "../fixture.ts";

describe("whole transactions", () => {
  const withState = (state: "open" | "aborted" | "pre-committed"): Trial => {
    const facts = factsOf(cleanRecords());
    const [first, ...rest] = facts.transactions;
    return trialOf({ facts: { transactions: [{ ...first!, state }, ...rest] } });
  };

  it("finds an aborted or open transaction that readers saw", () => {
    expect(kinds(judge(withState("aborted")))).toEqual(["torn"]);
    expect(kinds(judge(withState("open")))).toEqual(["torn", "end-state"]);
  });

  it("lets read_uncommitted readers see them, and counts", () => {
    const verdict = judge({ ...withState("aborted"), relaxations: { readUncommitted: true } });
    expect(verdict.status).toBe("pass");
    expect(property(verdict, "whole-transactions").counts["dirty"]).toBe(100);
  });

  it("finds a committed transaction of which readers saw a part (S12)", () => {
    const facts = factsOf(cleanRecords());
    const [first, ...rest] = facts.transactions;
    const torn = { ...first!, appended: first!.appended + 1 };
    const verdict = judge(trialOf({ facts: { transactions: [torn, ...rest] } }));
    expect(kinds(verdict)).toEqual(["torn"]);
  });

  it("calls the rest hidden while the last stable offset is below the end (S12)", () => {
    const facts = factsOf(cleanRecords());
    const [first, ...rest] = facts.transactions;
    const torn = { ...first!, appended: first!.appended + 1 };
    const open = { ...rest[0]!, number: 11, state: "open", appended: 1 } as const;
    const outputPartitions = [{ partition: 0, end: 100, lastStable: 90, heldBy: 11 }];
    const transactions = [torn, ...rest, open];
    const verdict = judge(trialOf({ facts: { transactions, outputPartitions } }));
    expect(property(verdict, "whole-transactions")).toMatchObject({
      status: "pass",
      counts: { hidden: 1 },
    });
    expect(verdict.status).toBe("pass");
  });

  it("finds outputs of a transaction that nobody began", () => {
    const facts = factsOf(cleanRecords());
    const transactions = facts.transactions.slice(1);
    expect(kinds(judge(trialOf({ facts: { transactions } })))).toEqual(["torn"]);
  });
});
