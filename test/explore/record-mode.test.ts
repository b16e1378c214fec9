import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { TraceEntry } from "../../src/engine/trace.ts";
import { simulate } from "../../src/explore/run-scenario.ts";
import { InputGate } from "../../src/model/network/input-gate.ts";
import { ResultPartition } from "../../src/model/network/result-partition.ts";
import type { RunOptions } from "../../src/model/options.ts";
import { load, problems } from "../scenario/fixture.ts";
import { anyRun } from "../support/any-run.ts";
import { effort } from "../support/effort.ts";

/** Checkpoints that overlap, expire and subsume one another, in a job held back by a burst. */
function scenarioOf(mode: string, exchange: string, faults: string): RunOptions {
  const loaded = load(`
run: { duration: 8 s }
source: { rate: 300/s, partitions: 5, disorder: 1 s, bursts: [{ from: 2 s, to: 3 s, factor: 6 }] }
pipeline:
  parallelism: 3
  watermarks: { bound: 2 s }
  checkpointing:
    interval: 60 ms
    mode: ${mode}
    max-concurrent: 4
    timeout: 90 ms
    tolerable-failures: 100000
    rpc: { median: 10 ms, p99: 80 ms }
  graph: [{ map: enrich }, ${exchange}, { map: slow, rate: 300/s }, ${exchange}, gate, sink]
network: { latency: { median: 2 ms, p99: 20 ms }, buffers: 2, buffer-size: 500 }
sink: { guarantee: exactly-once, transaction-timeout: 15 min }
handover: { at: 3 s }
faults: ${faults}
`);
  if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
  return loaded.scenario.options;
}

const STEPS = 1_000_000;

/** Everything that the model tells of a run, in order of time, and its judgement. */
function told(run: RunOptions, seed: number, recordMode: boolean) {
  const entries: TraceEntry[] = [];
  const { verdict, facts, stopReason, moments, events } = simulate(run, {}, seed, {
    recordMode,
    stepBudget: STEPS,
    trace: { event: () => {}, emit: (entry) => entries.push(entry) },
  });
  const lines = entries.map((entry) => JSON.stringify(entry)).sort();
  return { outcome: { lines, verdict, facts, stopReason, moments }, events };
}

const FAULTS = `
  - { at: 2 s, kill: outgoing/task/1/0 }
  - { at: 2500 ms, stall: outgoing/task/1/1, for: 700 ms }`;

describe("a subtask that is evaluated lazily", () => {
  const settings = ["EXACTLY_ONCE", "AT_LEAST_ONCE"].flatMap((mode) =>
    ["{ key-by: customer }", "rebalance"].flatMap((exchange) =>
      ["[]", FAULTS].map((faults) => ({ mode, exchange, faults })),
    ),
  );

  it.each(settings)("does what it does record by record: $mode, $exchange, $faults", (setting) => {
    const scenario = scenarioOf(setting.mode, setting.exchange, setting.faults);
    for (const seed of [1, 2]) {
      const lazy = told(scenario, seed, false);
      const recordByRecord = told(scenario, seed, true);
      expect(lazy.outcome.stopReason).not.toBe("step-budget");
      expect(lazy.outcome).toEqual(recordByRecord.outcome);
      expect(lazy.events).toBeLessThan(recordByRecord.events);
    }
  });

  it("does in any run what it does record by record", () => {
    const result = fc.check(likeRecordByRecord, effort(40));
    expect(result.failed, fc.defaultReportMessage(result)).toBe(false);
  });
});

const likeRecordByRecord = fc.property(anyRun, fc.nat(1_000), (run, seed) => {
  const recordByRecord = told(run, seed, true);
  if (recordByRecord.outcome.stopReason === "step-budget") return;
  expect(told(run, seed, false).outcome).toEqual(recordByRecord.outcome);
});

describe("a subtask that is woken too late", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const isSeen = (): boolean =>
    fc.check(likeRecordByRecord, { numRuns: 60, seed: 1, endOnFailure: true }).failed;

  it("would be seen: at the flusher's tick", () => {
    vi.spyOn(ResultPartition.prototype, "flushFor").mockReturnValue(Number.POSITIVE_INFINITY);
    expect(isSeen()).toBe(true);
  });

  it("would be seen: when its buffer is full", () => {
    vi.spyOn(ResultPartition.prototype, "room", "get").mockReturnValue(1_000);
    expect(isSeen()).toBe(true);
  });

  it("would be seen: when a barrier can be read", () => {
    vi.spyOn(InputGate.prototype, "recordsBeforeBarrier").mockReturnValue(1_000);
    expect(isSeen()).toBe(true);
  });

  it("would be seen: when a sender waits for credit", () => {
    vi.spyOn(InputGate.prototype, "recordsBeforeCredit").mockReturnValue(1_000);
    expect(isSeen()).toBe(true);
  });
});
