/** A hand-over as the oracle's fixture has it, run by nobody, and the report of it. */
import { compareExpected, type Expected } from "../../src/explore/expectation.ts";
import { summarise } from "../../src/explore/run-many.ts";
import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { digestOf } from "../../src/explore/seed-digest.ts";
import type { GateFacts } from "../../src/oracle/evidence.ts";
import { judge } from "../../src/oracle/judge.ts";
import type { RunReport } from "../../src/report/run-report.ts";
import type { Terminal } from "../../src/report/terminal.ts";
import { painted, type Text } from "../../src/report/text.ts";
import { authorOf, cleanRecords, rowOf, type TrialParts, trialOf } from "../oracle/fixture.ts";

/** A run that passes, unless the parts say otherwise. */
export function outcomeOf(parts: TrialParts = {}, change: Partial<RunOutcome> = {}): RunOutcome {
  const trial = trialOf(parts);
  return {
    seed: 1,
    verdict: judge(trial),
    facts: trial.facts,
    stopReason: "time",
    endedAtMicros: trial.facts.endedAt,
    events: 1_234,
    fingerprint: "0123456789abcdef",
    arrived: Array.from({ length: trial.input.partitions }, (_, p) => trial.input.count(p)),
    moments: {},
    ...change,
  };
}

/** Three records lost, one written by both jobs, and a gate that learned too late. */
export function failingOutcome(seed = 7): RunOutcome {
  const clean = cleanRecords();
  const twice = { ...clean[rowOf(clean, 1, 5)]!, author: authorOf("incoming") };
  const lost = new Set([0, 1, 2].map((offset) => rowOf(clean, 0, offset)));
  const outputs = clean.filter((_, i) => !lost.has(i));
  const again = { ...twice, at: 500_000, visibleAt: 501_000 };
  return outcomeOf(
    { outputs: [...outputs, again], facts: { gates: [OUTGOING_GATE, INCOMING_GATE] } },
    {
      seed,
      moments: {
        "toggle-written": 600_000,
        "outgoing-crossed": 800_000,
        "outgoing-deleted": 900_000,
      },
    },
  );
}

const OUTGOING_GATE: GateFacts = {
  role: "outgoing",
  subtask: 0,
  toggle: 1_500,
  learnedAt: 600_000,
  crossedAt: 800_000,
  passed: 50,
  dropped: 10,
  firstUnderOldRule: undefined,
};

const INCOMING_GATE: GateFacts = {
  ...OUTGOING_GATE,
  role: "incoming",
  learnedAt: 700_000,
  crossedAt: undefined,
  firstUnderOldRule: { id: 2 ** 36 + 12, at: 690_000 },
};

/** The report of these runs; the worst of them is shown. */
export function reportOf(
  outcomes: readonly RunOutcome[],
  change: Partial<RunReport> = {},
  expected?: Expected,
): RunReport {
  const digests = outcomes.map(digestOf);
  const summary = summarise(digests);
  return {
    file: "scenarios/orders.yaml",
    title: "orders",
    question: "Does every order come out once?",
    jobs: {
      outgoing: { name: "outgoing", colour: "GREEN", flinkVersion: "1.20", parallelism: 2 },
      incoming: { name: "incoming", colour: "BLUE", flinkVersion: "1.20", parallelism: 4 },
    },
    keyNames: undefined,
    clock: { epochMillis: 0, speed: 1 },
    inputs: "3f9c21ab".repeat(8),
    notModelled: [],
    summary,
    digests,
    shown: outcomes.find(({ seed }) => seed === summary.worst.seed)!,
    expectation:
      expected === undefined
        ? undefined
        : compareExpected(expected, summary.status, summary.findings),
    ...change,
  };
}

export const plain: Terminal = { columns: 100, charset: "utf-8", paint: (_, text) => text };

/** Shows each style by name: "[failed|✕ FAIL]". */
export const marked: Terminal = { ...plain, paint: (style, text) => `[${style}|${text}]` };

export function unpainted(text: Text): string {
  return painted(text, plain.paint);
}
