import type { ComparisonInput, Totals } from "./comparison.ts";
import type { ResultTable } from "./result-table.ts";
import type { Projection, Versions } from "./versions.ts";
import { type Witness, Witnesses } from "./witness.ts";

const NOTHING: Totals = { checked: 0, missing: new Witnesses(), surplus: new Witnesses() };

/** What is in all results of one key, or of one window. */
interface Group {
  readonly key: number;
  readonly start: number;
  readonly end: number;
  expected: number;
  actual: number;
}

/** Undefined where outputs are compared on their own. */
export function compareTotals(
  given: ComparisonInput,
  { of, unsettled }: Versions,
  { by }: Projection,
): Totals | undefined {
  if (by === "output") return undefined;
  const seen = given.ledger.results;
  const tables = [of.outgoing.results, of.incoming.results];
  const due = Math.min(
    given.frontier.resultsUpTo,
    of.outgoing.frontier.resultsUpTo,
    of.incoming.frontier.resultsUpTo,
  );
  const isTimeless = unsettled.some(({ reason }) => reason === "processing time");
  if (isTimeless && !given.isAtRest) return NOTHING;
  const last = by === "key" ? lastSeam([...tables, seen], due) : due;
  // In processing time each run has windows of its own; at rest all of them are out.
  const upTo = isTimeless ? Number.POSITIVE_INFINITY : last;
  const groups = new Map<string, Group>();
  const collect = (table: ResultTable, note: (group: Group, count: number) => void): void => {
    for (let row = 0; row < table.size; row++) {
      if (table.end(row) <= upTo) note(groupOf(groups, by, table, row), table.count(row));
    }
  };
  collect(of.outgoing.results, (group, count) => {
    group.expected += count;
  });
  const actual = (group: Group, count: number): void => {
    group.actual += count;
  };
  collect(seen, actual);
  if (given.frontier.heldBack !== undefined) collect(given.frontier.heldBack.results, actual);
  return judgeGroups([...groups.values()], by);
}

function groupOf(
  groups: Map<string, Group>,
  by: "key" | "window",
  table: ResultTable,
  row: number,
): Group {
  const [key, start, end] = [table.key(row), table.start(row), table.end(row)];
  const name = by === "key" ? `${key}` : `${start} ${end}`;
  const known = groups.get(name);
  if (known !== undefined) return known;
  const group = { key, start, end, expected: 0, actual: 0 };
  groups.set(name, group);
  return group;
}

function judgeGroups(groups: readonly Group[], by: "key" | "window"): Totals {
  const missing = new Witnesses();
  const surplus = new Witnesses();
  let checked = 0;
  for (const group of groups) {
    checked += group.expected;
    const make = (): Witness => witness(group, by);
    for (let i = group.actual; i < group.expected; i++) missing.add(make);
    for (let i = group.expected; i < group.actual; i++) surplus.add(make);
  }
  return { checked, missing, surplus };
}

function witness({ key, start, end, expected, actual }: Group, by: "key" | "window"): Witness {
  const detail = { by, expected, actual, start, end };
  return by === "key" ? { key, detail } : { detail };
}

/**
 * The last event time that is due and that no result spans: what was before it is in results that
 * ended before it, in either version.
 */
function lastSeam(tables: readonly ResultTable[], due: number): number {
  const starts = new Map<number, number>();
  for (const table of tables) {
    for (let row = 0; row < table.size; row++) {
      const [start, end] = [table.start(row), table.end(row)];
      starts.set(start, Math.max(starts.get(start) ?? end, end));
    }
  }
  let seam = Number.NEGATIVE_INFINITY;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [start, end] of [...starts].sort((a, b) => a[0] - b[0])) {
    if (start >= reached && reached <= due) seam = Math.max(seam, reached);
    reached = Math.max(reached, end);
  }
  return reached <= due ? reached : seam;
}
