import type { Witness } from "../../oracle/witness.ts";
import type { ReportSpan } from "../report-facts.ts";
import type { RunOutcome } from "../run-outcome.ts";

/** What the charts are about, in time. */
export interface Frame {
  readonly originMicros: number;
  readonly window: ReportSpan;
  readonly focus: ReportSpan | null;
  readonly endedAtMicros: number;
}

/** A focus that takes up a larger share of the window than this is no closer look. */
const FOCUS_SHARE_MAX = 0.2;
const FOCUS_MICROS_MIN = 20_000;

/** The hand-over and whatever failed, with a margin; the whole run if there was none. */
export function frameOf(outcome: RunOutcome): Frame {
  const { facts, endedAtMicros } = outcome;
  const { startedAt, endedAt } = facts.handover;
  const whole = { from: 0, to: endedAtMicros };
  if (startedAt === undefined) {
    return { originMicros: 0, window: whole, focus: null, endedAtMicros };
  }
  const failed = failingWitnesses(outcome);
  const arrivals = failed.flatMap(({ arrivalMicros }) => arrivalMicros ?? []);
  const seen = failed.flatMap(({ appearance }) => appearance?.visibleAt ?? []);
  const span = {
    from: least(startedAt, arrivals),
    to: Math.min(endedAtMicros, most(most(endedAt ?? endedAtMicros, arrivals), seen)),
  };
  const window = padded(span, 0.06, whole);
  return {
    originMicros: startedAt,
    window,
    focus: focusOf(outcome, arrivals, window),
    endedAtMicros,
  };
}

/** All witnesses of properties that failed. */
export function failingWitnesses({ verdict }: RunOutcome): readonly Witness[] {
  return verdict.properties.flatMap(({ status, witnesses }) =>
    status === "fail" ? witnesses : [],
  );
}

function focusOf(
  { facts, moments }: RunOutcome,
  arrivals: readonly number[],
  window: ReportSpan,
): ReportSpan | null {
  const ofGates = facts.gates.flatMap(({ learnedAt, crossedAt, firstUnderOldRule }) => [
    learnedAt,
    crossedAt,
    firstUnderOldRule?.at,
  ]);
  const points = [moments["toggle-written"], ...ofGates].flatMap((at) => at ?? []).concat(arrivals);
  const first = points[0];
  if (first === undefined) return null;
  const span = { from: least(first, points), to: most(first, points) };
  const widened = { from: span.from, to: Math.max(span.to, span.from + FOCUS_MICROS_MIN) };
  const focus = padded(widened, 0.25, window);
  const isCloser = focus.to - focus.from <= FOCUS_SHARE_MAX * (window.to - window.from);
  return isCloser ? focus : null;
}

function padded({ from, to }: ReportSpan, share: number, within: ReportSpan): ReportSpan {
  const pad = Math.ceil((to - from) * share);
  return { from: Math.max(within.from, from - pad), to: Math.min(within.to, to + pad) };
}

function least(first: number, others: readonly number[]): number {
  return others.reduce((low, one) => Math.min(low, one), first);
}

function most(first: number, others: readonly number[]): number {
  return others.reduce((high, one) => Math.max(high, one), first);
}
