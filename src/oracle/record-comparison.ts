import type { Comparison, ComparisonInput } from "./comparison.ts";
import type { InputRow } from "./evidence.ts";
import { NOT_EXPECTED } from "./expected-outputs.ts";
import { recordHash } from "./id-sum.ts";
import { appendOf, UNSEEN } from "./mark.ts";
import type { Witness } from "./witness.ts";

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

/** The part of the comparison for outputs of records; adds to `found`. */
export function compareRecords(given: ComparisonInput, found: Comparison): void {
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
