import type { Comparison } from "../comparison.ts";
import type { JobFacts, TransactionFacts } from "../evidence.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";

/**
 * Check 10: in the end exactly one job is there, the right one: the incoming after a hand-over,
 * the outgoing after a roll-back. Nobody else's transaction is left open, and none holds readers
 * back: only the last attempt of the job that stays may have transactions in progress.
 */
export function checkEndState(trial: Trial, _found: Comparison): PropertyResult {
  const { facts } = trial;
  const { outcome } = facts.handover;
  const head = { name: "end-state", title: "One job is left", kind: "end-state" } as const;
  const failures = new Witnesses();
  if (outcome !== "handed-over" && outcome !== "rolled-back") {
    return resultOf({ ...head, checked: 0, unit: "facts" }, failures);
  }
  const heir = outcome === "handed-over" ? "incoming" : "outgoing";
  for (const job of facts.jobs) checkJob(job, job.role === heir, failures);
  if (!facts.jobs.some((job) => job.role === heir)) {
    failures.add(() => ({ detail: { what: "no such job", role: heir } }));
  }
  const staying = facts.jobs.find((job) => job.role === heir && isHere(job));
  const open = facts.transactions.filter(isInProgress);
  const latest = latestAttempts(facts.transactions);
  const isOwned = (t: TransactionFacts): boolean =>
    staying?.state === "running" && t.role === heir && t.attempt === latest.get(writerOf(t));
  const lingering = open.filter((t) => !isOwned(t));
  for (const { number, role, attempt, subtask, state, openedAt } of lingering) {
    const what = "transaction left open";
    failures.add(() => ({
      detail: { what, transaction: number, role, attempt, subtask, state, openedAt },
    }));
  }
  const owned = new Set(open.filter(isOwned).map((t) => t.number));
  for (const { partition, end, lastStable, heldBy } of facts.outputPartitions) {
    if (lastStable >= end || owned.has(heldBy)) continue;
    failures.add(() => ({
      detail: { what: "readers held back", partition, end, lastStable, heldBy },
    }));
  }
  const checked = facts.jobs.length + facts.transactions.length + facts.outputPartitions.length;
  return resultOf({ ...head, checked, unit: "facts" }, failures, { inProgress: owned.size });
}

function isHere(job: JobFacts): boolean {
  return job.state === "running" || job.state === "finished";
}

function checkJob(job: JobFacts, isHeir: boolean, failures: Witnesses): void {
  if (isHeir ? isHere(job) : job.state === "absent") return;
  const { role, name, state, attempts } = job;
  const what = isHeir ? "the job that should run does not" : "the other job is still there";
  failures.add(() => ({ detail: { what, role, name, state, attempts } }));
}

/** Not over, and holding something: a transaction without a record blocks nobody (S12). */
function isInProgress({ state, appended }: TransactionFacts): boolean {
  return appended > 0 && (state === "open" || state === "pre-committed");
}

function writerOf({ role, subtask }: TransactionFacts): string {
  return `${role}/${subtask}`;
}

/** The latest attempt of each sink subtask, as far as it began a transaction. */
function latestAttempts(transactions: readonly TransactionFacts[]): Map<string, number> {
  const latest = new Map<string, number>();
  for (const transaction of transactions) {
    const writer = writerOf(transaction);
    latest.set(writer, Math.max(transaction.attempt, latest.get(writer) ?? 0));
  }
  return latest;
}
