import { describe, expect, it } from "vitest";
import type { PropertyName } from "../../src/oracle/verdict.ts";
import type { Witness } from "../../src/oracle/witness.ts";
import { Names } from "../../src/report/names.ts";
import type { RunReport } from "../../src/report/run-report.ts";
import { witnessSentence } from "../../src/report/witness-sentence.ts";
import { failingOutcome, reportOf, unpainted } from "./fixture.ts";

const report = reportOf([failingOutcome()], { keyNames: ["ATL", "LAX"] });

function say(name: PropertyName, witness: Witness, of: RunReport = report): string {
  return unpainted(witnessSentence({ name }, witness, new Names(of)));
}

const record: Witness = {
  output: { kind: "record", partition: 2, offset: 1_048, sub: 0 },
  ts: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  key: 1,
  arrivalMicros: 4_525_000,
};
const green = { role: "outgoing", subtask: 2, attempt: 0, transaction: 5 } as const;
const blue = { role: "incoming", subtask: 0, attempt: 1, transaction: 9 } as const;
const written: Witness = {
  ...record,
  appearance: { ...green, at: 4_600_000, visibleAt: 5_400_000 },
};
const NAME = "p2·1048 (key LAX, 2026-01-02 03:04:05.678)";

const SENTENCES: readonly (readonly [PropertyName, Witness, string])[] = [
  [
    "payload",
    { ...written, detail: { expected: 17, actual: 18 } },
    `${NAME}: Green/2 wrote it at +4.2 s with digest 18 instead of 17`,
  ],
  [
    "order",
    { ...written, detail: { behind: 1_050, place: 1_048 } },
    `${NAME}: Green/2 wrote it at +4.2 s, behind a later one of its key`,
  ],
  [
    "no-phantom",
    written,
    `${NAME}: Green/2 wrote it at +4.2 s, and the reference has no such output`,
  ],
  [
    "whole-transactions",
    {
      detail: {
        ...{ transaction: 9, role: "incoming", attempt: 0, subtask: 1, state: "aborted" },
        ...{ appended: 1_200, seen: 3, openedAt: 900_000 },
      },
    },
    "transaction 9 of Blue/1, begun at +500 ms, is aborted, and readers saw 3 of its 1 200 outputs",
  ],
  [
    "whole-transactions",
    { detail: { transaction: 9, state: "unknown" } },
    "transaction 9 is unknown to the broker, yet readers saw of it",
  ],
  [
    "single-writer",
    { ...written, detail: { laterAttempt: 1 } },
    `${NAME}: Green/2 wrote it at +4.2 s after attempt 2 of the same subtask had begun to`,
  ],
  [
    "single-writer",
    written,
    `${NAME}: Green/2 wrote it at +4.2 s after Blue had written for its key`,
  ],
  [
    "late-set",
    { ...record, detail: { lateHere: true, lateInOutgoing: true, lateInIncoming: false } },
    `${NAME}, came at +4.125 s: Green dropped it as late, the reference did not`,
  ],
  [
    "late-set",
    { ...record, detail: { lateHere: false } },
    `${NAME}, came at +4.125 s: the reference dropped it as late, here it counts`,
  ],
  [
    "visible-in-time",
    { ...record, detail: { waited: 75_000_000 } },
    `${NAME}, came at +4.125 s: readers saw it after 1 min 15 s`,
  ],
  [
    "handed-over",
    { detail: { outcome: "unfinished", took: 600_000_000, lastState: "TRANSITIONING_TO_BLUE" } },
    "unfinished after 10 min, last state TRANSITIONING_TO_BLUE",
  ],
  ["end-state", { detail: { what: "no such job", role: "incoming" } }, "there is no Blue job"],
  [
    "end-state",
    { detail: { what: "the job that should run does not", role: "incoming", state: "failed" } },
    "Blue should run, but is failed",
  ],
  [
    "end-state",
    { detail: { what: "the other job is still there", role: "outgoing", state: "running" } },
    "Green should be gone, but is running",
  ],
  [
    "end-state",
    {
      detail: {
        ...{ what: "transaction left open", transaction: 4, role: "outgoing", attempt: 0 },
        ...{ subtask: 1, state: "pre-committed", openedAt: 300_000 },
      },
    },
    "transaction 4 of Green/1, begun at −100 ms, is left pre-committed",
  ],
  [
    "end-state",
    {
      detail: { what: "readers held back", partition: 3, end: 1_200, lastStable: 900, heldBy: 4 },
    },
    "readers of output partition 3 come to 900 of 1 200, held back by transaction 4",
  ],
  [
    "no-silence",
    { detail: { from: 1_400_000, to: 46_400_000 } },
    "nothing from +1 s to +46 s, 45 s long",
  ],
  [
    "no-silence",
    { ...record, detail: { from: 1_400_000, to: 46_400_000 } },
    `nothing new for ${NAME} from +1 s to +46 s, 45 s long`,
  ],
  [
    "conservation",
    { detail: { what: "a job's records", role: "outgoing", attempt: 1, in: 1_000, out: 998 } },
    "records of Green (attempt 2): 1 000 in, 998 out",
  ],
  [
    "conservation",
    { detail: { what: "expected outputs", in: 1_000, out: 1_000, sameIds: false } },
    "expected outputs: 1 000 in and out, but not the same ones",
  ],
  [
    "alike",
    { ...record, detail: { reason: "change", of: "value", inOutgoing: true, inIncoming: true } },
    `${NAME}: Green and Blue put it out with different values`,
  ],
  [
    "alike",
    { ...record, detail: { reason: "change", inOutgoing: false, inIncoming: true } },
    `${NAME}: only Blue puts it out`,
  ],
  [
    "alike",
    { ...record, detail: { reason: "change", isMixed: true } },
    `${NAME}: half of what is in it went through Green, half through Blue`,
  ],
  [
    "alike",
    { ...record, detail: { reason: "nondeterminism", of: "presence" } },
    `${NAME}: whether it comes is left to chance, and each job has its own`,
  ],
  [
    "alike",
    { ...record, detail: { reason: "processing time", of: "value" } },
    `${NAME}: what is in it depends on when each job got to its records`,
  ],
  [
    "alike",
    { ...record, detail: { reason: "state TTL", of: "presence" } },
    `${NAME}: whether it comes depends on when each job's state had expired`,
  ],
  [
    "non-vacuous",
    { detail: { probe: "a toggle was written", hits: 0 } },
    "it never came to this: a toggle was written",
  ],
];

describe("a counterexample in words", () => {
  it("says of a lost record what the gates did with it, as far as that is known", () => {
    expect(say("no-gap", record)).toBe(`${NAME}, came at +4.125 s: readers never saw it`);
    const dropped = { ...record, detail: { passedAGate: false } };
    expect(say("no-gap", dropped)).toBe(
      `${NAME}, came at +4.125 s: neither Green nor Blue let it pass its gate`,
    );
    const passed = {
      passedAGate: true,
      passedBy: "outgoing",
      passedByAttempt: 1,
      passedBySubtask: 3,
    };
    expect(say("no-gap", { ...record, detail: passed })).toBe(
      `${NAME}, came at +4.125 s: the gate of Green/3 (attempt 2) let it pass, but readers never saw it`,
    );
  });

  it("says how many records are in all results of a key or a window", () => {
    const start = Date.UTC(2026, 0, 1, 10);
    const counts = { expected: 120, actual: 118, start, end: start + 10_000 };
    expect(say("no-gap", { key: 0, detail: { by: "key", ...counts } })).toBe(
      "key ATL: 118 records are in its results, taken together, instead of 120",
    );
    expect(say("no-duplicate", { detail: { by: "window", ...counts } })).toBe(
      "2026-01-01 10:00:00 to 2026-01-01 10:00:10: 118 records are in its results, taken together, instead of 120",
    );
  });

  it("says which job dropped a lost record as late", () => {
    const late = (lateInOutgoing: boolean, lateInIncoming: boolean): string =>
      say("no-gap", { ...record, detail: { lateInOutgoing, lateInIncoming } });
    expect(late(true, false)).toContain(": Green dropped it as late");
    expect(late(false, true)).toContain(": Blue dropped it as late");
    expect(late(true, true)).toContain(": Green and Blue dropped it as late");
  });

  it("names both writers of a duplicate, and a value that differs", () => {
    const appearance = { ...blue, at: 6_000_000, visibleAt: 6_400_000 };
    const twice = { ...record, earlier: { ...green, visibleAt: 5_400_000 }, appearance };
    expect(say("no-duplicate", { ...twice, detail: { differing: false } })).toBe(
      `${NAME}: written by Green/2 (readable at +5 s) and again by Blue/0 (attempt 2, readable at +6 s)`,
    );
    expect(say("no-duplicate", { ...twice, detail: { differing: true } })).toContain(
      "and again with another value by Blue/0",
    );
  });

  it("tells a window's result by key and bounds", () => {
    const start = Date.UTC(2026, 0, 1, 10);
    const output = { kind: "result", stage: 1, key: 0, start, end: start + 10_000 } as const;
    const detail = { expectedCount: 14, actualCount: 13, sameDigest: false };
    expect(say("payload", { output, key: 0, appearance: written.appearance!, detail })).toBe(
      "result of key ATL, 2026-01-01 10:00:00 to 2026-01-01 10:00:10: Green/2 wrote it at +4.2 s with 13 records in it instead of 14",
    );
  });

  it.each(SENTENCES)("says for %s: %j", (name, witness, sentence) => {
    expect(say(name, witness)).toBe(sentence);
  });

  it("is tested here for every property that the oracle has", () => {
    const told = new Set([...SENTENCES.map(([name]) => name), "no-gap", "no-duplicate"]);
    const { properties } = report.shown.verdict;
    // Jobs that are alike are not asked whether they are.
    expect([...told].toSorted()).toEqual(
      ["alike", ...properties.map(({ name }) => name)].toSorted(),
    );
  });
});

describe("names", () => {
  it("tell the event time of a replay as the recording has it", () => {
    const epochMillis = Date.UTC(2001, 0, 1);
    const replayed = { ...report, clock: { epochMillis, speed: 3_600 } };
    // 90 minutes later, in a replay at 3600 times the speed: 1.5 s later.
    expect(new Names(replayed).eventTime(epochMillis + 1_500)).toContain("01:30:00");
    // 100 minutes are 1666.67 ms, which a replay rounds down.
    expect(new Names(replayed).eventTime(epochMillis + 1_666)).toContain("01:40:00");
  });

  it("count instants from the start of the run where there was no hand-over", () => {
    const { shown } = report;
    const handover = { ...shown.facts.handover, startedAt: undefined };
    const none = { ...report, shown: { ...shown, facts: { ...shown.facts, handover } } };
    expect(new Names(none).instant(4_125_000)).toBe("4.125\u00a0s");
    expect(new Names(report).instant(4_525_000)).toBe("+4.125\u00a0s");
  });
});
