import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { simulate } from "../../src/explore/run-scenario.ts";
import type { FaultOptions } from "../../src/model/fault-options.ts";
import type { PropertyResult } from "../../src/oracle/verdict.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { load, problems } from "../scenario/fixture.ts";

/** Pieces of a scenario; what follows a setting of the short run's own begins with a comma. */
export interface Settings {
  readonly source?: string;
  readonly checkpointing?: string;
  readonly graph?: string;
  readonly sink?: string;
  readonly handover?: string;
  /** Whole lines: the question and the title. */
  readonly head?: string;
  /** Whole lines: the jobs' own settings, faults. */
  readonly rest?: string;
  /** Faults that a file cannot say. */
  readonly faults?: readonly FaultOptions[];
}

/** T lies 5 s ahead of the watermark that it is made of. */
export const FAR = ", deletion-delay: 5 s";

/** A hand-over at 5 s on a topic that ends at 30 s, without anything late or idle. */
export function shortScenario(settings: Omit<Settings, "faults">): Scenario {
  const { source = "", checkpointing = "", sink = "", handover = "" } = settings;
  const { head = "", rest = "", graph = "[{ map: enrich }, gate, sink]" } = settings;
  const loaded = load(`
${head}
run: { duration: 60 s }
source: { rate: 200/s, partitions: 4, disorder: 500 ms, end: 30 s${source} }
pipeline:
  parallelism: 2
  watermarks: { bound: 500 ms }
  checkpointing: { interval: 1 s${checkpointing} }
  graph: ${graph}
sink: { guarantee: exactly-once, transaction-timeout: 15 min${sink} }
handover: { at: 5 s, reschedule: 500 ms, savepoints-dir: true${handover} }
${rest}
`);
  if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
  return loaded.scenario;
}

/** One seed of it. */
export function shortRun(settings: Settings, seed = 1): RunOutcome {
  const { options, properties } = shortScenario(settings);
  const { faults = options.faults } = settings;
  return simulate({ ...options, faults }, properties, seed);
}

/** What became of the hand-over and of the records. */
export function came({ verdict, facts }: RunOutcome): {
  readonly outcome: string;
  readonly lost: number;
  readonly duplicated: number;
} {
  const { lost, duplicated } = verdict.headline;
  return { outcome: facts.handover.outcome, lost, duplicated };
}

export function propertyOf({ verdict }: RunOutcome, name: PropertyResult["name"]): PropertyResult {
  const found = verdict.properties.find((property) => property.name === name);
  if (found === undefined) throw new Error(`no property ${name}`);
  return found;
}
