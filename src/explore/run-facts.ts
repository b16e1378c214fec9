import type { StopReason } from "../engine/simulation.ts";
import type { HandoverRun } from "../model/handover/hand-over-run.ts";
import type { GateAttempt } from "../model/handover/job-runtime.ts";
import type { JobStatus } from "../model/job/job-status.ts";
import type { JobRole } from "../model/options.ts";
import type {
  Frontier,
  GateFacts,
  JobFacts,
  RunFacts,
  TransactionFacts,
} from "../oracle/evidence.ts";
import { HeldBack } from "../oracle/held-back.ts";
import { subIndexOf } from "../oracle/output-name.ts";
import { flowsOf } from "./flow-facts.ts";

const ROLES: readonly JobRole[] = ["outgoing", "incoming"];

/** The facts of a run that has ended, for the judge. */
export function runFacts(run: HandoverRun, stopReason: StopReason): RunFacts {
  const { book, broker, simulation } = run;
  return {
    stopReason,
    endedAt: simulation.now,
    handover: {
      outcome: book.outcome,
      startedAt: book.startedAt,
      endedAt: book.endedAt,
      lastFaultAt: book.lastFaultAt,
      transitions: book.transitions.map(({ at, to }) => ({ at, state: to })),
    },
    jobs: ROLES.map((role) => jobFacts(run, role)),
    gates: ROLES.flatMap((role) => gateFacts(role, run.jobs[role].gates)),
    transactions: broker.transactionRecords().map((record): TransactionFacts => {
      const { number, appended, openedAt, endedAt } = record;
      const { role, attempt, subtask } = run.attempts.of(record.owner);
      const isHeld = record.state === "open" && run.preCommitted.has(number);
      const state = isHeld ? "pre-committed" : record.state;
      return { number, role, attempt, subtask, appended, state, openedAt, endedAt };
    }),
    outputPartitions: broker.partitionRecords(),
    flows: flowsOf(run),
  };
}

/**
 * What must be out by now: what the jobs that are left have committed. While both are there it is
 * what both have, since each leaves a part of it to the other.
 */
export function frontierOf(run: HandoverRun): Frontier {
  return { ...progressOf(run), heldBack: heldBackOf(run) };
}

function heldBackOf({ broker }: HandoverRun): HeldBack | undefined {
  let held: HeldBack | undefined;
  for (const { partition } of broker.partitionRecords()) {
    broker.log(partition).heldBack(({ rows }, row) => {
      const id = rows.id[row]!;
      held ??= new HeldBack();
      const start = rows.windowStart[row]!;
      if (id >= 0) held.addRecord(id, subIndexOf(start));
      else held.addResult(-1 - id, rows.key[row]!, start, rows.ts[row]! + 1, rows.count[row]!);
    });
  }
  return held;
}

function progressOf(run: HandoverRun): Frontier {
  const { outgoing, incoming } = run.jobs;
  const isBoth = run.book.outcome === "unfinished" && incoming.job.status !== "absent";
  const last = run.book.outcome === "handed-over" ? incoming : outgoing;
  const { offsets, watermark } = last.progressNow;
  if (!isBoth) return { offsets, resultsUpTo: watermark };
  const [a, b] = [outgoing.progressNow, incoming.progressNow];
  return {
    offsets: a.offsets.map((offset, partition) => Math.min(offset, b.offsets[partition] ?? 0)),
    resultsUpTo: Math.min(a.watermark, b.watermark),
  };
}

function jobFacts(run: HandoverRun, role: JobRole): JobFacts {
  const { job } = run.jobs[role];
  const { name, colour } = job.options;
  return { role, name, colour, state: STATES[job.status], attempts: run.attempts.most(role) };
}

const STATES: Readonly<Record<JobStatus, JobFacts["state"]>> = {
  absent: "absent",
  deploying: "starting",
  running: "running",
  unmanaged: "restarting",
  restarting: "restarting",
  finished: "absent",
  failed: "failed",
  canceled: "absent",
};

/** One entry a gate subtask: its attempts together. */
function gateFacts(role: JobRole, attempts: readonly GateAttempt[]): GateFacts[] {
  const bySubtask = new Map<number, GateFacts>();
  for (const { attempt, facts } of attempts) {
    const before = bySubtask.get(attempt.subtask);
    const early = before?.firstUnderOldRule ?? facts.firstUnderOldRule;
    bySubtask.set(attempt.subtask, {
      role,
      subtask: attempt.subtask,
      toggle: facts.toggle ?? before?.toggle,
      learnedAt: before?.learnedAt ?? facts.learnedAt,
      crossedAt: before?.crossedAt ?? facts.crossedAt,
      passed: (before?.passed ?? 0) + facts.passed,
      dropped: (before?.dropped ?? 0) + facts.dropped,
      firstUnderOldRule: early && { id: early.id, at: early.at },
    });
  }
  return [...bySubtask.values()].sort((a, b) => a.subtask - b.subtask);
}
