import type { Comparison } from "../comparison.ts";
import type { IdSum, JobFlow } from "../evidence.ts";
import { isSameSum, sumOf } from "../id-sum.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";

/**
 * Check 12: nothing vanishes on the way, by count and by hash of the ids. Per attempt of a job,
 * read + forked = filtered + late + absorbed + gate-dropped + emitted + in flight. Overall, where
 * records come out: input = filtered + expected, expected = seen + lost + pending.
 */
export function checkConservation(trial: Trial, found: Comparison): PropertyResult {
  const failures = new Witnesses();
  for (const flow of trial.facts.flows) checkFlow(flow, failures);
  const balances = trial.ledger.records.fanOut > 0 ? overall(trial, found, failures) : 0;
  const head = { name: "conservation", title: "Nothing vanished", kind: "conservation" } as const;
  const checked = trial.facts.flows.length + balances;
  const inputRecords = found.sums.read.count;
  return resultOf({ ...head, checked, unit: "balances" }, failures, { inputRecords });
}

function checkFlow(flow: JobFlow, failures: Witnesses): void {
  const { filtered, late, absorbed, gateDropped, emitted, inFlight } = flow;
  const into = sumOf(flow.read, flow.forked);
  const out = sumOf(filtered, late, absorbed, gateDropped, emitted, inFlight);
  if (isSameSum(into, out)) return;
  failures.add(() => ({
    detail: {
      what: "a job's records",
      role: flow.role,
      attempt: flow.attempt,
      in: into.count,
      out: out.count,
      sameIds: into.hash === out.hash,
    },
  }));
}

function overall(trial: Trial, found: Comparison, failures: Witnesses): number {
  const { sums } = found;
  const balance = (what: string, one: IdSum, other: IdSum): void => {
    if (isSameSum(one, other)) return;
    failures.add(() => ({
      detail: { what, in: one.count, out: other.count, sameIds: one.hash === other.hash },
    }));
  };
  balance("expected outputs", sums.expected, sumOf(sums.seen, sums.missing, sums.waiting));
  const strangers = found.phantoms.count - trial.ledger.strays.count + found.unjudged;
  const distinct = { count: trial.ledger.distinct, hash: 0 };
  const classified = { count: found.compared + strangers + found.superseded, hash: 0 };
  balance("distinct outputs", distinct, classified);
  if (trial.ledger.records.fanOut !== 1) return 2;
  balance("input records", sums.read, sumOf(sums.filtered, sums.unknown, sums.expected));
  return 3;
}
