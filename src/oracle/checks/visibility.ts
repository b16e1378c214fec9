import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";
import { unitOf } from "./gap.ts";

/**
 * Check 8: readers see an output within L. A record's wait begins with its arrival and, if it is
 * pending, lasts to the end of the run; a result's begins with its append. Lost ones are check
 * 1's.
 */
export function checkVisibility(trial: Trial, found: Comparison): PropertyResult {
  const head = { name: "visible-in-time", title: "Visible in time", kind: "visibility" } as const;
  const limit = trial.limits.visibleWithinMicros;
  const failures = new Witnesses();
  const { ledger } = trial;
  if (limit === undefined) return resultOf({ ...head, checked: 0, unit: unitOf(ledger) }, failures);
  failures.addAll(found.slow);
  failures.addAll(ledger.slowResults);
  const slowest = Math.max(found.slowestMicros, ledger.slowestResultMicros);
  const checked = found.timed + ledger.timedResults;
  return resultOf(
    { ...head, checked, unit: unitOf(ledger) },
    failures,
    { slowestMicros: slowest },
    { value: limit - slowest, unit: "us", against: "visible-within" },
  );
}
