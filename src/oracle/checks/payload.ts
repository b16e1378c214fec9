import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { unitOf } from "./gap.ts";

/** The digest (and, of a result, the count of records in it) is what the reference has. */
export function checkPayload(trial: Trial, found: Comparison): PropertyResult {
  const head = { name: "payload", title: "Every result as the reference has it" } as const;
  return resultOf(
    { ...head, kind: "payload", checked: found.compared, unit: unitOf(trial.ledger) },
    found.wrong,
  );
}
