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
export function checkDuplicate(trial: Trial, _found: Comparison): PropertyResult {
  const { repeats, distinct } = trial.ledger;
  const { atLeastOnce, readUncommitted, upsert } = trial.relaxations;
  const failures = new Witnesses();
  const replaysFail = atLeastOnce !== true && readUncommitted !== true;
  if (upsert !== true) {
    failures.addAll(repeats.plain);
    if (replaysFail) failures.addAll(repeats.replays);
  }
  const head = { name: "no-duplicate", title: "No record duplicated", kind: "duplicate" } as const;
  return resultOf({ ...head, checked: distinct, unit: unitOf(trial.ledger) }, failures, {
    ...repeats.pairs,
    replays: repeats.replays.count,
    differing: repeats.differing,
    updates: repeats.updates,
    relaxed: repeats.plain.count + repeats.replays.count - failures.count,
  });
}
