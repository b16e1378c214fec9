/**
 * The book of what readers saw: every output of the run with its provenance and its author, in
 * the order of each output partition's log. A gate's passes can be kept in another one.
 *
 * Nothing is allocated for an output: 8 bytes are kept for each that a record may have, about 40
 * for a result. What makes a witness stands in methods of its own, since a closure in a method
 * costs an allocation whenever that method is called.
 */
import { assert } from "../engine/assert.ts";
import { Appends } from "./appends.ts";
import {
  type Author,
  type InputLog,
  OFFSETS_PER_PARTITION,
  type OutputBatch,
  type PipelineShape,
} from "./evidence.ts";
import { appendOf, markOf, UNSEEN } from "./mark.ts";
import { OrderBook } from "./order-book.ts";
import { outputName, subIndexOf } from "./output-name.ts";
import { partitionOf, RecordSlots, slotOf } from "./record-slots.ts";
import { isReplay, RepeatBook } from "./repeats.ts";
import { ResultTable } from "./result-table.ts";
import { mayUpdate, recordFanOut, unjudgeable } from "./shape.ts";
import { type Appearance, type OutputName, type Witness, Witnesses } from "./witness.ts";
import { WriterBook } from "./writer-book.ts";

type LedgerWitness = Witness & Required<Pick<Witness, "output" | "ts" | "key" | "appearance">>;

export interface LedgerOptions {
  /** Keep the last payload of an identity rather than the first (`Relaxations.upsert`). */
  readonly keepsLast?: boolean;
  /** Results visible later than this after their append are counted as slow. */
  readonly resultsVisibleWithinMicros?: number | undefined;
  /** Hears every appearance but the first, also beyond the witnesses that are kept. */
  readonly repeated?: ((batch: OutputBatch, row: number, isReplay: boolean) => void) | undefined;
}

export class Ledger {
  readonly appends: Appends = new Appends();
  readonly records: RecordSlots;
  readonly results: ResultTable = new ResultTable();
  readonly repeats: RepeatBook = new RepeatBook();
  readonly writers: WriterBook = new WriterBook();
  /** Outputs whose record is not in the input, or has no such sub-index. */
  readonly strays: Witnesses = new Witnesses();
  /** Results that became visible too long after their append. */
  readonly slowResults: Witnesses = new Witnesses();
  #timedResults = 0;
  #slowestResultMicros = 0;
  readonly #slowAfter: number;
  readonly #order: OrderBook = new OrderBook(this.appends);
  readonly #updates: readonly boolean[];
  readonly #keepsLast: boolean;
  readonly #repeated: LedgerOptions["repeated"];
  /** Per output partition: the last append whose author was checked there. */
  readonly #checked: number[] = [];
  #visible = 0;
  #visibleOfIncoming = 0;
  #distinct = 0;
  /** Of the outputs that are being noted. */
  #append = 0;
  #visibleAt = 0;
  #isIncoming = false;

  constructor(input: InputLog, shape: PipelineShape, options: LedgerOptions = {}) {
    assert(input.partitions <= 0xff00, "the ledger holds at most 65280 input partitions");
    assert(unjudgeable(shape) === undefined, () => String(unjudgeable(shape)));
    this.records = new RecordSlots(input, recordFanOut(shape));
    this.#updates = shape.stages.map((_, stage) => mayUpdate(shape, stage));
    this.#keepsLast = options.keepsLast ?? false;
    this.#repeated = options.repeated;
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
    return this.#order.sequences;
  }

  /** First appearances behind a later one of the same key, source and output partition. */
  get inversions(): Witnesses {
    return this.#order.inversions;
  }

  /** Results whose way from append to readers was measured, and the longest in microseconds. */
  get timedResults(): number {
    return this.#timedResults;
  }

  get slowestResultMicros(): number {
    return this.#slowestResultMicros;
  }

  /** How many outputs of each transaction readers saw, in order of appearance. */
  byTransaction(): ReadonlyMap<number, number> {
    const { appends } = this;
    const seen = new Map<number, number>();
    for (let append = 0; append < appends.count; append++) {
      const { transaction } = appends.author(append);
      if (transaction < 0) continue;
      seen.set(transaction, (seen.get(transaction) ?? 0) + appends.outputs(append));
    }
    return seen;
  }

  /**
   * Notes rows `from` … `to` − 1, which `author` appended and readers could see from `visibleAt`
   * on. Calls come in the order of each output partition's log; a call may hold several
   * partitions.
   */
  add(batch: OutputBatch, from: number, to: number, author: Author, visibleAt: number): void {
    if (to <= from) return;
    const append = this.appends.note(author, visibleAt, to - from);
    this.#append = append;
    this.#visibleAt = visibleAt;
    this.#isIncoming = author.role === "incoming";
    this.#visible += to - from;
    if (this.#isIncoming) this.#visibleOfIncoming += to - from;
    const { id, partition } = batch;
    const checked = this.#checked;
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
    const output = batch.partition[i]!;
    while (this.#checked.length <= output) this.#checked.push(-1);
    this.#checked[output] = this.#append;
    const author = this.appends.author(this.#append);
    const laterAttempt = this.writers.laterAttempt(output, author);
    if (laterAttempt >= 0) this.#isZombie(batch, i, laterAttempt);
  }

  #record(batch: OutputBatch, i: number): void {
    const id = batch.id[i]!;
    const partition = partitionOf(id);
    const offset = id - partition * OFFSETS_PER_PARTITION;
    const slots = this.records;
    const place = slots.place(partition, offset, subIndexOf(batch.windowStart[i]!));
    if (place < 0) {
      this.#isStray(batch, i);
      return;
    }
    const chunk = slots.chunk(partition, place);
    const slot = slotOf(place);
    const mark = chunk[slot]!;
    const value = batch.value[i]!;
    if (mark === UNSEEN) {
      chunk[slot] = markOf(this.#append);
      chunk[slot + 1] = value;
      this.#first(batch, i, place);
      return;
    }
    this.#again(batch, i, mark, value !== chunk[slot + 1]);
    if (this.#keepsLast) chunk[slot + 1] = value;
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
      table.setSeen(row, markOf(this.#append), value, count);
      this.#first(batch, i, end);
      this.#timeResult(batch, i);
      return;
    }
    if (this.#updates[stage] === true && count > table.count(row)) {
      this.repeats.updates++;
      table.setSeen(row, markOf(this.#append), value, count);
      return;
    }
    this.#again(batch, i, mark, value !== table.value(row) || count !== table.count(row));
    if (this.#keepsLast) table.setPayload(row, value, count);
  }

  #timeResult(batch: OutputBatch, i: number): void {
    const waited = this.#visibleAt - batch.at[i]!;
    this.#timedResults++;
    if (waited > this.#slowestResultMicros) this.#slowestResultMicros = waited;
    if (waited > this.#slowAfter) this.#isSlow(batch, i, waited);
  }

  #first(batch: OutputBatch, i: number, place: number): void {
    this.#distinct++;
    this.#order.note(batch, i, place, this.#append);
    const isCrossing = this.writers.crosses(batch.partition[i]!, batch.key[i]!, this.#isIncoming);
    if (isCrossing) this.#isCrossing(batch, i);
  }

  #again(batch: OutputBatch, i: number, mark: number, isDiffering: boolean): void {
    const first = this.appends.author(appendOf(mark));
    const now = this.appends.author(this.#append);
    this.#repeated?.(batch, i, isReplay(first, now));
    this.repeats.note(first, now, isDiffering, () => {
      const { output, ts, key, appearance } = this.#witness(batch, i);
      const earlier = this.appearanceOf(mark);
      return { output, ts, key, appearance, earlier, detail: { differing: isDiffering } };
    });
  }

  #isZombie(batch: OutputBatch, i: number, laterAttempt: number): void {
    this.writers.zombies.add(() => ({ ...this.#witness(batch, i), detail: { laterAttempt } }));
  }

  #isStray(batch: OutputBatch, i: number): void {
    this.strays.add(() => this.#witness(batch, i));
  }

  #isSlow(batch: OutputBatch, i: number, waited: number): void {
    this.slowResults.add(() => ({ ...this.#witness(batch, i), detail: { waited } }));
  }

  #isCrossing(batch: OutputBatch, i: number): void {
    this.writers.crossings.add(() => this.#witness(batch, i));
  }

  #witness(batch: OutputBatch, i: number): LedgerWitness {
    const { role, attempt, subtask, transaction } = this.appends.author(this.#append);
    const [visibleAt, at] = [this.#visibleAt, batch.at[i]!];
    return {
      output: nameOf(batch, i),
      ts: batch.ts[i]!,
      key: batch.key[i]!,
      appearance: { role, attempt, subtask, transaction, visibleAt, at },
    };
  }
}

/** The identity of row `i`, in words. */
export function nameOf(batch: OutputBatch, i: number): OutputName {
  return outputName(batch.id[i]!, batch.key[i]!, batch.ts[i]!, batch.windowStart[i]!);
}
