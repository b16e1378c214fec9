import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import { cleanRecords, factsOf, kinds, trialOf } from "../fixture.ts";

describe("end state", () => {
  const jobs = factsOf([]).jobs;

  it("finds the outgoing job still there, and the incoming one not running", () => {
    const both = [{ ...jobs[0]!, state: "running" }, jobs[1]!] as const;
    expect(kinds(judge(trialOf({ facts: { jobs: both } })))).toEqual(["end-state"]);
    const neither = [jobs[0]!, { ...jobs[1]!, state: "failed" }] as const;
    expect(kinds(judge(trialOf({ facts: { jobs: neither } })))).toEqual(["end-state"]);
  });

  it("after a roll-back wants the outgoing job", () => {
    const facts = factsOf(cleanRecords());
    const handover = { ...facts.handover, outcome: "rolled-back" } as const;
    expect(judge(trialOf({ facts: { handover } })).findings[0]).toMatchObject({ count: 2 });
    const back = [
      { ...jobs[0]!, state: "running" },
      { ...jobs[1]!, state: "absent" },
    ] as const;
    expect(judge(trialOf({ facts: { handover, jobs: back } })).status).toBe("pass");
  });

  it("finds a transaction that its owner left open (S13), not the running job's own", () => {
    const facts = factsOf(cleanRecords());
    const left = { ...facts.transactions[0]!, number: 5, state: "open", appended: 3 } as const;
    const transactions = [...facts.transactions, left];
    expect(kinds(judge(trialOf({ facts: { transactions } })))).toEqual(["end-state"]);
    const current = { ...left, role: "incoming" } as const;
    const own = [...facts.transactions, current];
    expect(judge(trialOf({ facts: { transactions: own } })).status).toBe("pass");
  });

  it("finds readers held back by somebody else's transaction (S12)", () => {
    const outputPartitions = [{ partition: 0, end: 10, lastStable: 4, heldBy: 77 }];
    expect(kinds(judge(trialOf({ facts: { outputPartitions } })))).toEqual(["end-state"]);
  });
});
