/**
 * One expectation out of two. Where the versions differ, an output has to be as the version has it
 * whose job wrote it; nobody owes what only one of them has.
 */
import type { Role } from "./evidence.ts";
import { recordIdOf } from "./evidence.ts";
import { type ExpectedOutputs, NOT_EXPECTED } from "./expected-outputs.ts";
import type { Ledger } from "./ledger.ts";
import { appendOf, UNSEEN } from "./mark.ts";
import { ResultTable } from "./result-table.ts";
import type { DifferenceReason, Projection, Unsettled, Versions } from "./versions.ts";

/** What is known of one output before it is settled; a digest, or NOT_EXPECTED. */
export interface Claims {
  readonly outgoing: number;
  readonly incoming: number;
}

/** Why an output need not be as the versions have it, and in what. */
export interface Excuse {
  readonly reason: DifferenceReason;
  readonly of: Unsettled;
}

/** What should have come out, given who wrote what came. */
export function settle(
  versions: Versions,
  ledger: Ledger,
  { by }: Projection,
  partitions: number,
): ExpectedOutputs {
  const { outgoing, incoming } = versions.of;
  const own = new Float64Array(0);
  let columns = { outgoing: own, incoming: own };
  return {
    basis: outgoing.basis,
    results: by === "output" ? settledResults(versions, ledger) : seenResults(ledger),
    late: outgoing.late,
    frontier: {
      offsets: Array.from({ length: partitions }, (_, partition) =>
        Math.min(
          outgoing.frontier.offsets[partition] ?? 0,
          incoming.frontier.offsets[partition] ?? 0,
        ),
      ),
      resultsUpTo: Math.min(outgoing.frontier.resultsUpTo, incoming.frontier.resultsUpTo),
    },
    outputsOf: (partition, from, to, values) => {
      const { fanOut } = ledger.records;
      const size = (to - from) * fanOut;
      if (columns.outgoing.length < size) {
        columns = { outgoing: new Float64Array(size), incoming: new Float64Array(size) };
      }
      outgoing.outputsOf(partition, from, to, columns.outgoing);
      incoming.outputsOf(partition, from, to, columns.incoming);
      for (let i = 0; i < size; i++) {
        const claims = { outgoing: columns.outgoing[i]!, incoming: columns.incoming[i]! };
        const id = recordIdOf(partition, from + Math.floor(i / fanOut));
        const place = from * fanOut + i;
        values[i] = settledRecord(claims, excuseOfRecord(versions, id), ledger, partition, place);
      }
    },
  };
}

function settledRecord(
  claims: Claims,
  excuse: Excuse | undefined,
  { records, appends }: Ledger,
  partition: number,
  place: number,
): number {
  if (excuse === undefined && claims.outgoing === claims.incoming) return claims.outgoing;
  const mark = records.mark(partition, place);
  if (mark === UNSEEN) return isOwed(claims, excuse) ? claims.outgoing : NOT_EXPECTED;
  const promised = claims[appends.author(appendOf(mark)).role];
  const isExcused = excuse?.of === "presence" || (excuse && promised !== NOT_EXPECTED);
  return isExcused === true ? records.value(partition, place) : promised;
}

/** Whichever job should have written it, it would be there. */
export function isOwed({ outgoing, incoming }: Claims, excuse: Excuse | undefined): boolean {
  return excuse?.of !== "presence" && outgoing !== NOT_EXPECTED && incoming !== NOT_EXPECTED;
}

export function excuseOfRecord({ unsettled }: Versions, id: number): Excuse | undefined {
  for (const one of unsettled) {
    const of = one.record(id);
    if (of !== undefined) return { reason: one.reason, of };
  }
  return undefined;
}

export function excuseOfResult(
  { unsettled }: Versions,
  table: ResultTable,
  row: number,
): Excuse | undefined {
  const [stage, key] = [table.stage(row), table.key(row)];
  for (const one of unsettled) {
    const of = one.result(stage, key, table.start(row), table.end(row));
    if (of !== undefined) return { reason: one.reason, of };
  }
  return undefined;
}

/** The row under the same name in another table, or −1. */
export function rowIn(table: ResultTable, from: ResultTable, row: number): number {
  return table.find(from.stage(row), from.key(row), from.start(row), from.end(row));
}

function seenResults({ results }: Ledger): ResultTable {
  const settled = new ResultTable();
  for (let row = 0; row < results.size; row++) copyRow(results, row, results, row, settled);
  return settled;
}

function settledResults(versions: Versions, ledger: Ledger): ResultTable {
  const { outgoing, incoming } = versions.of;
  const seen = ledger.results;
  const settled = new ResultTable();
  for (let row = 0; row < seen.size; row++) {
    const role = ledger.appends.author(appendOf(seen.mark(row))).role;
    const promised = rowIn(versions.of[role].results, seen, row);
    const excuse = excuseOfResult(versions, seen, row);
    if (excuse?.of === "presence" || (promised >= 0 && isExcused(versions, ledger, row, excuse))) {
      copyRow(seen, row, seen, row, settled);
    } else if (promised >= 0) copyRow(seen, row, versions.of[role].results, promised, settled);
  }
  const owed = outgoing.results;
  for (let row = 0; row < owed.size; row++) {
    if (rowIn(seen, owed, row) >= 0 || rowIn(incoming.results, owed, row) < 0) continue;
    if (excuseOfResult(versions, owed, row)?.of === "presence") continue;
    copyRow(owed, row, owed, row, settled);
  }
  return settled;
}

// An excuse of the value leaves how many records are in it.
function isExcused(
  versions: Versions,
  ledger: Ledger,
  row: number,
  excuse: Excuse | undefined,
): boolean {
  const seen = ledger.results;
  const role = ledger.appends.author(appendOf(seen.mark(row))).role;
  const promised = versions.of[role].results;
  const own = promised.count(rowIn(promised, seen, row));
  if (excuse !== undefined) return seen.count(row) === own;
  return role === "incoming" && isBetween(versions, seen, row, own);
}

// A reference run knows no restored windows: these hold something of both versions.
function isBetween(versions: Versions, seen: ResultTable, row: number, own: number): boolean {
  const { outgoing, incoming } = versions.of;
  if (incoming.basis === "straight-line") return false;
  const old = rowIn(outgoing.results, seen, row);
  if (old < 0) return false;
  const count = seen.count(row);
  const before = outgoing.results.count(old);
  return count >= Math.min(own, before) && count <= Math.max(own, before);
}

function copyRow(
  name: ResultTable,
  at: number,
  from: ResultTable,
  row: number,
  into: ResultTable,
): void {
  const made = into.findOrAdd(name.stage(at), name.key(at), name.start(at), name.end(at));
  into.setPayload(made, from.value(row), from.count(row));
}

/** Who wrote the first appearance behind a mark. */
export function roleOf({ appends }: Ledger, mark: number): Role | undefined {
  return mark === UNSEEN ? undefined : appends.author(appendOf(mark)).role;
}
