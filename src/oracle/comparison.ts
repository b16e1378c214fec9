/**
 * The one pass over input, expectation and ledger that several checks read from. Every output falls
 * into one class: as expected, lost, pending, wrong, a phantom, or beyond what the reference knows.
 */
import type { Frontier, InputLog, InputRow, PipelineShape } from "./evidence.ts";
import { type ExpectedOutputs, NOT_EXPECTED } from "./expected-outputs.ts";
import { IdSummer, recordHash } from "./id-sum.ts";
import type { Ledger } from "./ledger.ts";
import { appendOf, UNSEEN } from "./mark.ts";
import { compareResults } from "./result-comparison.ts";
import { type Witness, Witnesses } from "./witness.ts";

export interface ComparisonInput {
  readonly input: InputLog;
  readonly shape: PipelineShape;
  readonly ledger: Ledger;
  readonly expected: ExpectedOutputs;
  readonly frontier: Frontier;
  /** End of the run: how long an unseen output has waited. */
  readonly endedAt: number;
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
  /** Outputs of records whose wait was measured, and the longest wait in microseconds. */
  timed: number;
  slowestMicros: number;
  /** Per append of the ledger: the earliest arrival of a record that it made visible. */
  readonly earliest: Float64Array;
  /** The earliest arrival of a record that waits for its output at the end of the run. */
  earliestPending: number;
  readonly sums: RecordSums;
}

/** Records (outputs, where they fork) by where they went; empty when no record reaches the output. */
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

/** Compares what was seen with what should be; linear in the input and in the results. */
export function compare(given: ComparisonInput): Comparison {
  const found = emptyComparison(given.ledger.appends.count);
  if (given.ledger.records.fanOut > 0) compareRecords(given, found);
  compareResults(given, found);
  found.phantoms.addAll(given.ledger.strays);
  return found;
}

function emptyComparison(appends: number): Comparison {
  return {
    due: 0,
    pending: 0,
    unjudged: 0,
    compared: 0,
    superseded: 0,
    lost: new Witnesses(),
    wrong: new Witnesses(),
    phantoms: new Witnesses(),
    slow: new Witnesses(),
    timed: 0,
    slowestMicros: 0,
    earliest: new Float64Array(appends).fill(Number.POSITIVE_INFINITY),
    earliestPending: Number.POSITIVE_INFINITY,
    sums: {
      read: new IdSummer(),
      filtered: new IdSummer(),
      unknown: new IdSummer(),
      expected: new IdSummer(),
      seen: new IdSummer(),
      missing: new IdSummer(),
      waiting: new IdSummer(),
    },
  };
}

/** Where one record stands in the pass. */
interface Cursor {
  readonly row: InputRow;
  partition: number;
  offset: number;
  hash: number;
  /** The run owes its outputs; the reference knows them. */
  isDue: boolean;
  isKnown: boolean;
}

function compareRecords(given: ComparisonInput, found: Comparison): void {
  const { input, expected, frontier, ledger } = given;
  const { fanOut } = ledger.records;
  const row: InputRow = { id: 0, ts: 0, key: 0, value: 0, arrivalMicros: 0 };
  const cursor: Cursor = { row, partition: 0, offset: 0, hash: 0, isDue: true, isKnown: true };
  const values = new Float64Array(fanOut);
  const { read, filtered, unknown } = found.sums;
  for (let partition = 0; partition < input.partitions; partition++) {
    const count = input.count(partition);
    const due = frontier.offsets[partition] ?? 0;
    const known = expected.frontier.offsets[partition] ?? 0;
    cursor.partition = partition;
    for (let offset = 0; offset < count; offset++) {
      input.readInto(partition, offset, row);
      expected.outputsOf(row, values);
      cursor.offset = offset;
      cursor.hash = recordHash(row.id);
      cursor.isDue = offset < due;
      cursor.isKnown = offset < known;
      read.addHash(cursor.hash);
      let outputs = 0;
      for (let sub = 0; sub < fanOut; sub++) {
        if (values[sub] !== NOT_EXPECTED) outputs++;
        compareOutput(given, found, cursor, sub, values[sub]!);
      }
      if (outputs === 0) (cursor.isKnown ? filtered : unknown).addHash(cursor.hash);
    }
  }
}

function compareOutput(
  given: ComparisonInput,
  found: Comparison,
  cursor: Cursor,
  sub: number,
  value: number,
): void {
  const slots = given.ledger.records;
  const place = cursor.offset * slots.fanOut + sub;
  const mark = slots.mark(cursor.partition, place);
  if (value === NOT_EXPECTED) {
    if (mark === UNSEEN) return;
    if (cursor.isKnown) found.phantoms.add(() => witness(given, cursor, sub, mark));
    else found.unjudged++;
    return;
  }
  found.sums.expected.addHash(cursor.hash);
  if (cursor.isDue) found.due++;
  if (mark === UNSEEN) {
    notSeen(given, found, cursor, sub);
    return;
  }
  found.sums.seen.addHash(cursor.hash);
  found.compared++;
  const actual = slots.value(cursor.partition, place);
  if (actual !== value) {
    const detail = { expected: value, actual };
    found.wrong.add(() => ({ ...witness(given, cursor, sub, mark), detail }));
  }
  const append = appendOf(mark);
  const arrival = cursor.row.arrivalMicros;
  if (arrival < found.earliest[append]!) found.earliest[append] = arrival;
  const waited = given.ledger.appends.visibleAt(append) - arrival;
  noteWait(given, found, waited, cursor, sub, mark);
}

/** Lost if it was due, else pending: a record that has waited too long is slow all the same. */
function notSeen(given: ComparisonInput, found: Comparison, cursor: Cursor, sub: number): void {
  if (cursor.isDue) {
    found.sums.missing.addHash(cursor.hash);
    found.lost.add(() => witness(given, cursor, sub, UNSEEN));
    return;
  }
  found.sums.waiting.addHash(cursor.hash);
  found.pending++;
  const arrival = cursor.row.arrivalMicros;
  if (arrival > given.endedAt) return;
  if (arrival < found.earliestPending) found.earliestPending = arrival;
  noteWait(given, found, given.endedAt - arrival, cursor, sub, UNSEEN);
}

function noteWait(
  given: ComparisonInput,
  found: Comparison,
  waited: number,
  cursor: Cursor,
  sub: number,
  mark: number,
): void {
  found.timed++;
  if (waited > found.slowestMicros) found.slowestMicros = waited;
  if (given.slowAfterMicros !== undefined && waited > given.slowAfterMicros) {
    found.slow.add(() => ({ ...witness(given, cursor, sub, mark), detail: { waited } }));
  }
}

function witness(given: ComparisonInput, cursor: Cursor, sub: number, mark: number): Witness {
  const { row, partition, offset } = cursor;
  return {
    output: { kind: "record", partition, offset, sub },
    ts: row.ts,
    key: row.key,
    arrivalMicros: row.arrivalMicros,
    ...(mark === UNSEEN ? {} : { appearance: given.ledger.appearanceOf(mark) }),
  };
}
