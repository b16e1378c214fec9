import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";
import { asked } from "./asked.ts";
import { unitOf } from "./gap.ts";

/**
 * Check 5: one cut per key and output partition, the outgoing job's outputs before the incoming
 * one's; and no attempt appends behind a later attempt of its subtask (a zombie: fails always). A
 * watermark cut interleaves the two jobs in the log by design, so crossings are noted unless
 * asked.
 */
export function checkSingleWriter(trial: Trial, _found: Comparison): PropertyResult {
  const { zombies, crossings } = trial.ledger.writers;
  const failures = new Witnesses();
  failures.addAll(zombies);
  failures.addAll(crossings);
  const head = { name: "single-writer", title: "One writer at a time", kind: "writer" } as const;
  const result = resultOf(
    { ...head, checked: trial.ledger.distinct, unit: unitOf(trial.ledger) },
    failures,
    { zombies: zombies.count, crossings: crossings.count },
  );
  return zombies.count > 0 ? result : asked(result, trial.properties.singleWriter);
}
