import type { Comparison } from "../comparison.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";

/**
 * Check 14: what must have happened for a pass to mean anything did happen; else it is
 * inconclusive.
 */
export function checkVacuity(trial: Trial, _found: Comparison): PropertyResult {
  const missed = new Witnesses();
  const required = trial.probes.filter((probe) => probe.required);
  for (const { name, hits } of required) {
    if (hits === 0) missed.add(() => ({ detail: { probe: name, hits } }));
  }
  const head = { name: "non-vacuous", title: "Put to the test", kind: "vacuous" } as const;
  const optional = trial.probes.filter((probe) => !probe.required && probe.hits === 0).length;
  const counts = { optionalMissed: optional };
  const result = resultOf({ ...head, checked: required.length, unit: "probes" }, missed, counts);
  return result.status === "fail" ? { ...result, status: "inconclusive" } : result;
}
