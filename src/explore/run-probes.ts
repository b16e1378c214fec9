import type { FaultOptions } from "../model/fault-options.ts";
import type { HandoverRun } from "../model/handover/hand-over-run.ts";
import type { RunOptions } from "../model/options.ts";
import type { Probe, RunFacts } from "../oracle/evidence.ts";

/**
 * What must have happened for a pass to mean anything: both gates judged records, and every
 * declared fault struck and met something.
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
  return [...gates, ...options.faults.flatMap((fault, index) => faultProbes(fault, index, run))];
}

// A fault that met nothing, such as the death of a job that was gone, proves nothing either.
function faultProbes(fault: FaultOptions, index: number, { strikes }: HandoverRun): Probe[] {
  const strike = strikes.find((one) => one.fault === fault);
  const name = `fault ${index + 1} (${fault.kind})`;
  const hits = strike === undefined ? 0 : 1;
  const struck = { name: `${name} struck`, hits, required: true };
  if (strike === undefined) return [struck];
  // Who asks again says it for the case that it came to nothing.
  const required = fault.kind !== "retry";
  return [struck, { name: `${name} made a difference`, hits: strike.effects, required }];
}
