import type { Comparison } from "../comparison.ts";
import type { TransactionFacts } from "../evidence.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { type Witness, Witnesses } from "../witness.ts";

/**
 * Check 4, transactions: readers see all of a committed transaction or, behind the last stable
 * offset, a part that is still hidden; and nothing of an aborted, open or unknown one. Relaxed:
 * read_uncommitted.
 */
export function checkTransactions(trial: Trial, _found: Comparison): PropertyResult {
  const { facts, ledger, relaxations } = trial;
  const failures = new Witnesses();
  const known = new Set<number>();
  const visible = ledger.byTransaction();
  const held = facts.outputPartitions.some((p) => p.lastStable < p.end);
  let hidden = 0;
  let dirty = 0;
  for (const transaction of facts.transactions) {
    known.add(transaction.number);
    const seen = visible.get(transaction.number) ?? 0;
    if (transaction.state === "committed") {
      if (seen === transaction.appended) continue;
      if (held && seen < transaction.appended) hidden += transaction.appended - seen;
      else failures.add(() => witness(transaction, seen));
    } else if (seen > 0) {
      dirty += seen;
      if (relaxations.readUncommitted !== true) failures.add(() => witness(transaction, seen));
    }
  }
  for (const number of visible.keys()) {
    if (known.has(number)) continue;
    failures.add(() => ({ detail: { transaction: number, state: "unknown" } }));
  }
  const head = { name: "whole-transactions", title: "All emitted committed" } as const;
  const checked = { checked: facts.transactions.length, unit: "transactions" };
  return resultOf({ ...head, kind: "torn", ...checked }, failures, { hidden, dirty });
}

function witness(transaction: TransactionFacts, seen: number): Witness {
  const { number, role, attempt, subtask, state, appended, openedAt } = transaction;
  return {
    detail: { transaction: number, role, attempt, subtask, state, appended, seen, openedAt },
  };
}
