import type { Comparison, ComparisonInput } from "./comparison.ts";
import type { PipelineShape } from "./evidence.ts";
import { UNSEEN } from "./mark.ts";
import { resultWitness } from "./output-witness.ts";
import { owesResult } from "./owed.ts";
import type { ResultTable } from "./result-table.ts";

/** The part of the comparison for windows and timers; adds to `found`. */
export function compareResults(given: ComparisonInput, found: Comparison): void {
  const { expected, frontier } = given;
  const wanted = expected.results;
  const seen = given.ledger.results;
  const dueUpTo = Math.min(frontier.resultsUpTo, expected.frontier.resultsUpTo);
  let met = 0;
  for (let row = 0; row < wanted.size; row++) {
    const [stage, key] = [wanted.stage(row), wanted.key(row)];
    const [start, end] = [wanted.start(row), wanted.end(row)];
    const at = seen.find(stage, key, start, end);
    const isDue = end <= dueUpTo && (at >= 0 || owesResult(frontier, stage, key, start, end));
    if (isDue) found.due++;
    if (at >= 0) {
      met++;
      if (!isAlike(wanted, row, seen, at)) noteWrong(given, found, row, at);
    } else if (isDue) noteLost(given, found, row);
    else found.pending++;
  }
  found.compared += met;
  if (met < seen.size) findUnexpected(given, found);
}

function isAlike(wanted: ResultTable, row: number, seen: ResultTable, at: number): boolean {
  return seen.value(at) === wanted.value(row) && seen.count(at) === wanted.count(row);
}

function noteLost(given: ComparisonInput, found: Comparison, row: number): void {
  found.lost.add(() => resultWitness(given, given.expected.results, row, UNSEEN));
}

function noteWrong(given: ComparisonInput, found: Comparison, row: number, at: number): void {
  const wanted = given.expected.results;
  const seen = given.ledger.results;
  const sameDigest = seen.value(at) === wanted.value(row);
  const detail = { expectedCount: wanted.count(row), actualCount: seen.count(at), sameDigest };
  found.wrong.add(() => ({ ...resultWitness(given, seen, at, seen.mark(at)), detail }));
}

/** Every expected result was met under a name of its own; what is left was not expected. */
function findUnexpected(given: ComparisonInput, found: Comparison): void {
  const { expected, shape } = given;
  const wanted = expected.results;
  const seen = given.ledger.results;
  const sessions = new GrownSessions(shape, wanted);
  for (let at = 0; at < seen.size; at++) {
    const end = seen.end(at);
    if (wanted.find(seen.stage(at), seen.key(at), seen.start(at), end) >= 0) continue;
    if (end > expected.frontier.resultsUpTo) found.unjudged++;
    else if (sessions.contain(seen, at)) found.superseded++;
    else found.phantoms.add(() => resultWitness(given, seen, at, seen.mark(at)));
  }
}

/**
 * A session that fired and then grew within its allowed lateness fires again under another end,
 * and the first result is never taken back (Flink's window operator retracts nothing).
 */
class GrownSessions {
  readonly #shape: PipelineShape;
  readonly #wanted: ResultTable;
  #rowsByKey: Map<number, number[]> | undefined;

  constructor(shape: PipelineShape, wanted: ResultTable) {
    this.#shape = shape;
    this.#wanted = wanted;
  }

  contain(seen: ResultTable, at: number): boolean {
    const stage = this.#shape.stages[seen.stage(at)];
    if (stage?.kind !== "window" || stage.assigner.type !== "session") return false;
    if (stage.allowedLatenessMillis <= 0) return false;
    this.#rowsByKey ??= rowsByKey(this.#wanted);
    const wanted = this.#wanted;
    return (this.#rowsByKey.get(seen.key(at)) ?? []).some(
      (row) =>
        wanted.stage(row) === seen.stage(at) &&
        wanted.start(row) <= seen.start(at) &&
        wanted.end(row) >= seen.end(at),
    );
  }
}

function rowsByKey(table: ResultTable): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < table.size; row++) {
    const key = table.key(row);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [row]);
    else known.push(row);
  }
  return rows;
}
