import type { Comparison } from "../comparison.ts";
import { recordIdOf } from "../evidence.ts";
import type { Ledger } from "../ledger.ts";
import { appendOf, UNSEEN } from "../mark.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import type { Witness } from "../witness.ts";

/**
 * Check 1: every output that is due was seen; or, where results are taken together, every record
 * is in one of them. What lies beyond the frontier is pending, and
 * counted.
 */
export function checkGap(trial: Trial, found: Comparison): PropertyResult {
  const head = { name: "no-gap", title: "No record lost", kind: "gap" } as const;
  const { totals } = found;
  if (totals !== undefined) {
    const summed = { ...head, checked: totals.checked, unit: "records" };
    return resultOf(summed, totals.missing, { pending: found.pending });
  }
  const checked = { checked: found.due, unit: unitOf(trial.ledger) };
  const result = resultOf({ ...head, ...checked }, found.lost, { pending: found.pending });
  return { ...result, witnesses: result.witnesses.map((witness) => explained(trial, witness)) };
}

/** What one output is called. */
export function unitOf(ledger: Ledger): string {
  if (ledger.records.fanOut === 0) return "results";
  return ledger.results.size > 0 ? "outputs" : "records";
}

/**
 * Adds who passed the lost output at a gate and who dropped its record as late, if that is known.
 */
function explained(trial: Trial, witness: Witness): Witness {
  const detail: Record<string, number | string | boolean> = {};
  const mark = trial.gates === undefined ? UNSEEN : passMark(trial.gates.passes, witness);
  if (trial.gates !== undefined) detail["passedAGate"] = mark !== UNSEEN;
  if (trial.gates !== undefined && mark !== UNSEEN) {
    const { role, attempt, subtask } = trial.gates.passes.appends.author(appendOf(mark));
    detail["passedBy"] = role;
    detail["passedByAttempt"] = attempt;
    detail["passedBySubtask"] = subtask;
  }
  const { output } = witness;
  if (trial.late !== undefined && output?.kind === "record") {
    const id = recordIdOf(output.partition, output.offset);
    detail["lateInOutgoing"] = trial.late.of("outgoing").has(id);
    detail["lateInIncoming"] = trial.late.of("incoming").has(id);
  }
  return Object.keys(detail).length === 0 ? witness : { ...witness, detail };
}

function passMark(passes: Ledger, witness: Witness): number {
  const { output } = witness;
  if (output === undefined) return UNSEEN;
  if (output.kind === "result") {
    const row = passes.results.find(output.stage, output.key, output.start, output.end);
    return row < 0 ? UNSEEN : passes.results.mark(row);
  }
  const place = passes.records.place(output.partition, output.offset, output.sub);
  return place < 0 ? UNSEEN : passes.records.mark(output.partition, place);
}
