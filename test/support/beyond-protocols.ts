import type { TraceEntry } from "../../src/engine/trace.ts";
import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { type RunExtras, simulate } from "../../src/explore/run-scenario.ts";
import type { RunOptions } from "../../src/model/options.ts";
import type { FindingKind } from "../../src/oracle/verdict.ts";

/** What readers of the output would notice: lost, repeated, wrong, invented, torn. */
const INEXACT: readonly FindingKind[] = [
  "gap",
  "duplicate",
  "payload",
  "phantom",
  "torn",
  "conservation",
];

export interface ExactnessTrial {
  readonly outcome: RunOutcome;
  /** Kinds of findings against exactly-once, with their counts. */
  readonly inexact: readonly string[];
  /** Why no protocol could have done better; undefined = it was possible. */
  readonly beyond: string | undefined;
}

/** Runs one hand-over and says whether it was exactly-once, or could not be. */
export function tryExactness(options: RunOptions, extras: RunExtras = {}): ExactnessTrial {
  const entries: TraceEntry[] = [];
  const outcome = simulate(options, {}, 1, {
    stepBudget: 500_000,
    ...extras,
    trace: { event: () => {}, emit: (entry) => entries.push(entry) },
  });
  const inexact = outcome.verdict.findings
    .filter(({ kind }) => INEXACT.includes(kind))
    .map(({ kind, count }) => `${kind}: ${count}`);
  return { outcome, inexact, beyond: beyondProtocols(options, outcome, entries) };
}

/**
 * What no protocol survives, besides what `anyHandover` leaves out: a job that has failed for good, with
 * what it holds open; for those that stop, C26; for a cut that stands, a T that comes too early.
 */
function beyondProtocols(
  { handover, epochMillis }: RunOptions,
  { facts }: RunOutcome,
  entries: readonly TraceEntry[],
): string | undefined {
  if (facts.jobs.some(({ state }) => state === "failed")) return "a job has failed for good";
  const protocol = handover?.protocol;
  const stops = protocol?.name === "stop-with-savepoint" || protocol?.name === "checkpoint-cut";
  if (stops && failedInItsStop(entries)) return "a task failed between a savepoint and FINISHED";
  if (protocol?.name !== "configured-watermark") return undefined;
  const begun = facts.handover.transitions.find(({ state }) => state.startsWith("TRANSITIONING"));
  const isInTime = begun !== undefined && epochMillis + begun.at / 1_000 < protocol.toggleMillis;
  return isInTime ? undefined : "T came before the savepoint";
}

// C26: such a job restarts from the checkpoint before, after some of its sinks have committed.
function failedInItsStop(entries: readonly TraceEntry[]): boolean {
  const stopped = new Set<string>();
  for (const { where, what, detail } of entries) {
    if (what === "checkpoint-completed" && detail?.["kind"] === "stop-with-savepoint") {
      stopped.add(where);
    } else if (what === "job-status") {
      if (stopped.delete(where) && detail?.["status"] === "restarting") return true;
    }
  }
  return false;
}
