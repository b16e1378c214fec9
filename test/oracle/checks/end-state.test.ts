import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import { cleanRecords, factsOf, kinds, property, trialOf } from "../fixture.ts";

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

  it("finds that the job that should run is not known at all", () => {
    const verdict = judge(trialOf({ facts: { jobs: [jobs[0]!] } }));
    expect(property(verdict, "end-state").witnesses[0]?.detail).toMatchObject({
      what: "no such job",
    });
  });

  it("finds what an earlier attempt of the running job left open", () => {
    const facts = factsOf(cleanRecords());
    const own = facts.transactions[1]!;
    const old = { ...own, number: 21, state: "pre-committed" } as const;
    const current = { ...own, number: 22, attempt: 1, state: "open" } as const;
    const transactions = [...facts.transactions, current, old];
    const result = property(judge(trialOf({ facts: { transactions } })), "end-state");
    expect(result.witnesses).toMatchObject([{ detail: { transaction: 21 } }]);
    expect(result.counts).toEqual({ inProgress: 1 });
  });

  it("lets anybody begin a transaction that holds no record (S12)", () => {
    const facts = factsOf(cleanRecords());
    const empty = { ...facts.transactions[0]!, number: 5, state: "open", appended: 0 } as const;
    const transactions = [...facts.transactions, empty];
    expect(judge(trialOf({ facts: { transactions } })).status).toBe("pass");
  });
});
