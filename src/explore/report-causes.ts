/** Section 6: why the first failed record of each class failed, found by running it again. */
import type { Role } from "../oracle/evidence.ts";
import type { FindingKind } from "../oracle/verdict.ts";
import type { GateRule, SubtaskRef, UnjudgedReason } from "./report-facts.ts";

export interface CauseSection {
  /** In order of the first failure; classes with a record that gates judged. */
  readonly causes: readonly Cause[];
  /** Failures of kinds that have no gate decision to tell from. */
  readonly unexplained: number;
}

/** Failures with the same decisions at both gates and the same thing late. */
export interface Cause {
  readonly kind: FindingKind;
  readonly rules: Readonly<Record<Role, GateRule | UnjudgedReason>>;
  readonly late: LateThing;
  /** Failures that share it, in the whole run. */
  readonly count: number;
  /** The first of them, which the rest of this is about; an id of `FailureList.shown`. */
  readonly failure: string;
  readonly slice: CausalSlice;
  /** "Lost because …": what the two gates knew of each other. */
  readonly because: Because;
  /** "Would have been emitted if …": each was run and mended this record, cheapest first. */
  readonly remedies: readonly Remedy[];
}

/** What was late, seen from the record: the toggle at a gate, a job behind, the record itself. */
export type LateThing =
  | "toggle-at-outgoing"
  | "toggle-at-incoming"
  | "outgoing-behind"
  | "incoming-behind"
  | "record"
  | "restart"
  | "nothing";

/** The events that decided, in order of time; every kept one was removed once, and it mattered. */
export interface CausalSlice {
  readonly lifelines: readonly Lifeline[];
  readonly events: readonly SliceEvent[];
  /** Things that could have been otherwise, and were in some run. */
  readonly candidates: number;
  /** Their ids: what made the failure vanish; what did not matter, and is away in the slice's world. */
  readonly kept: readonly string[];
  readonly removed: readonly string[];
  /** Without these other records fail in the stead of this one. */
  readonly aside: readonly string[];
  /** Runs that it took, remedies among them. */
  readonly runs: number;
  /**
   * True: taking away any one of the kept makes the failure vanish, giving back any one of the
   * removed does not. False: there were not runs enough to find out, or they depend on each other.
   */
  readonly isMinimal: boolean;
}

export type Lifeline =
  | { readonly kind: "source"; readonly partition: number }
  | { readonly kind: "config-map" }
  | { readonly kind: "controller" }
  | ({ readonly kind: "gate"; readonly isProposer: boolean } & SubtaskRef)
  | { readonly kind: "sink"; readonly role: Role }
  | { readonly kind: "faults" };

export interface SliceEvent {
  /** Stable within the run: "deliver:incoming/0/1:v7", "judge:outgoing", "fault:0"… */
  readonly id: string;
  readonly kind:
    | "proposal"
    | "delivery"
    | "arrival"
    | "judgement"
    | "fault"
    | "idle"
    | "start-up"
    | "lateness"
    | "appearance";
  /** Lifelines, by index; an event at one place has both alike. */
  readonly from: number;
  readonly to: number;
  readonly sentAt: number;
  readonly at: number;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  /** What was changed to see whether it matters; null: it is the failure itself, or told by it. */
  readonly change: "removed" | "typical" | "at-once" | null;
  /** The message that was slow; the chart draws it as the crimson curve. */
  readonly isSlow: boolean;
}

export interface Because {
  readonly kind: FindingKind;
  readonly outgoing: GateRule | UnjudgedReason;
  readonly incoming: GateRule | UnjudgedReason;
  /** How much too late: the toggle at that gate after the record's judgement there. */
  readonly lateByMicros: number | null;
  readonly gate: SubtaskRef | null;
}

export type Remedy =
  /** The message had to be so much earlier at that gate. */
  | { readonly kind: "message-earlier"; readonly gate: SubtaskRef; readonly byMicros: number }
  /** The setting had to be so much larger (smaller, below zero). */
  | { readonly kind: "setting"; readonly setting: string; readonly byMicros: number }
  | { readonly kind: "without-fault"; readonly fault: number; readonly name: string }
  | { readonly kind: "without-idle"; readonly partition: number | null }
  | { readonly kind: "start-up-faster"; readonly byMicros: number }
  | { readonly kind: "record-on-time"; readonly byMillis: number };
