import type { Appends } from "./appends.ts";
import type { Comparison, ComparisonInput } from "./comparison.ts";
import { recordIdOf } from "./evidence.ts";
import { NOT_EXPECTED } from "./expected-outputs.ts";
import { recordHash } from "./id-sum.ts";
import { appendOf, UNSEEN } from "./mark.ts";
import { recordWitness } from "./output-witness.ts";
import { owesRecord } from "./owed.ts";
import { BLOCK } from "./record-flow.ts";
import { opensChunk, type RecordSlots, slotOf } from "./record-slots.ts";
import type { Witness } from "./witness.ts";

/** The part of the comparison for outputs of records; adds to `found`. */
export function compareRecords(given: ComparisonInput, found: Comparison): void {
  const pass = new RecordPass(given, found);
  for (let partition = 0; partition < given.input.partitions; partition++) pass.compare(partition);
}

/** The pass with the record at which it is. Methods that make witnesses stand apart (`Ledger`). */
class RecordPass {
  readonly #given: ComparisonInput;
  readonly #found: Comparison;
  readonly #slots: RecordSlots;
  readonly #appends: Appends;
  readonly #isTimed: boolean;
  readonly #slowAfter: number;
  #partition = 0;
  #offset = 0;
  #hash = 0;
  /** The run owes its outputs; the reference knows them. */
  #isDue = true;
  #isKnown = true;

  constructor(given: ComparisonInput, found: Comparison) {
    this.#given = given;
    this.#found = found;
    this.#slots = given.ledger.records;
    this.#appends = given.ledger.appends;
    this.#isTimed = given.isTimed;
    this.#slowAfter = given.slowAfterMicros ?? Number.POSITIVE_INFINITY;
  }

  compare(partition: number): void {
    const { input, expected } = this.#given;
    const count = input.count(partition);
    const values = new Float64Array(Math.min(BLOCK, count) * this.#slots.fanOut);
    this.#partition = partition;
    for (let from = 0; from < count; from += BLOCK) {
      const to = Math.min(from + BLOCK, count);
      expected.outputsOf(partition, from, to, values);
      this.#compareBlock(from, to, values);
    }
  }

  #compareBlock(from: number, to: number, values: Float64Array): void {
    const partition = this.#partition;
    const { sums } = this.#found;
    const { fanOut } = this.#slots;
    const due = this.#given.frontier.offsets[partition] ?? 0;
    const known = this.#given.expected.frontier.offsets[partition] ?? 0;
    let chunk = this.#slots.seenChunk(partition, from * fanOut);
    for (let offset = from; offset < to; offset++) {
      this.#offset = offset;
      this.#hash = recordHash(recordIdOf(partition, offset));
      this.#isDue = offset < due;
      this.#isKnown = offset < known;
      sums.read.addHash(this.#hash);
      let outputs = 0;
      for (let sub = 0; sub < fanOut; sub++) {
        const place = offset * fanOut + sub;
        if (opensChunk(place)) chunk = this.#slots.seenChunk(partition, place);
        const slot = slotOf(place);
        const mark = chunk === undefined ? UNSEEN : chunk[slot]!;
        const value = values[place - from * fanOut]!;
        if (value !== NOT_EXPECTED) {
          outputs++;
          const actual = chunk === undefined ? 0 : chunk[slot + 1]!;
          this.#compareOutput(sub, mark, value, actual);
        } else if (mark !== UNSEEN) this.#noteUnexpected(sub, mark);
      }
      if (outputs === 0) (this.#isKnown ? sums.filtered : sums.unknown).addHash(this.#hash);
    }
  }

  #compareOutput(sub: number, mark: number, value: number, actual: number): void {
    const found = this.#found;
    found.sums.expected.addHash(this.#hash);
    if (mark === UNSEEN) {
      this.#noteUnseen(sub);
      return;
    }
    if (this.#isDue) found.due++;
    found.sums.seen.addHash(this.#hash);
    found.compared++;
    if (actual !== value) this.#noteWrong(sub, mark, value, actual);
    if (this.#isTimed) this.#noteSeen(sub, mark);
  }

  #noteSeen(sub: number, mark: number): void {
    const found = this.#found;
    const append = appendOf(mark);
    const arrival = this.#arrival();
    if (arrival < found.earliest[append]!) found.earliest[append] = arrival;
    this.#noteWait(this.#appends.visibleAt(append) - arrival, sub, mark);
  }

  #arrival(): number {
    return this.#given.input.arrivalMicros(this.#partition, this.#offset);
  }

  /** Lost if it is owed, else pending: a record that has waited too long is slow all the same. */
  #noteUnseen(sub: number): void {
    const found = this.#found;
    if (owesRecord(this.#given.frontier, this.#partition, this.#offset, sub)) {
      found.due++;
      found.sums.missing.addHash(this.#hash);
      found.lost.add(() => this.#witness(sub, UNSEEN));
      return;
    }
    found.sums.waiting.addHash(this.#hash);
    found.pending++;
    if (!this.#isTimed) return;
    const arrival = this.#arrival();
    const { endedAt } = this.#given;
    if (arrival > endedAt) return;
    if (arrival < found.earliestPending) found.earliestPending = arrival;
    this.#noteWait(endedAt - arrival, sub, UNSEEN);
  }

  #noteWait(waited: number, sub: number, mark: number): void {
    const found = this.#found;
    found.timed++;
    if (waited > found.slowestMicros) found.slowestMicros = waited;
    if (waited > this.#slowAfter) this.#noteSlow(waited, sub, mark);
  }

  #noteSlow(waited: number, sub: number, mark: number): void {
    this.#found.slow.add(() => ({ ...this.#witness(sub, mark), detail: { waited } }));
  }

  #noteUnexpected(sub: number, mark: number): void {
    if (this.#isKnown) this.#found.phantoms.add(() => this.#witness(sub, mark));
    else this.#found.unjudged++;
  }

  #noteWrong(sub: number, mark: number, expected: number, actual: number): void {
    const detail = { expected, actual };
    this.#found.wrong.add(() => ({ ...this.#witness(sub, mark), detail }));
  }

  #witness(sub: number, mark: number): Witness {
    return recordWitness(this.#given, this.#partition, this.#offset, sub, mark);
  }
}
