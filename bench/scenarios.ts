import { DiskFiles } from "../src/cli/files.ts";
import { loadScenario } from "../src/scenario/load-scenario.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

/** Two jobs, a keyed window, three failures, a hand-over half-way: 60 s of traffic. */
export function windowedHandover(records: number, parallelism: number): Scenario {
  return scenarioOf(`
run: { duration: 75 s }
source:
  partitions: ${parallelism}
  rate: ${Math.round(records / 60)}/s
  keys: 10000
  disorder: 500 ms
  end: 60 s
pipeline:
  parallelism: ${parallelism}
  watermarks: { bound: 500 ms }
  checkpointing: { interval: 5 s }
  graph: [{ map: enrich }, { key-by: customer }, { window: tumbling 1 s }, gate, sink]
sink:
  { guarantee: exactly-once, transaction-timeout: 15 min, restore-state: false, partitions: 4 }
handover: { at: 12 s, reschedule: 2 s, deletion-delay: 5 s, savepoints-dir: true }
faults:
  - { at: start + 8 s, kill: outgoing/task/1/0 }
  - { at: incoming-running + 3 s, kill: incoming/task/1/0 }
  - { at: start + 45 s, kill: incoming/task/1/0 }
`);
}

/** What a search runs thousands of: 1 000 records, P=4, two failures. */
export function smallHandover(): Scenario {
  return scenarioOf(`
run: { duration: 40 s }
source: { partitions: 4, rate: 50/s, keys: 20, disorder: 500 ms, end: 20 s }
pipeline:
  parallelism: 4
  watermarks: { bound: 500 ms }
  checkpointing: { interval: 5 s }
  graph: [{ map: enrich }, gate, sink]
sink: { guarantee: exactly-once, transaction-timeout: 15 min, restore-state: false }
handover:
  { at: 6 s, reschedule: 1 s, deletion-delay: 3 s, savepoints-dir: true, savepoint-duration: 50 ms }
faults:
  - { at: start + 4 s, kill: outgoing/task/0/0 }
  - { at: incoming-running + 4 s, kill: incoming/task/0/1 }
`);
}

/** What `npm start` runs. */
export function flights(): Scenario {
  const loaded = loadScenario("scenarios/flights.yaml", new DiskFiles("0"));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded.scenario;
}

function scenarioOf(text: string): Scenario {
  const bytes = new TextEncoder().encode(text);
  const loaded = loadScenario("bench.yaml", { read: () => ({ ok: true, bytes }) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded.scenario;
}
