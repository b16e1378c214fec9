/** What every part of the report refers to: jobs, properties, settings, failed records. */
import type { Role } from "../oracle/evidence.ts";
import type { FindingKind, PropertyName, PropertyStatus } from "../oracle/verdict.ts";
import type { Witness } from "../oracle/witness.ts";

/** Processing time, both ends included. */
export interface ReportSpan {
  readonly from: number;
  readonly to: number;
}

export interface JobLabel {
  readonly name: string;
  readonly colour: "BLUE" | "GREEN";
  readonly flinkVersion: string;
  readonly parallelism: number;
}

export type JobLabels = Readonly<Record<Role, JobLabel>>;

/** One subtask of one job; `task` counts the tasks (chains) of the job's graph from the source. */
export interface SubtaskRef {
  readonly role: Role;
  readonly task: number;
  readonly subtask: number;
}

/** One property as the table of the first screen has it. */
export interface PropertyRow {
  readonly name: PropertyName;
  readonly title: string;
  readonly kind: FindingKind;
  readonly status: PropertyStatus;
  readonly checked: number;
  readonly unit: string;
  readonly failures: number;
  readonly counts: Readonly<Record<string, number>>;
  /** The first counterexample. */
  readonly witness: Witness | null;
  /** Its id in `FailureList`, if it is about a record or a result. */
  readonly failure: string | null;
  /** Positive while it holds; null: yes or no, there is no distance. */
  readonly margin: PropertyMargin | null;
}

export interface PropertyMargin {
  /** µs; `against` says what is measured. */
  readonly micros: number;
  /** A limit of the oracle, or the setting of a `SettingMargin`. */
  readonly against: string;
  /** The index of the margin in `ReportModel.margins` that it comes from; null: from the oracle. */
  readonly setting: number | null;
  /** False: between its ends the property comes and goes; the number is the distance that was found. */
  readonly isMonotone: boolean;
}

export interface ReportSetting {
  readonly path: string;
  /** The manifest's key, where there is one. */
  readonly key: string | null;
  readonly value: SettingValue;
  readonly default: SettingValue;
  readonly isDefault: boolean;
  readonly from: "scenario" | "manifest" | "default";
  /** One of the few that the first screen shows. */
  readonly matters: boolean;
}

/** As `Setting.value` has it: plain data, durations in the unit that the setting's path implies. */
export type SettingValue = string | number | boolean | null | readonly unknown[] | object;

/** Every failure that has a record or a result; the first 500. */
export interface FailureList {
  readonly total: number;
  readonly byKind: Readonly<Partial<Record<FindingKind, number>>>;
  /** By kind in the oracle's order, then as the oracle found them. */
  readonly shown: readonly FailedRecord[];
}

export interface FailedRecord {
  /** Stable and unique: "gap:p2·1048", "duplicate:p2·1048#2", "payload:hourly·17·1700000000000"… */
  readonly id: string;
  readonly kind: FindingKind;
  readonly property: PropertyName;
  /** Index of its lane in `TimelineSection.lanes`; −1 = it is in the rest. */
  readonly lane: number;
  /** Null: a result, known by key and window. */
  readonly partition: number | null;
  readonly offset: number | null;
  readonly sub: number;
  readonly key: number | null;
  readonly ts: number | null;
  readonly arrival: number | null;
  /** What the gate of each job did with it last; null: it never judged it, or there is no gate. */
  readonly decisions: Readonly<Record<Role, GateDecision | null>>;
  /** When readers could see it, for what was emitted. */
  readonly visibleAt: readonly number[];
  /** Index into `CauseSection.causes`; null: of a kind that has no gate decisions to tell from. */
  readonly cause: number | null;
  readonly witness: Witness;
}

/** The rule that a gate went by, told from what it knew at that moment. */
export type GateRule =
  /** Outgoing: it knows no toggle and emits everything. Incoming: it knows none and emits nothing. */
  | "no-toggle"
  /** The watermark is not beyond the toggle: outgoing emits what is older, incoming the rest. */
  | "older-than-toggle"
  | "not-older-than-toggle"
  /** The watermark is beyond the toggle: outgoing emits nothing more, incoming everything. */
  | "crossed"
  /** The watermark is not beyond the toggle, and no record is compared: outgoing emits, incoming not. */
  | "not-crossed"
  /** By where the record stands in its partition: a cut of offsets, or of a checkpoint. */
  | "by-position"
  /** A job that has no part in a hand-over (yet, or any more): everything passes. */
  | "first-deployment"
  /** What the gate did fits none of these: a protocol of another kind. */
  | "other";

export interface GateDecision {
  readonly task: number;
  readonly subtask: number;
  /** From 0. */
  readonly attempt: number;
  readonly at: number;
  readonly passed: boolean;
  readonly rule: GateRule;
  /** What it knew. */
  readonly toggle: number | null;
  readonly watermark: number | null;
}

/** Why a record was never judged by a job's gate. */
export type UnjudgedReason = "not-read" | "restored-past" | "no-gate";
