import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { asked } from "./asked.ts";

/**
 * Check 3: within an output partition, the outputs of one key from one source partition come in
 * offset order, and its results in the order of their ends. First appearances only: duplicates
 * are check 2's.
 *
 * Exactness does not imply order, so a violation is noted unless the scenario asks for order.
 * Relaxed: windows with allowed lateness, whose late firings come out of order by design.
 */
export function checkOrder(trial: Trial, _found: Comparison): PropertyResult {
  const head = { name: "order", title: "Order kept per key", kind: "order" } as const;
  const { ledger, shape } = trial;
  const lenient = shape.stages.some((s) => s.kind === "window" && s.allowedLatenessMillis > 0);
  const applies = shape.keepsOrder && !lenient;
  const result = resultOf(
    { ...head, checked: applies ? ledger.sequences : 0, unit: "key sequences" },
    ledger.inversions,
  );
  if (applies) return asked(result, trial.properties.order);
  const relaxed = { relaxed: ledger.inversions.count };
  return { ...result, status: "not-applicable", failures: 0, witnesses: [], counts: relaxed };
}
