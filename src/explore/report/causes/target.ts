import type { FailedRecord, GateDecision, SubtaskRef } from "../../report-facts.ts";
import type { Delivery, HandoverSection } from "../../report-handover.ts";
import { isSameSubtask, pathOf } from "../subtask-table.ts";
import type { WatchedRun } from "../watched-run.ts";

/** The failed record that a class is explained by, and what the report knows around it. */
export interface Target {
  readonly watched: WatchedRun;
  readonly handover: HandoverSection;
  readonly kind: "gap" | "duplicate";
  readonly record: Pick<FailedRecord, "id" | "arrival" | "ts" | "decisions" | "witness">;
  /** Of a record; null: it is a result. */
  readonly place: { readonly partition: number; readonly offset: number } | null;
}

/** The gate that judged it last, in that job. */
export function judgeOf(
  { record }: Target,
  role: "outgoing" | "incoming",
):
  | { readonly gate: SubtaskRef; readonly decision: GateDecision; readonly path: string }
  | undefined {
  const decision = record.decisions[role];
  if (decision === null) return undefined;
  const { task, subtask } = decision;
  const gate = { role, task, subtask };
  return { gate, decision, path: pathOf(gate) };
}

/** How that gate came to know the toggle; undefined: it never did, or from its configuration. */
export function learningOf({ handover }: Target, ref: SubtaskRef): Delivery | undefined {
  const gate = handover.gates.findIndex((row) => isSameSubtask(row, ref));
  return handover.deliveries.find((one) => one.isLearning && one.gate === gate);
}
