import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { unitOf } from "./gap.ts";

/**
 * Check 4, outputs: nothing was seen that the reference does not have, or whose record never was.
 */
export function checkPhantom(trial: Trial, found: Comparison): PropertyResult {
  const head = { name: "no-phantom", title: "Nothing came from nowhere", kind: "phantom" } as const;
  return resultOf(
    { ...head, checked: trial.ledger.distinct, unit: unitOf(trial.ledger) },
    found.phantoms,
    { superseded: found.superseded, unjudged: found.unjudged },
  );
}
