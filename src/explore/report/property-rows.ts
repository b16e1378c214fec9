import type { PropertyName, PropertyResult } from "../../oracle/verdict.ts";
import type { FailedRecord, PropertyMargin, PropertyRow } from "../report-facts.ts";
import type { SettingMargin } from "../report-margins.ts";
import type { WatchedRun } from "./watched-run.ts";

/** The table of the first screen: what the oracle found, with the distances that it does not know. */
export function propertyRows(
  watched: WatchedRun,
  failed: readonly FailedRecord[],
  margins: readonly SettingMargin[],
): readonly PropertyRow[] {
  return watched.outcome.verdict.properties.map((property): PropertyRow => {
    const { name, title, kind, status, checked, unit, failures, counts, witnesses } = property;
    return {
      name,
      title,
      kind,
      status,
      checked,
      unit,
      failures,
      counts,
      witness: witnesses[0] ?? null,
      failure: failed.find((one) => one.property === name)?.id ?? null,
      margin: status === "not-applicable" ? null : marginOf(watched, property, margins),
    };
  });
}

function marginOf(
  watched: WatchedRun,
  { name, margin }: PropertyResult,
  margins: readonly SettingMargin[],
): PropertyMargin | null {
  if (margin !== undefined) {
    const micros = margin.unit === "ms" ? margin.value * 1_000 : margin.value;
    return { micros, against: margin.against, setting: null, isMonotone: true };
  }
  const direct = DIRECT[name]?.(watched);
  if (direct !== undefined) return direct;
  const at = margins.findIndex((one) => one.property === name && one.marginMicros !== null);
  const found = margins[at];
  if (found === undefined || found.marginMicros === null) return null;
  const { setting, marginMicros: micros, isMonotone } = found;
  return { micros, against: setting, setting: at, isMonotone };
}

/** Distances that can be read off the run; undefined: there is none in it. */
const DIRECT: Readonly<
  Partial<Record<PropertyName, (watched: WatchedRun) => PropertyMargin | undefined>>
> = {
  "whole-transactions": transactionRoom,
  "handed-over": gateRoom,
};

/** S8: how much longer the longest transaction could have been open. */
function transactionRoom({ options, outcome }: WatchedRun): PropertyMargin | undefined {
  const { transactions } = outcome.facts;
  if (options.sink.guarantee !== "exactly-once" || transactions.length === 0) return undefined;
  const longest = transactions.reduce(
    (most, { openedAt, endedAt }) => Math.max(most, (endedAt ?? outcome.endedAtMicros) - openedAt),
    0,
  );
  return {
    micros: options.sink.transactionTimeoutMicros - longest,
    against: "sink.transaction-timeout",
    setting: null,
    isMonotone: true,
  };
}

/** How much longer the gates could have taken until the hand-over would have been aborted. */
function gateRoom({ options, outcome }: WatchedRun): PropertyMargin | undefined {
  const { handover } = options;
  const began = outcome.moments.transitioning;
  const cleared = outcome.moments["clear-written"];
  if (handover === undefined || began === undefined || cleared === undefined) return undefined;
  return {
    micros: handover.gateTimeoutMicros - (cleared - began),
    against: "handover.gate-timeout",
    setting: null,
    isMonotone: true,
  };
}
