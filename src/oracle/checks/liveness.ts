import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";

/**
 * Check 9: handed over or rolled back, within T of the start or of the last fault, if that came
 * later. Unfinished: fails when T has passed, or when nothing was left to happen; else it is
 * inconclusive.
 */
export function checkLiveness(trial: Trial, _found: Comparison): PropertyResult {
  const head = { name: "handed-over", title: "Hand-over ends", kind: "stall" } as const;
  const { handover, endedAt, stopReason } = trial.facts;
  const { outcome, startedAt } = handover;
  const failures = new Witnesses();
  if (outcome === "none" || startedAt === undefined) {
    return resultOf({ ...head, checked: 0, unit: "hand-overs" }, failures);
  }
  const limit = trial.limits.handedOverWithinMicros;
  const ended = handover.endedAt ?? endedAt;
  const fault = handover.lastFaultAt;
  const countedFrom =
    fault !== undefined && fault <= ended ? Math.max(startedAt, fault) : startedAt;
  const took = ended - countedFrom;
  const isOver = outcome !== "unfinished";
  const tooLong = limit !== undefined && took > limit;
  if (tooLong || (!isOver && stopReason === "quiescence")) {
    const lastState = handover.transitions.at(-1)?.state ?? "none";
    failures.add(() => ({ detail: { outcome, startedAt, took, lastState } }));
  }
  const margin =
    limit === undefined
      ? undefined
      : ({ value: limit - took, unit: "us", against: "handed-over-within" } as const);
  const result = resultOf(
    { ...head, checked: 1, unit: "hand-overs" },
    failures,
    { tookMicros: took, rolledBack: outcome === "rolled-back" ? 1 : 0 },
    margin,
  );
  return isOver || result.status === "fail" ? result : { ...result, status: "inconclusive" };
}
