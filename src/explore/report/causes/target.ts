import type { FailedRecord, GateDecision, SubtaskRef } from "../../report-facts.ts";
import type { Delivery, HandoverSection } from "../../report-handover.ts";
import type { WatchedRun } from "../watched-run.ts";

/** The failed record that a class is explained by, and what the report knows around it. */
export interface Target {
  readonly watched: WatchedRun;
  readonly handover: HandoverSection;
  readonly kind: "gap" | "duplicate";
  readonly record: Pick<FailedRecord, "id" | "arrival" | "ts" | "decisions" | "witness">;
  readonly partition: number;
  readonly offset: number;
}

/** The gate that judged it last, in that job. */
export function judgeOf(
  { record, watched }: Target,
  role: "outgoing" | "incoming",
):
  | { readonly gate: SubtaskRef; readonly decision: GateDecision; readonly path: string }
  | undefined {
  const decision = record.decisions[role];
  if (decision === null) return undefined;
  const task = watched.layout.tasks[role].index;
  const { subtask } = decision;
  return { gate: { role, task, subtask }, decision, path: `${role}/${task}/${subtask}` };
}

/** How that gate came to know the toggle; undefined: it never did, or from its configuration. */
export function learningOf(
  { handover }: Target,
  { role, subtask }: SubtaskRef,
): Delivery | undefined {
  const gate = handover.gates.findIndex((row) => row.role === role && row.subtask === subtask);
  return handover.deliveries.find((one) => one.isLearning && one.gate === gate);
}
