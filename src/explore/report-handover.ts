/** The hand-over itself: controller, ConfigMap, messages to the gates, what each gate did when. */
import type { Role } from "../oracle/evidence.ts";
import type { ReportSpan, SubtaskRef } from "./report-facts.ts";

export interface HandoverSection {
  readonly outcome: "handed-over" | "rolled-back" | "unfinished" | "none";
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Named instants in order of time: "handover-started", "toggle-written", "outgoing-deleted"… */
  readonly moments: readonly { readonly name: string; readonly at: number }[];
  readonly controller: readonly ControllerState[];
  readonly configMap: readonly ConfigMapVersion[];
  /** Every gate's hearing of every version, in order of time; the first 2 000, toggles first. */
  readonly deliveries: readonly Delivery[];
  readonly deliveriesTotal: number;
  readonly toggle: ToggleFacts | null;
  readonly gates: readonly GateRow[];
  readonly jobStates: readonly JobStateSpan[];
  readonly faults: readonly FaultStrike[];
  readonly checkpoints: readonly CheckpointRow[];
}

/** From `from` on; until the next one. */
export interface ControllerState {
  readonly from: number;
  readonly to: number;
  /** As the operator spells it: ACTIVE_BLUE, TRANSITIONING_TO_GREEN… */
  readonly state: string;
  /** Why it was left; "" at the end of the run. */
  readonly why: string;
}

export interface ConfigMapVersion {
  readonly version: number;
  readonly at: number;
  /** "controller", or the gate that wrote it. */
  readonly writer: string;
  readonly gate: SubtaskRef | null;
  /** Keys that differ from the version before, with their new values; "" = removed. */
  readonly changed: Readonly<Record<string, string>>;
  readonly toggle: number | null;
}

export interface Delivery {
  /** Index into `gates`. */
  readonly gate: number;
  readonly version: number;
  readonly sentAt: number;
  readonly at: number;
  /** An informer's event; the list after a break; the GET in `open()`; the answer to its own write. */
  readonly via: "watch" | "relist" | "open" | "own-write";
  /** It is what first told this gate the toggle that it went by. */
  readonly isLearning: boolean;
}

/** The toggle that the gates went by; W* in the charts. */
export interface ToggleFacts {
  readonly toggle: number;
  /** Null: it stood in the configuration, nobody proposed it. */
  readonly writtenAt: number | null;
  readonly version: number | null;
  readonly proposer: SubtaskRef | null;
  /** Its watermark when it proposed; toggle = watermark + deletion delay. */
  readonly proposerWatermark: number | null;
  readonly deletionDelayMillis: number;
  /** Other toggles that were written, too; more than one is a failure of the protocol. */
  readonly others: readonly number[];
}

/** One gate subtask, its attempts together. */
export interface GateRow extends SubtaskRef {
  readonly attempts: number;
  readonly passed: number;
  readonly dropped: number;
  readonly toggle: number | null;
  /** When the message came that told it the toggle, and when it first judged a record by it. */
  readonly heardAt: number | null;
  readonly learnedAt: number | null;
  /** It judged a record with its watermark beyond the toggle. */
  readonly crossedAt: number | null;
  /** The first record at or above the toggle that it judged without knowing it: E1 broken. */
  readonly early: { readonly record: string; readonly at: number } | null;
  readonly states: readonly GateSpan[];
  /** The report should emphasise it: proposer, slowest to learn, or one that failed records. */
  readonly isDecisive: boolean;
}

/**
 * open: emits every record; filtering: compares each record with the toggle; closed: emits nothing;
 * mixed: of several gates, not all alike; down: there is no attempt that runs.
 */
export type GateState = "open" | "filtering" | "closed" | "mixed" | "down";

export interface GateSpan extends ReportSpan {
  readonly state: GateState;
}

export interface JobStateSpan extends ReportSpan {
  readonly role: Role;
  /** As `JobStatus` of the model: deploying, running, restarting, canceled… */
  readonly status: string;
  readonly reason: string;
}

export interface FaultStrike {
  readonly kind: string;
  readonly at: number;
  /** What it struck, as the scenario names it: "outgoing/1/0". */
  readonly target: string;
  readonly forMicros: number | null;
}

export interface CheckpointRow {
  readonly role: Role;
  readonly id: number | null;
  readonly kind: string;
  /** Null: not known. */
  readonly startedAt: number | null;
  readonly endedAt: number;
  /** Null: completed. */
  readonly failure: string | null;
}
