import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";
import { unitOf } from "./gap.ts";

/**
 * Check 2: no output was seen twice. Relaxed: replays by the same job where the sink is
 * at-least-once or readers are read_uncommitted; everything where readers upsert; windows that
 * fire again with more records in them are no duplicates at all.
 */
export function checkDuplicate(trial: Trial, found: Comparison): PropertyResult {
  const { repeats, distinct } = trial.ledger;
  const { atLeastOnce, readUncommitted, upsert } = trial.relaxations;
  const failures = new Witnesses();
  const replaysFail = atLeastOnce !== true && readUncommitted !== true;
  if (upsert !== true) {
    failures.addAll(repeats.plain);
    if (replaysFail) failures.addAll(repeats.replays);
  }
  const surplus = found.totals?.surplus.count ?? 0;
  if (found.totals !== undefined) failures.addAll(found.totals.surplus);
  const head = { name: "no-duplicate", title: "No record duplicated", kind: "duplicate" } as const;
  const what =
    found.totals === undefined
      ? { checked: distinct, unit: unitOf(trial.ledger) }
      : { checked: found.totals.checked, unit: "records" };
  return resultOf({ ...head, ...what }, failures, {
    ...repeats.pairs,
    replays: repeats.replays.count,
    differing: repeats.differing,
    updates: repeats.updates,
    relaxed: repeats.plain.count + repeats.replays.count + surplus - failures.count,
  });
}
