/** The data of the charts: sections 1 to 4 and 7. Already thinned to what a chart can show. */
import type { Role } from "../oracle/evidence.ts";
import type { ReportSpan, SubtaskRef } from "./report-facts.ts";
import type { GateSpan } from "./report-handover.ts";

/** Section 1. The toggle, its proposer and the gates' learn times are in `HandoverSection`. */
export interface WatermarkSection {
  /** Where the watermarks were read: "gate", or "sink" in a pipeline without one. */
  readonly readAt: "gate" | "sink";
  /** One line a subtask; with more than 64 subtasks the decisive ones alone. */
  readonly lines: readonly WatermarkLine[];
  /** One a job, if there are more than 64 subtasks. */
  readonly bands: readonly WatermarkBand[];
  /** Subtasks in all. */
  readonly subtasks: number;
  /** (arrival, ts) of failed records: ids in `DataSection.failures.shown` that have both. */
  readonly failed: readonly string[];
  /** Spans in which a subtask's input was idle. */
  readonly idle: readonly (SubtaskRef & ReportSpan)[];
}

/** Steps: from `t[i]` on the watermark is `wm[i]`, until `t[i + 1]`. Null: none yet, or none any more. */
export interface WatermarkLine extends SubtaskRef {
  /** Strictly rising; the first point may be before the window (its value at the window's start). */
  readonly t: readonly number[];
  readonly wm: readonly (number | null)[];
  readonly isDecisive: boolean;
}

/** At `t[i]`: the lowest and the highest watermark over all subtasks of the job that have one. */
export interface WatermarkBand {
  readonly role: Role;
  readonly t: readonly number[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Section 2. */
export interface TimelineSection {
  /** "gate": a tick is when a gate let a record pass; "sink": when it was appended to the output. */
  readonly ticksAt: "gate" | "sink";
  readonly window: TickScale;
  /** The same for `clock.focus`; null without one. */
  readonly focus: TickScale | null;
  /** Records emitted in the window, and in the whole run. */
  readonly inWindow: number;
  readonly inRun: number;
  /** Those drawn: all, or of more than 12 those with failures first; in order of name. */
  readonly lanes: readonly TimelineLane[];
  /** The others in groups: with and without failures. */
  readonly groups: readonly LaneGroup[];
}

/** How the ticks of a span are told: each one, or counts a pixel if there are more than 4 000. */
export interface TickScale extends ReportSpan {
  readonly ticks: "each" | "counts";
  /** Of "counts": pixel i begins at `from + i · pixelMicros`. */
  readonly pixelMicros: number;
}

/** Where a lane comes from; several sources, unions and stages give more lanes, not other ones. */
export type LaneKey =
  | { readonly kind: "partition"; readonly source: string; readonly partition: number }
  /** Results of a window or of timers, which belong to a key and not to a partition. */
  | { readonly kind: "results"; readonly stage: string };

export interface LaneCounts {
  readonly records: number;
  readonly byOutgoing: number;
  readonly byIncoming: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Failures of any other kind that have a record of this lane. */
  readonly other: number;
}

export interface TimelineLane {
  readonly key: LaneKey;
  readonly counts: LaneCounts;
  readonly rails: Readonly<Record<Role, TimelineRail>>;
  /** Ids of its failures, as far as they are in `FailureList.shown`. */
  readonly failures: readonly string[];
  /** Nothing arrived for longer than the idleness of the source; also without `withIdleness`: silent. */
  readonly idle: readonly ReportSpan[];
}

export interface TimelineRail {
  /** Of several tasks that the records come to, the first one. */
  readonly task: number;
  /** The subtasks whose gates (sinks, without one) this lane's records come to in that job. */
  readonly subtasks: readonly number[];
  readonly states: readonly GateSpan[];
  readonly ticks: Ticks;
  /** Of the focus; empty without one. */
  readonly focusTicks: Ticks;
  /** Barriers of checkpoints that passed the first of these subtasks. */
  readonly barriers: readonly { readonly at: number; readonly checkpoint: number }[];
}

/**
 * "each": `at` are instants, in order, and `count` is empty. "counts": `count[i]` ticks are in pixel
 * `first + i`, and `at` is empty.
 */
export interface Ticks {
  readonly at: readonly number[];
  readonly first: number;
  readonly count: readonly number[];
}

export interface LaneGroup {
  readonly lanes: readonly LaneKey[];
  readonly counts: LaneCounts;
  /** Always counts, of the window. */
  readonly rails: Readonly<Record<Role, Ticks>>;
}

/** Section 3: what became of records, by event time and lane. */
export interface LedgerSection {
  /** Bin i holds ts from `startMillis + i · binMillis`; whole multiples of `binMillis`. */
  readonly startMillis: number;
  readonly binMillis: number;
  /** 120 at most. */
  readonly bins: number;
  /** 64 at most; of more partitions, neighbours share a row. */
  readonly rows: readonly LedgerRow[];
  /** Records outside the bins, all rows together. */
  readonly outside: LedgerCounts;
  readonly total: LedgerCounts;
}

export interface LedgerRow {
  readonly lanes: readonly LaneKey[];
  /** Bins in which something was due, from the left; `cells[k]` is about bin `bin[k]`. */
  readonly bin: readonly number[];
  readonly cells: readonly LedgerCounts[];
}

export interface LedgerCounts {
  /** Seen by readers exactly once. */
  readonly onceByOutgoing: number;
  readonly onceByIncoming: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly wrong: number;
  /** Not due yet at the end of the run. */
  readonly pending: number;
  /** Records older than the watermark of a gate (a sink) when it judged them; counted above as well. */
  readonly late: number;
}

/** Section 4. */
export interface TransactionSection {
  readonly timeoutMicros: number;
  /** Bars that overlap the window; equal neighbours together if there are more than 400. */
  readonly bars: readonly TransactionBar[];
  /** Bars that were left out, all of them committed in time; 0 unless even together they are 400. */
  readonly barsDropped: number;
  /** Over the whole run. */
  readonly counts: {
    readonly transactions: number;
    readonly committed: number;
    readonly aborted: number;
    readonly open: number;
    /** Pre-committed, never ended, and its job is gone. */
    readonly lingering: number;
    readonly pastDeadline: number;
  };
  readonly longestOpenMicros: number;
}

export interface TransactionBar {
  readonly role: Role;
  /** Several: their bars are alike to a pixel; ×n in the chart. */
  readonly subtasks: readonly number[];
  readonly attempt: number;
  /** Of the first one. */
  readonly number: number;
  readonly checkpoint: number | null;
  readonly records: number;
  readonly openedAt: number;
  readonly preCommittedAt: number | null;
  readonly endedAt: number | null;
  readonly state: "open" | "pre-committed" | "committed" | "aborted";
  /** The broker aborts it at its first look after this (S8). */
  readonly deadline: number;
  readonly isPastDeadline: boolean;
  /** Nobody is left to end it. */
  readonly isLingering: boolean;
}

/** Section 7. */
export interface OutputSection {
  readonly startMicros: number;
  readonly binMicros: number;
  /** 600 at most; outputs that became visible in bin i. */
  readonly visible: Readonly<Record<Role, readonly number[]>>;
  /**
   * From event time to visibility (µs, to within 1 %; `max` exact), over the outputs of bin i; null:
   * there is none. Negative ones count as 0.
   */
  readonly latency: {
    readonly p50: readonly (number | null)[];
    readonly p95: readonly (number | null)[];
    readonly p99: readonly (number | null)[];
    readonly max: readonly (number | null)[];
  };
  /** Over all outputs of the window. */
  readonly overall: {
    readonly p50: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
    readonly max: number | null;
    readonly outputs: number;
  };
  /** The longest time without an output, in the window; null: fewer than two. */
  readonly longestSilence: ReportSpan | null;
  readonly first: Readonly<Record<Role, number | null>>;
  readonly last: Readonly<Record<Role, number | null>>;
}
