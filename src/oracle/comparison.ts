import type { Frontier, InputLog, PipelineShape } from "./evidence.ts";
import type { ExpectedOutputs } from "./expected-outputs.ts";
import type { IdSummer } from "./id-sum.ts";
import type { Ledger } from "./ledger.ts";
import type { DifferenceReason, Unsettled } from "./versions.ts";
import type { Witnesses } from "./witness.ts";

export interface ComparisonInput {
  readonly input: InputLog;
  readonly shape: PipelineShape;
  readonly ledger: Ledger;
  readonly expected: ExpectedOutputs;
  readonly frontier: Frontier;
  /** End of the run: how long an unseen output has waited. */
  readonly endedAt: number;
  /** Nothing was left to happen then: every window in processing time has fired. */
  readonly isAtRest: boolean;
  /** Whether somebody asks how long records wait. */
  readonly isTimed: boolean;
  /** Visible later than this after its arrival is slow; undefined = nothing is. */
  readonly slowAfterMicros: number | undefined;
}

/** What the pass found. */
export interface Comparison {
  /** Expected outputs that were due. */
  due: number;
  /** Expected outputs that were neither due nor seen. */
  pending: number;
  /** Seen, but beyond the reference's own frontier. */
  unjudged: number;
  /** Seen and expected: payloads were compared. */
  compared: number;
  /** Partial results of sessions that later grew (allowed lateness): no phantoms. */
  superseded: number;
  readonly lost: Witnesses;
  readonly wrong: Witnesses;
  readonly phantoms: Witnesses;
  /** Outputs of records only. */
  readonly slow: Witnesses;
  /**
   * Outputs of records whose wait was measured, and the longest wait in microseconds. These and all
   * that follows but the sums are empty unless `ComparisonInput.isTimed`.
   */
  timed: number;
  slowestMicros: number;
  /** Per append of the ledger: the earliest arrival of a record that it made visible. */
  readonly earliest: Float64Array;
  /** The earliest arrival of a record that waits for its output at the end of the run. */
  earliestPending: number;
  readonly sums: RecordSums;
  /** Undefined: the two jobs are alike. */
  readonly differences: Differences | undefined;
  /** Undefined: outputs are compared on their own. */
  readonly totals: Totals | undefined;
}

/**
 * Records (outputs, where they fork) by where they went; empty when no record reaches the output.
 */
export interface RecordSums {
  readonly read: IdSummer;
  readonly filtered: IdSummer;
  /** Records of whose outputs the reference knows nothing. */
  readonly unknown: IdSummer;
  readonly expected: IdSummer;
  readonly seen: IdSummer;
  readonly missing: IdSummer;
  readonly waiting: IdSummer;
}

/** The outputs that depend on which of the two jobs put them out, by what depends on it. */
export interface Differences {
  /** Outputs that were seen or due. */
  checked: number;
  readonly of: Readonly<Record<Unsettled, Witnesses>>;
  readonly byReason: Record<DifferenceReason, number>;
  /** Results with records in them that one version read and records that the other did. */
  mixed: number;
}

/** Results taken together by key or by window: each record has to be in them once. */
export interface Totals {
  /** Records that should be in them. */
  readonly checked: number;
  /** One for each record that is in no result. */
  readonly missing: Witnesses;
  /** One for each record that is in one result too many. */
  readonly surplus: Witnesses;
}
