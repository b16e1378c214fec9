/**
 * The book of what readers saw: every output of the run with its provenance and its author, in
 * the order of each output partition's log. A gate's passes can be kept in another one.
 *
 * About 60 ns for an output of a record, 150 to 300 for a result, which makes a row; 8 bytes for
 * each output that a record may have, about 42 for a result.
 */
import { assert } from "../engine/assert.ts";
import { Appends } from "./appends.ts";
import type { Author, InputLog, OutputBatch, PipelineShape } from "./evidence.ts";
import { appendOf, markOf, UNSEEN } from "./mark.ts";
import { offsetOf, partitionOf, RecordSlots, WITHIN_CHUNK } from "./record-slots.ts";
import { RepeatBook } from "./repeats.ts";
import { ResultTable } from "./result-table.ts";
import { SequenceTable } from "./sequence-table.ts";
import { mayUpdate, recordFanOut, unjudgeable } from "./shape.ts";
import { type Appearance, type OutputName, type Witness, Witnesses } from "./witness.ts";
import { WriterBook } from "./writer-book.ts";

export interface LedgerOptions {
  /** Keep the last payload of an identity rather than the first (`Relaxations.upsert`). */
  readonly keepsLast?: boolean;
  /** Results visible later than this after their append are counted as slow. */
  readonly resultsVisibleWithinMicros?: number | undefined;
}

export class Ledger {
  readonly appends: Appends = new Appends();
  readonly records: RecordSlots;
  readonly results: ResultTable = new ResultTable();
  readonly repeats: RepeatBook = new RepeatBook();
  readonly writers: WriterBook = new WriterBook();
  /** First appearances behind a later one of the same key, source and output partition. */
  readonly inversions: Witnesses = new Witnesses();
  /** Outputs whose record is not in the input, or has no such sub-index. */
  readonly strays: Witnesses = new Witnesses();
  /** Results that became visible too long after their append. */
  readonly slowResults: Witnesses = new Witnesses();
  #timedResults = 0;
  #slowestResultMicros = 0;
  readonly #slowAfter: number;
  readonly #sequences = new SequenceTable();
  readonly #updates: readonly boolean[];
  readonly #keepsLast: boolean;
  readonly #byTransaction = new Map<number, number>();
  /** Per output partition: the last append whose author was checked there. */
  readonly #checked = new Int32Array(0x1_0000).fill(-1);
  #visible = 0;
  #visibleOfIncoming = 0;
  #distinct = 0;
  #now: Author = { role: "outgoing", attempt: 0, subtask: 0, transaction: -1 };
  #append = 0;

  constructor(input: InputLog, shape: PipelineShape, options: LedgerOptions = {}) {
    assert(input.partitions <= 0xff00, "the ledger holds at most 65280 input partitions");
    assert(unjudgeable(shape) === undefined, () => String(unjudgeable(shape)));
    this.records = new RecordSlots(input, recordFanOut(shape));
    this.#updates = shape.stages.map((_, stage) => mayUpdate(shape, stage));
    this.#keepsLast = options.keepsLast ?? false;
    this.#slowAfter = options.resultsVisibleWithinMicros ?? Number.POSITIVE_INFINITY;
  }

  /** All outputs that became visible, repeated ones too. */
  get visible(): number {
    return this.#visible;
  }

  /** Those of them that the incoming job wrote; the outgoing job wrote the others. */
  get visibleOfIncoming(): number {
    return this.#visibleOfIncoming;
  }

  /** Outputs that became visible for the first time. */
  get distinct(): number {
    return this.#distinct;
  }

  /** Sequences (key, source, output partition) whose order was watched. */
  get sequences(): number {
    return this.#sequences.size;
  }

  /** Results whose way from append to readers was measured, and the longest in microseconds. */
  get timedResults(): number {
    return this.#timedResults;
  }

  get slowestResultMicros(): number {
    return this.#slowestResultMicros;
  }

  /** Outputs of that transaction that readers saw. */
  visibleOf(transaction: number): number {
    return this.#byTransaction.get(transaction) ?? 0;
  }

  /** Every transaction number of which readers saw something, in order of appearance. */
  transactions(): Iterable<number> {
    return this.#byTransaction.keys();
  }

  /**
   * Notes rows `from` … `to` − 1, which `author` appended and readers could see from `visibleAt`
   * on. Calls come in the order of each output partition's log; a call may hold several
   * partitions.
   */
  add(batch: OutputBatch, from: number, to: number, author: Author, visibleAt: number): void {
    if (to <= from) return;
    this.#now = author;
    this.#append = this.appends.note(author, visibleAt);
    this.#visible += to - from;
    if (author.role === "incoming") this.#visibleOfIncoming += to - from;
    const { transaction } = author;
    if (transaction >= 0) {
      this.#byTransaction.set(transaction, this.visibleOf(transaction) + to - from);
    }
    const { id, partition } = batch;
    const checked = this.#checked;
    const append = this.#append;
    for (let i = from; i < to; i++) {
      if (checked[partition[i]!] !== append) this.#opens(batch, i);
      if (id[i]! >= 0) this.#record(batch, i);
      else this.#result(batch, i);
    }
  }

  /** The appearance behind a mark, for witnesses. */
  appearanceOf(mark: number): Appearance {
    return this.appends.appearance(appendOf(mark));
  }

  /** The author turns to an output partition. */
  #opens(batch: OutputBatch, i: number): void {
    this.#checked[batch.partition[i]!] = this.#append;
    const laterAttempt = this.writers.laterAttempt(batch.partition[i]!, this.#now);
    if (laterAttempt < 0) return;
    this.writers.zombies.add(() => ({ ...this.#witness(batch, i), detail: { laterAttempt } }));
  }

  #record(batch: OutputBatch, i: number): void {
    const id = batch.id[i]!;
    const partition = partitionOf(id);
    const slots = this.records;
    const place = slots.place(partition, offsetOf(id), subIndexOf(batch, i));
    if (place < 0) {
      this.strays.add(() => this.#witness(batch, i));
      return;
    }
    const chunk = slots.chunk(partition, place);
    const within = place & WITHIN_CHUNK;
    const mark = chunk.marks[within]!;
    const value = batch.value[i]!;
    if (mark === UNSEEN) {
      chunk.marks[within] = markOf(this.#append);
      chunk.values[within] = value;
      this.#first(batch, i, partition, place);
      return;
    }
    this.#again(batch, i, mark, value !== chunk.values[within]);
    if (this.#keepsLast) chunk.values[within] = value;
  }

  #result(batch: OutputBatch, i: number): void {
    const stage = -1 - batch.id[i]!;
    const table = this.results;
    const end = batch.ts[i]! + 1;
    const row = table.findOrAdd(stage, batch.key[i]!, batch.windowStart[i]!, end);
    const mark = table.mark(row);
    const value = batch.value[i]!;
    const count = batch.count[i]!;
    if (mark === UNSEEN) {
      table.setMark(row, markOf(this.#append));
      table.setPayload(row, value, count);
      this.#first(batch, i, 0xfffe - stage, end);
      this.#timeResult(batch, i);
      return;
    }
    if (this.#updates[stage] === true && count > table.count(row)) {
      this.repeats.updates++;
      table.setMark(row, markOf(this.#append));
      table.setPayload(row, value, count);
      return;
    }
    this.#again(batch, i, mark, value !== table.value(row) || count !== table.count(row));
    if (this.#keepsLast) table.setPayload(row, value, count);
  }

  #timeResult(batch: OutputBatch, i: number): void {
    const waited = this.appends.visibleAt(this.#append) - batch.at[i]!;
    this.#timedResults++;
    if (waited > this.#slowestResultMicros) this.#slowestResultMicros = waited;
    if (waited > this.#slowAfter) {
      this.slowResults.add(() => ({ ...this.#witness(batch, i), detail: { waited } }));
    }
  }

  #first(batch: OutputBatch, i: number, source: number, place: number): void {
    this.#distinct++;
    const key = batch.key[i]!;
    const output = batch.partition[i]!;
    if (this.#sequences.isBehind(key, output, source, place)) {
      const behind = this.#sequences.last(key, output, source);
      this.inversions.add(() => ({ ...this.#witness(batch, i), detail: { behind, place } }));
    }
    if (this.writers.crosses(output, key, this.#now.role === "incoming")) {
      this.writers.crossings.add(() => this.#witness(batch, i));
    }
  }

  #again(batch: OutputBatch, i: number, mark: number, isDiffering: boolean): void {
    const first = this.appends.author(appendOf(mark));
    this.repeats.note(first, this.#now, isDiffering, () => ({
      ...this.#witness(batch, i),
      earlier: this.appearanceOf(mark),
      detail: { differing: isDiffering },
    }));
  }

  #witness(batch: OutputBatch, i: number): Witness {
    return {
      output: nameOf(batch, i),
      ts: batch.ts[i]!,
      key: batch.key[i]!,
      appearance: this.#appearance(batch, i),
    };
  }

  #appearance(batch: OutputBatch, i: number): Appearance {
    return { ...this.appends.appearance(this.#append), at: batch.at[i]! };
  }
}

/** The identity of row `i`, in words. */
export function nameOf(batch: OutputBatch, i: number): OutputName {
  const id = batch.id[i]!;
  if (id < 0) {
    const end = batch.ts[i]! + 1;
    const start = batch.windowStart[i]!;
    return { kind: "result", stage: -1 - id, key: batch.key[i]!, start, end };
  }
  const partition = partitionOf(id);
  return { kind: "record", partition, offset: offsetOf(id), sub: subIndexOf(batch, i) };
}

/** A record that no flat-map forked may carry NaN, as it is in no window. */
function subIndexOf(batch: OutputBatch, i: number): number {
  const sub = batch.windowStart[i]!;
  return Number.isNaN(sub) ? 0 : sub;
}
