import type { HandoverRun } from "../model/handover/hand-over-run.ts";
import type { RunOptions } from "../model/options.ts";
import type { Probe, RunFacts } from "../oracle/evidence.ts";

/**
 * What must have happened for a pass to mean anything: both gates judged records, and every
 * declared fault struck.
 */
export function runProbes(options: RunOptions, run: HandoverRun, facts: RunFacts): Probe[] {
  if (options.handover === undefined) return [];
  const judged = (role: "outgoing" | "incoming"): number =>
    facts.gates
      .filter((gate) => gate.role === role)
      .reduce((sum, gate) => sum + gate.passed + gate.dropped, 0);
  const gates = (["outgoing", "incoming"] as const)
    .filter((role) => facts.gates.some((gate) => gate.role === role))
    .map((role) => ({ name: `${role} gate judged records`, hits: judged(role), required: true }));
  const faults = options.faults.map((fault, index) => ({
    name: `fault ${index + 1} (${fault.kind}) struck`,
    hits: run.struck.filter((one) => one === fault).length,
    required: true,
  }));
  return [...gates, ...faults];
}
