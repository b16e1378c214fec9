/** How far the run is from failing, found by running the same seed with one setting changed. */
import type { PropertyName } from "../oracle/verdict.ts";

/** A setting that has an axis. `path` is that of `ReportSetting`; values are µs, also event time. */
export interface SettingMargin {
  readonly setting: string;
  readonly property: PropertyName;
  readonly usedMicros: number;
  /** What of the axis was looked at. */
  readonly lowMicros: number;
  readonly highMicros: number;
  /** Between these two the property changes, if it does: it holds at `holdsAt`, fails at `failsAt`. */
  readonly holdsAtMicros: number | null;
  readonly failsAtMicros: number | null;
  /**
   * used − edge towards holding: positive while it holds. Null: it holds, or fails, all over the
   * axis.
   */
  readonly marginMicros: number | null;
  /** False: between two values at which it holds there is one at which it fails. */
  readonly isMonotone: boolean;
  /** Every value that was run, in order; failures of the property at it. */
  readonly probes: readonly MarginProbe[];
}

export interface MarginProbe {
  readonly micros: number;
  readonly failures: number;
  /** Status of the whole verdict. */
  readonly status: "pass" | "fail" | "inconclusive";
}

/** The picture under the headline: one setting, where it fails and where it does not. */
export interface Gauge {
  readonly setting: string;
  readonly lowMicros: number;
  readonly highMicros: number;
  readonly usedMicros: number;
  /** Null: nothing on this axis passes. */
  readonly recommendedMicros: number | null;
  /** From the left, without gaps. */
  readonly zones: readonly GaugeZone[];
  /** Index into `ReportModel.margins` of what it is drawn from. */
  readonly margin: number;
  /** Seeds that were run at the recommended value, and how many of them failed. */
  readonly seeds: number;
  readonly seedsFailing: number;
}

export interface GaugeZone {
  readonly fromMicros: number;
  readonly toMicros: number;
  /** Properties that fail in it; none: nothing fails there. */
  readonly failing: readonly PropertyName[];
}

/** What to change. */
export interface AdviceSection {
  /** By what they repair, then by cost; three at most. */
  readonly changes: readonly Advice[];
  /** The cheapest set of them (or one alone) that passes on every seed tried; null: none does. */
  readonly best: AdviceSet | null;
}

export interface SettingChange {
  readonly setting: string;
  /** In the unit of the setting (`unit`), or its word. */
  readonly from: number | string | boolean;
  readonly to: number | string | boolean;
  readonly unit: "us" | "ms" | "word";
}

export interface Advice {
  readonly change: SettingChange;
  /** On the shown seed. */
  readonly before: OutcomeCounts;
  readonly after: OutcomeCounts;
  readonly cost: AdviceCost;
  /** Failing seeds before and after, of the same seeds. */
  readonly seeds: SeedCounts;
}

export interface OutcomeCounts {
  readonly status: "pass" | "fail" | "inconclusive";
  readonly lost: number;
  readonly duplicated: number;
  readonly wrong: number;
  readonly propertiesFailed: number;
}

/** What gets worse by it; negative: better. */
export interface AdviceCost {
  /** The hand-over takes so much longer; null: it did not end before or after. */
  readonly handoverMicros: number | null;
  /** Both jobs run side by side so much longer. */
  readonly bothJobsMicros: number | null;
  /** The median latency from event to reader grows by so much. */
  readonly latencyMicros: number | null;
  /** The longest silence grows by so much. */
  readonly silenceMicros: number | null;
}

export interface SeedCounts {
  readonly runs: number;
  readonly failingBefore: number;
  readonly failingAfter: number;
  /** Clopper–Pearson at 95 %, of the failing after. */
  readonly low: number;
  readonly high: number;
}

export interface AdviceSet {
  readonly changes: readonly SettingChange[];
  readonly after: OutcomeCounts;
  readonly cost: AdviceCost;
  readonly seeds: SeedCounts;
}
