import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { RunOptions } from "../../../src/model/options.ts";
import { load } from "../../scenario/fixture.ts";

const SCENARIO = `
title: two jobs, no gate that stops either
expect: { verdict: fail }
run: { duration: 25 s }
source: { rate: 200/s, partitions: 4, disorder: 100 ms }
pipeline:
  parallelism: 2
  watermarks: { bound: 500 ms }
  checkpointing: { interval: 1 s }
  graph: [{ map: enrich }, gate, sink]
handover: { at: 5 s, protocol: basic }
sink: { guarantee: exactly-once, transaction-timeout: 15 min }
`;

interface Told {
  /** Trace entries of both sinks and what became of the jobs, in order. */
  readonly lines: readonly string[];
  readonly transactions: unknown;
  count(what: string, where: string): number;
}

const KEPT = ["job-status", "send-refused", "commit-refused", "transactional-id-probed"];

/** Both jobs over one sink, the incoming one from a savepoint of the outgoing one. */
function run(change: (options: RunOptions) => RunOptions, recordMode: boolean): Told {
  const loaded = load(SCENARIO);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  const { options, properties } = loaded.scenario;
  const restart = { strategy: "fixed-delay", attempts: 100, delayMicros: 500_000 } as const;
  const slow = { rescheduleMicros: 1_000_000, deletionDelayMillis: 60_000 };
  const handover = options.handover && { ...options.handover, ...slow };
  const lines: string[] = [];
  const outcome = simulate(
    change({
      ...options,
      handover,
      outgoing: { ...options.outgoing, transactionalIdPrefix: "x", restart },
      incoming: { ...options.incoming, transactionalIdPrefix: "x", restart },
    }),
    properties,
    3,
    {
      recordMode,
      stepBudget: 200_000,
      trace: {
        event: () => {},
        emit: ({ at, where, what, detail }) => {
          if (KEPT.includes(what)) lines.push(`${at} ${where} ${what} ${JSON.stringify(detail)}`);
        },
      },
    },
  );
  expect(outcome.stopReason).toBe("time");
  return {
    lines,
    transactions: outcome.facts.transactions,
    count: (what, where) =>
      lines.filter((line) => line.includes(` ${where}`) && line.includes(what)).length,
  };
}

const withNaming =
  (naming: RunOptions["sink"]["naming"]) =>
  (options: RunOptions): RunOptions => ({ ...options, sink: { ...options.sink, naming } });

describe("two jobs with one prefix", () => {
  it.each([
    "INCREMENTING",
    "POOLING",
  ] as const)("fence each other, and a thread that is evaluated lazily fails no later (S11, %s)", (naming) => {
    const lazily = run(withNaming(naming), false);
    const oneByOne = run(withNaming(naming), true);
    expect(lazily.count("send-refused", "outgoing")).toBeGreaterThan(0);
    expect(lazily.lines).toEqual(oneByOne.lines);
    expect(lazily.transactions).toEqual(oneByOne.transactions);
  });

  it("go on when nothing of the other is met any more (S9)", () => {
    const { lines } = run(withNaming("INCREMENTING"), false);
    const statuses = lines.filter((line) => line.includes("job-status"));
    const last = (job: string): string =>
      statuses.filter((line) => line.includes(` ${job} `)).at(-1) ?? "";
    expect(last("outgoing")).toContain('"running"');
    expect(last("incoming")).toContain('"running"');
  });
});

describe("two jobs with prefixes of their own", () => {
  const apart = (restoresSinkState: boolean) => (options: RunOptions) => ({
    ...options,
    incoming: { ...options.incoming, transactionalIdPrefix: "y", restoresSinkState },
  });

  it("fence the outgoing one once if its sink's state is restored (S9, S11, F5)", () => {
    const told = run(apart(true), false);
    expect(told.count("send-refused", "outgoing")).toBe(2);
    expect(told.count("send-refused", "incoming")).toBe(0);
  });

  it("leave each other alone if the incoming sink starts anew (S14, C19)", () => {
    expect(run(apart(false), false).count("refused", "")).toBe(0);
  });
});
