import type { Role } from "./evidence.ts";
import type { Witness, Witnesses } from "./witness.ts";

/** `noted`: violated, but the scenario did not ask for it, so it does not fail the verdict. */
export type PropertyStatus = "pass" | "fail" | "noted" | "inconclusive" | "not-applicable";

export type FindingKind =
  | "gap"
  | "duplicate"
  | "payload"
  | "order"
  | "phantom"
  | "torn"
  | "writer"
  | "late"
  | "visibility"
  | "stall"
  | "end-state"
  | "silence"
  | "conservation"
  | "differs"
  | "vacuous";

/**
 * The distance to failing: positive while it holds. `against` = the limit it is measured against.
 */
export interface Margin {
  readonly value: number;
  readonly unit: "us" | "ms";
  readonly against: string;
}

/** One property of the run: how much was checked, how often it failed, and where first. */
export interface PropertyResult {
  readonly name: PropertyName;
  readonly title: string;
  /** The kind of finding that a failure is. */
  readonly kind: FindingKind;
  readonly status: PropertyStatus;
  readonly checked: number;
  readonly unit: string;
  readonly failures: number;
  /** The first ones, 500 at most. */
  readonly witnesses: readonly Witness[];
  readonly margin?: Margin | undefined;
  /** What was seen and is legitimate, by name: pending, replays, updates… */
  readonly counts: Readonly<Record<string, number>>;
}

export type PropertyName =
  | "no-gap"
  | "no-duplicate"
  | "payload"
  | "order"
  | "no-phantom"
  | "whole-transactions"
  | "single-writer"
  | "late-set"
  | "visible-in-time"
  | "handed-over"
  | "end-state"
  | "no-silence"
  | "conservation"
  | "alike"
  | "non-vacuous";

/** A property that failed, or a probe that was missed; what is only noted is no finding. */
export interface Finding {
  readonly kind: FindingKind;
  readonly property: PropertyName;
  readonly count: number;
  readonly first: Witness | undefined;
}

/** Numbers for a headline; the words are the report's. */
export interface Headline {
  /** Outputs that were due. */
  readonly due: number;
  /** Outputs that readers saw, repeated ones too. */
  readonly visible: number;
  /** Those of them that each job wrote. */
  readonly visibleOf: Readonly<Record<Role, number>>;
  readonly lost: number;
  /** Extra appearances that fail the verdict. */
  readonly duplicated: number;
  readonly wrong: number;
  readonly phantom: number;
  /** Outputs that depend on which job put them out; absent where the jobs are alike. */
  readonly differing?: number | undefined;
  readonly pending: number;
  /** Gates that judged a record at or above the toggle before they knew it (E1 violated). */
  readonly gatesLearnedLate: number;
  readonly propertiesFailed: number;
  readonly propertiesChecked: number;
}

/** What the gates alone did, before transactions hid or lost anything. */
export interface GateVerdict {
  readonly status: "pass" | "fail";
  readonly checked: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly wrong: number;
  readonly phantom: number;
  /** Passes that a restart repeated: no duplicates. */
  readonly replayed: number;
}

export type VerdictStatus = "pass" | "fail" | "inconclusive";

/** What the judge says of a run, property by property. */
export interface Verdict {
  readonly status: VerdictStatus;
  /** Why it is inconclusive, or would be if nothing had failed. */
  readonly doubts: readonly Doubt[];
  readonly findings: readonly Finding[];
  /** In the order of the table in this folder's README. */
  readonly properties: readonly PropertyResult[];
  readonly headline: Headline;
  readonly gates: GateVerdict | undefined;
}

export type Doubt =
  | "nothing-handed-over"
  | "nothing-checked"
  | "cut-short"
  | "probe-missed"
  | "property-inconclusive";

/**
 * The usual result: fails if there are failures; not applicable where nothing could be checked.
 */
export function resultOf(
  head: Pick<PropertyResult, "name" | "title" | "kind" | "checked" | "unit">,
  failures: Witnesses,
  counts: Readonly<Record<string, number>> = {},
  margin?: Margin,
): PropertyResult {
  const { name, title, kind, checked, unit } = head;
  return {
    name,
    title,
    kind,
    checked,
    unit,
    status: failures.count > 0 ? "fail" : checked === 0 ? "not-applicable" : "pass",
    failures: failures.count,
    witnesses: failures.kept,
    counts,
    margin,
  };
}
