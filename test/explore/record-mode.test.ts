import { describe, expect, it } from "vitest";
import type { TraceEntry } from "../../src/engine/trace.ts";
import { runScenario } from "../../src/explore/run-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { load, problems } from "../scenario/fixture.ts";

/** Checkpoints that overlap, expire and subsume one another, in a job held back by a burst. */
function scenarioOf(mode: string, exchange: string, faults: string): Scenario {
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
  return loaded.scenario;
}

/** Everything that the model tells of a run, and its judgement. */
function told(scenario: Scenario, seed: number, recordMode: boolean) {
  const entries: TraceEntry[] = [];
  const { verdict, facts, stopReason, moments, events } = runScenario(scenario, seed, {
    recordMode,
    stepBudget: 500_000,
    trace: { event: () => {}, emit: (entry) => entries.push(entry) },
  });
  return { outcome: { entries, verdict, facts, stopReason, moments }, events };
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

  it("would be seen to differ: another seed has another outcome", () => {
    const scenario = scenarioOf("EXACTLY_ONCE", "rebalance", "[]");
    expect(told(scenario, 1, false).outcome).not.toEqual(told(scenario, 2, true).outcome);
  });
});
