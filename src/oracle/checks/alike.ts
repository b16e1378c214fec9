import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";
import { unitOf } from "./gap.ts";

/**
 * Check 15: an output does not depend on which of the two jobs put it out. Where it does, "exactly
 * once" says less than it seems to: how many outputs differ, and why, is said instead of calling
 * them lost, doubled or wrong. What the scenario declares as no difference is noted.
 */
export function checkAlike(trial: Trial, { differences }: Comparison): PropertyResult {
  const head = { name: "alike", title: "Both jobs put out the same", kind: "differs" } as const;
  const unit = unitOf(trial.ledger);
  if (differences === undefined) return resultOf({ ...head, checked: 0, unit }, new Witnesses());
  const { of, byReason, mixed, checked } = differences;
  const { by, ignores } = trial.projection ?? { by: "output", ignores: [] };
  const failures = new Witnesses();
  failures.addAll(of.presence);
  failures.addAll(of.value);
  const isDeclared = (what: "value" | "presence"): boolean =>
    by !== "output" || ignores.includes(what) || of[what].count === 0;
  const counts = { ...byReason, mixed, values: of.value.count, presence: of.presence.count };
  const result = resultOf({ ...head, checked, unit }, failures, counts);
  const isNoted = result.status === "fail" && isDeclared("value") && isDeclared("presence");
  return isNoted ? { ...result, status: "noted" } : result;
}
