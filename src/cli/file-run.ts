import { type Run, seedsFrom, summarise } from "../explore/run-many.ts";
import type { RunOutcome } from "../explore/run-outcome.ts";
import { digestOf, type SeedDigest } from "../explore/seed-digest.ts";
import type { RunHead } from "../report/json.ts";
import type { RunReport } from "../report/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { placeOfBug } from "./bug-report.ts";
import { reportOf } from "./run-report.ts";
import { runAllSeeds } from "./seed-runner.ts";
import { type Thrown, thrownOf } from "./seed-task.ts";
import type { Simulator } from "./simulator.ts";
import type { TraceRecorder } from "./trace-recorder.ts";

/** One scenario file, its seeds, and who hears of them. */
export interface FileRun {
  readonly head: RunHead;
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  readonly simulator: Simulator;
  /** Hears the seed that is shown. */
  readonly recorder: TraceRecorder | undefined;
  readonly heard: (digest: SeedDigest) => void;
}

/** What was thrown, and where in the simulation. */
export interface Broken {
  readonly seed: number;
  readonly thrown: Thrown;
  readonly place: string;
}

/** The seeds that the command asks for, or else the file. */
export function seedsOf(
  { run }: Scenario,
  { seed, seeds }: { readonly seed?: number | undefined; readonly seeds?: number | undefined },
): readonly number[] {
  if (seed !== undefined) return [seed];
  return seedsFrom(run.firstSeed, seeds ?? run.seeds);
}

/** Simulates all seeds and, of many, the worst once more in full: the two must be the same. */
export async function simulateFile(job: FileRun): Promise<RunReport | Broken | "interrupted"> {
  const { head, scenario, seeds, simulator, recorder, heard } = job;
  const digests: SeedDigest[] = [];
  const hear = (digest: SeedDigest): void => {
    digests.push(digest);
    heard(digest);
  };
  let shown: Shown | undefined;
  if (seeds.length === 1) {
    shown = attempt(simulator.run, scenario, seeds[0] ?? 1);
    if (shown.ok) hear(digestOf(shown.outcome));
  } else {
    const end = await runAllSeeds({ simulator, scenario, seeds, heard: hear });
    if (end === "interrupted") return end;
    if (end !== "done") return broken(job, end.seed, end.thrown);
  }
  if (shown === undefined || (shown.ok && recorder !== undefined)) {
    shown = again(job, summarise(digests).worst);
  }
  if (!shown.ok) return broken(job, shown.seed, shown.thrown);
  return reportOf(head, scenario, digests, shown.outcome);
}

type Shown =
  | { readonly ok: true; readonly outcome: RunOutcome }
  | { readonly ok: false; readonly seed: number; readonly thrown: Thrown };

function attempt(run: Run, scenario: Scenario, seed: number, recorder?: TraceRecorder): Shown {
  try {
    const extras = recorder === undefined ? {} : { trace: recorder };
    return { ok: true, outcome: run(scenario, seed, extras) };
  } catch (error) {
    return { ok: false, seed, thrown: thrownOf(error) };
  }
}

/** The seed's second run, traced if somebody listens; another fingerprint is a fault of ours. */
function again({ scenario, simulator, recorder }: FileRun, before: SeedDigest): Shown {
  const { seed, fingerprint } = before;
  const second = attempt(simulator.run, scenario, seed, recorder);
  if (!second.ok || second.outcome.fingerprint === fingerprint) return second;
  const other = second.outcome.fingerprint;
  const message = `two runs of one seed differ: fingerprints ${fingerprint} and ${other}`;
  return { ok: false, seed, thrown: { message, stack: "" } };
}

function broken({ simulator, scenario }: FileRun, seed: number, thrown: Thrown): Broken {
  return { seed, thrown, place: placeOfBug(simulator.run, scenario, seed) };
}
