import type { RecordedValues } from "../corpus.ts";
import type { FinalLists } from "../gates/trace.ts";
import { sortedRuns } from "../stepwise.ts";

/**
 * Events of one gate in one form. Window results of equal time are a set: Flink fires them in the
 * order of a heap that a restore refills by key group and hash.
 */
export function normalEvents(
  events: readonly RecordedValues[],
  hasWindow: boolean,
): readonly RecordedValues[] {
  if (!hasWindow) return events;
  const inTransaction = events.map((event) =>
    Array.isArray(event["ids"]) ? { ...event, ids: event["ids"].toSorted() } : event,
  );
  return sortedRuns(inTransaction, ({ e, ts }) => (e === "gate" ? String(ts) : undefined));
}

const IN_ORDER = ["emittedOUT", "emittedIN", "committedOUT", "committedIN"];

/** The lists of the end: what was emitted and committed in order, without a window; others as sets. */
export function normalFinal(final: FinalLists, hasWindow: boolean): FinalLists {
  const lists = Object.entries(final).map(([name, list]) => {
    const isOrdered = !hasWindow && IN_ORDER.includes(name);
    return [name, Array.isArray(list) && !isOrdered ? list.toSorted() : list];
  });
  return Object.fromEntries(lists) as FinalLists;
}
