import { describe, expect, it } from "vitest";
import { type JobFlow, recordIdOf } from "../../src/oracle/evidence.ts";
import { fromReferenceRun } from "../../src/oracle/expected-outputs.ts";
import { IdSummer } from "../../src/oracle/id-sum.ts";
import { judge } from "../../src/oracle/judge.ts";
import { LateBook, NEVER_LATE } from "../../src/oracle/late-book.ts";
import type { Trial } from "../../src/oracle/trial.ts";
import {
  authorOf,
  cleanOutputs,
  CUT,
  ENDED_AT,
  factsOf,
  kinds,
  ledgerOf,
  mapOnly,
  type Output,
  property,
  steadyInput,
  trialOf,
  tumbling,
  windowed,
} from "./fixture.ts";

const clean = (): Output[] => cleanOutputs(steadyInput(60), mapOnly, CUT);
const cleanResults = (): Output[] => cleanOutputs(steadyInput(60), tumbling, CUT);
/** The row of the output of one record. */
const at = (outputs: readonly Output[], partition: number, offset: number): number =>
  outputs.findIndex((o) => o.id === recordIdOf(partition, offset));

describe("no gap", () => {
  it("finds the one record that never came out, with its provenance", () => {
    const outputs = clean();
    outputs.splice(at(outputs, 1, 7), 1);
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
    const outputs = clean().filter((o) => o.ts < 1_590);
    const frontier = { offsets: [59, 59], resultsUpTo: 1_590 };
    const limits = {};
    const verdict = judge(trialOf({ outputs, change: { frontier, limits } }));
    expect(verdict.status).toBe("pass");
    expect(property(verdict, "no-gap")).toMatchObject({ checked: 118, counts: { pending: 2 } });
  });
});

describe("no duplicate", () => {
  it("finds a record that both jobs put out, and says who was first", () => {
    const outputs = clean();
    const twin = outputs[at(outputs, 0, 30)]!;
    outputs.push({ ...twin, author: authorOf("incoming"), visibleAt: 700_000 });
    const verdict = judge(trialOf({ outputs }));
    expect(kinds(verdict)).toEqual(["duplicate"]);
    const result = property(verdict, "no-duplicate");
    expect(result).toMatchObject({ failures: 1, counts: { "outgoing/incoming": 1, differing: 0 } });
    expect(result.witnesses[0]).toMatchObject({
      output: { partition: 0, offset: 30 },
      appearance: { role: "incoming", visibleAt: 700_000 },
      earlier: { role: "outgoing", transaction: 0 },
    });
  });

  it("counts apart what one job repeats, and payloads that differ", () => {
    const outputs = clean();
    const first = outputs[at(outputs, 0, 3)]!;
    const last = outputs[at(outputs, 0, 59)]!;
    outputs.push({ ...first, author: authorOf("outgoing", 1), value: first.value + 1 });
    outputs.push({ ...last, author: authorOf("incoming") });
    expect(property(judge(trialOf({ outputs })), "no-duplicate")).toMatchObject({
      failures: 2,
      counts: { "outgoing/outgoing": 1, "incoming/incoming": 1, differing: 1, replays: 1 },
    });
  });

  it("lets an at-least-once sink repeat its own job's outputs, and no others (F6)", () => {
    const outputs = clean();
    const first = outputs[at(outputs, 0, 3)]!;
    outputs.push({ ...first, author: authorOf("outgoing", 1) });
    const change = { relaxations: { atLeastOnce: true } };
    const replay = judge(trialOf({ outputs, change }));
    expect(property(replay, "no-duplicate")).toMatchObject({ status: "pass", counts: { relaxed: 1 } });
    outputs.push({ ...first, author: authorOf("incoming") });
    expect(property(judge(trialOf({ outputs, change })), "no-duplicate").failures).toBe(1);
  });

  it("lets upserting readers see duplicates, and compares the last payload", () => {
    const outputs = clean();
    const twin = outputs[at(outputs, 0, 3)]!;
    const ledger = { keepsLast: true };
    const change = { relaxations: { upsert: true } };
    const same = judge(trialOf({ outputs: [...outputs, twin], ledger, change }));
    expect(same.status).toBe("pass");
    const other = { ...twin, value: 5 };
    const wrong = judge(trialOf({ outputs: [...outputs, other], ledger, change }));
    expect(kinds(wrong)).toEqual(["payload"]);
  });

  it("takes a window that fires again with more records in it for an update (W17)", () => {
    const shape = windowed({ type: "tumbling", sizeMillis: 100, offsetMillis: 0 }, 50);
    const outputs = cleanOutputs(steadyInput(60), shape, CUT);
    const early = { ...outputs[0]!, count: outputs[0]!.count - 1, value: 1 };
    const updated = judge(trialOf({ shape, outputs: [early, ...outputs] }));
    expect(kinds(updated)).toEqual([]);
    expect(property(updated, "no-duplicate").counts["updates"]).toBe(1);
    const repeated = judge(trialOf({ shape, outputs: [...outputs, outputs[0]!] }));
    expect(kinds(repeated)).toEqual(["duplicate"]);
  });
});

describe("payload", () => {
  it("finds a record that came out changed", () => {
    const outputs = clean();
    const row = at(outputs, 1, 0);
    outputs[row] = { ...outputs[row]!, value: 99 };
    const verdict = judge(trialOf({ outputs }));
    expect(kinds(verdict)).toEqual(["payload"]);
    expect(property(verdict, "payload").witnesses[0]?.detail).toEqual({ expected: 32, actual: 99 });
  });

  it("finds a window that lost one of its records", () => {
    const outputs = cleanResults();
    outputs[4] = { ...outputs[4]!, count: outputs[4]!.count - 1 };
    const verdict = judge(trialOf({ shape: tumbling, outputs }));
    expect(kinds(verdict)).toEqual(["payload"]);
    expect(property(verdict, "payload").witnesses[0]?.detail).toMatchObject({
      expectedCount: 5,
      actualCount: 4,
    });
  });
});

describe("order", () => {
  const swapped = (): Output[] => {
    const outputs = clean();
    const [a, b] = [at(outputs, 0, 10), at(outputs, 0, 12)];
    [outputs[a], outputs[b]] = [outputs[b]!, outputs[a]!];
    return outputs;
  };

  it("finds two records of one key in the wrong order", () => {
    const verdict = judge(trialOf({ outputs: swapped() }));
    expect(kinds(verdict)).toEqual(["order"]);
    expect(property(verdict, "order").witnesses[0]?.output).toMatchObject({ offset: 10 });
  });

  it("is noted and fails nothing unless it is asked for: exact does not mean ordered", () => {
    const verdict = judge(trialOf({ outputs: swapped(), change: { properties: {} } }));
    expect(property(verdict, "order")).toMatchObject({ status: "noted", failures: 1 });
    expect(verdict.status).toBe("pass");
  });

  it("asks nothing across keys", () => {
    const outputs = clean();
    const [a, b] = [at(outputs, 0, 10), at(outputs, 0, 11)];
    [outputs[a], outputs[b]] = [outputs[b]!, outputs[a]!];
    expect(judge(trialOf({ outputs })).status).toBe("pass");
  });

  it("is not applicable behind a REBALANCE", () => {
    const shape = { ...mapOnly, keepsOrder: false };
    const verdict = judge(trialOf({ shape, outputs: swapped() }));
    expect(property(verdict, "order")).toMatchObject({
      status: "not-applicable",
      counts: { relaxed: 1 },
    });
    expect(verdict.status).toBe("pass");
  });
});

describe("no phantom", () => {
  it("finds the output of a record that was never there", () => {
    const outputs = clean();
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
    const reference = ledgerOf(trial.input, mapOnly, clean().slice(0, -2));
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

describe("whole transactions", () => {
  const withState = (state: "open" | "aborted" | "pre-committed"): Trial => {
    const facts = factsOf(clean());
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
    const facts = factsOf(clean());
    const [first, ...rest] = facts.transactions;
    const torn = { ...first!, appended: first!.appended + 1 };
    const verdict = judge(trialOf({ facts: { transactions: [torn, ...rest] } }));
    expect(kinds(verdict)).toEqual(["torn"]);
  });

  it("calls the rest hidden while the last stable offset is below the end (S12)", () => {
    const facts = factsOf(clean());
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
    const facts = factsOf(clean());
    const transactions = facts.transactions.slice(1);
    expect(kinds(judge(trialOf({ facts: { transactions } })))).toEqual(["torn"]);
  });
});

describe("single writer", () => {
  it("finds the outgoing job writing a key behind the incoming one", () => {
    const outputs = clean();
    const row = outputs.length - 1;
    outputs[row] = { ...outputs[row]!, author: authorOf("outgoing") };
    const verdict = judge(trialOf({ outputs }));
    expect(kinds(verdict)).toEqual(["writer"]);
    expect(property(verdict, "single-writer").counts).toEqual({ zombies: 0, crossings: 1 });
    const unasked = judge(trialOf({ outputs, change: { properties: {} } }));
    expect(unasked.status).toBe("pass");
    expect(property(unasked, "single-writer").status).toBe("noted");
  });

  it("fails a zombie, asked for or not: attempt 0 writes behind attempt 1", () => {
    const outputs = clean();
    outputs[20] = { ...outputs[20]!, author: authorOf("outgoing", 1) };
    const verdict = judge(trialOf({ outputs, change: { properties: {} } }));
    expect(kinds(verdict)).toEqual(["writer"]);
    expect(property(verdict, "single-writer").counts["zombies"]).toBeGreaterThan(0);
  });
});

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
});

describe("visibility", () => {
  it("finds an output that readers saw too late, and says the margin", () => {
    const outputs = clean();
    const row = at(outputs, 0, 59);
    const slow = { ...outputs[row]!, visibleAt: outputs[row]!.visibleAt + 500_000 };
    outputs[row] = slow;
    const limits = { visibleWithinMicros: 500_000 };
    const verdict = judge(trialOf({ outputs, change: { limits } }));
    expect(kinds(verdict)).toEqual(["visibility"]);
    expect(property(verdict, "visible-in-time").margin).toMatchObject({ value: -1_005, unit: "us" });
    expect(property(judge(trialOf()), "visible-in-time").margin?.value).toBe(498_995);
  });

  it("finds a pending record that has waited too long", () => {
    const outputs = clean().slice(1);
    const frontier = { offsets: [0, 60], resultsUpTo: 0 };
    const limits = { visibleWithinMicros: 500_000 };
    const verdict = judge(trialOf({ outputs, change: { frontier, limits } }));
    expect(kinds(verdict)).toEqual(["visibility"]);
    expect(property(verdict, "visible-in-time").witnesses[0]?.detail).toEqual({ waited: ENDED_AT });
  });

  it("measures a result from its append", () => {
    const outputs = cleanResults();
    outputs[2] = { ...outputs[2]!, visibleAt: outputs[2]!.at + 600_000 };
    const ledger = { resultsVisibleWithinMicros: 500_000 };
    const change = { limits: { visibleWithinMicros: 500_000 } };
    const verdict = judge(trialOf({ shape: tumbling, outputs, ledger, change }));
    expect(kinds(verdict)).toEqual(["visibility"]);
  });
});

describe("liveness", () => {
  const handover = (change: object): Trial => {
    const trial = trialOf();
    return { ...trial, facts: { ...trial.facts, handover: { ...trial.facts.handover, ...change } } };
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

  it("fails one that is unfinished when its time is over, or when nothing is left to happen", () => {
    const change = { outcome: "unfinished", endedAt: undefined };
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
});

describe("end state", () => {
  const jobs = factsOf([]).jobs;

  it("finds the outgoing job still there, and the incoming one not running", () => {
    const both = [{ ...jobs[0]!, state: "running" }, jobs[1]!] as const;
    expect(kinds(judge(trialOf({ facts: { jobs: both } })))).toEqual(["end-state"]);
    const neither = [jobs[0]!, { ...jobs[1]!, state: "failed" }] as const;
    expect(kinds(judge(trialOf({ facts: { jobs: neither } })))).toEqual(["end-state"]);
  });

  it("after a roll-back wants the outgoing job", () => {
    const facts = factsOf(clean());
    const handover = { ...facts.handover, outcome: "rolled-back" } as const;
    expect(judge(trialOf({ facts: { handover } })).findings[0]).toMatchObject({ count: 2 });
    const back = [
      { ...jobs[0]!, state: "running" },
      { ...jobs[1]!, state: "absent" },
    ] as const;
    expect(judge(trialOf({ facts: { handover, jobs: back } })).status).toBe("pass");
  });

  it("finds a transaction that its owner left open (S13), not the running job's own", () => {
    const facts = factsOf(clean());
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

describe("no silence", () => {
  /** Everything that arrived between the two instants becomes visible at the second. */
  const held = (from: number, to: number, keys: readonly number[]): Output[] =>
    clean().map((o) =>
      keys.includes(o.key) && o.visibleAt > from && o.visibleAt < to ? { ...o, visibleAt: to } : o,
    );

  it("finds a pause in which a record waited", () => {
    const limits = { silenceMicros: 50_000 };
    const outputs = held(200_000, 300_000, [0, 1, 2, 3]);
    const verdict = judge(trialOf({ outputs, change: { limits } }));
    expect(kinds(verdict)).toEqual(["silence"]);
    expect(judge(trialOf({ change: { limits } })).status).toBe("pass");
  });

  it("finds the silence of one key while others speak", () => {
    const outputs = held(200_000, 300_000, [3]);
    const overall = { silenceMicros: 50_000 };
    expect(judge(trialOf({ outputs, change: { limits: overall } })).status).toBe("pass");
    const perKey = { keySilenceMicros: 50_000 };
    const verdict = judge(trialOf({ outputs, change: { limits: perKey } }));
    expect(kinds(verdict)).toEqual(["silence"]);
    expect(property(verdict, "no-silence").witnesses[0]).toMatchObject({ key: 3 });
  });

  it("does not call it a silence when nothing had arrived", () => {
    const limits = { silenceMicros: 20_000, keySilenceMicros: 20_000 };
    const sparse = steadyInput(3);
    expect(judge(trialOf({ input: sparse, change: { limits } })).status).toBe("pass");
  });

  it("counts the pause at the end while a record is pending", () => {
    const outputs = clean().filter((o) => o.ts < 1_590);
    const frontier = { offsets: [59, 59], resultsUpTo: 1_590 };
    const limits = { silenceMicros: 50_000 };
    expect(kinds(judge(trialOf({ outputs, change: { frontier, limits } })))).toEqual(["silence"]);
  });
});

describe("conservation", () => {
  const sum = (...ids: readonly number[]): IdSummer => {
    const summer = new IdSummer();
    for (const id of ids) summer.add(id);
    return summer;
  };
  const flow: JobFlow = {
    role: "outgoing",
    attempt: 0,
    read: sum(1, 2, 3, 4, 5, 6),
    forked: sum(6),
    filtered: sum(1),
    late: sum(2),
    absorbed: sum(),
    gateDropped: sum(3),
    emitted: sum(4, 6, 6),
    inFlight: sum(5),
  };

  it("holds when each record went somewhere", () => {
    expect(judge(trialOf({ facts: { flows: [flow] } })).status).toBe("pass");
  });

  it("finds a job in which a record vanished, by count", () => {
    const verdict = judge(trialOf({ facts: { flows: [{ ...flow, inFlight: sum() }] } }));
    expect(kinds(verdict)).toEqual(["conservation"]);
  });

  it("finds one record taken for another, by hash", () => {
    const verdict = judge(trialOf({ facts: { flows: [{ ...flow, inFlight: sum(4) }] } }));
    expect(property(verdict, "conservation").witnesses[0]?.detail).toMatchObject({
      in: 7,
      out: 7,
      sameIds: false,
    });
  });
});
