import { type EventTime, MAX_WATERMARK } from "../event-time.ts";
import type { Operator } from "../operator/operator.ts";
import type { RecordReader, SplitPosition } from "../source/record-reader.ts";
import type { SourceWatermarks } from "../watermark/source-watermarks.ts";
import type { SourceState } from "./job-state.ts";
import type { ReaderAlignment } from "./reader-alignment.ts";
import { TaskSubtask, type TaskSubtaskOptions } from "./task-subtask.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** A subtask of the source task: reads its splits, makes watermarks, begins checkpoints. */
export class SourceSubtask extends TaskSubtask {
  /** Of the source, its uid. */
  readonly name: string;
  readonly reader: RecordReader;
  readonly #head: Operator;
  readonly #watermarks: SourceWatermarks;
  readonly #alignment: ReaderAlignment | undefined;
  readonly #cost: number;
  readonly #interval: number;
  /** Ticks after the last record that can still change something: idleness is counted in them (W10). */
  readonly #settlesAfter: number;
  #nextEmit: number;
  #ticksSinceRecord = 0;
  #isStopped = false;
  /** 0 = the operator behind the source does not sleep. */
  readonly #lag: number;
  #trap: (() => boolean) | undefined;

  constructor(
    options: TaskSubtaskOptions & {
      readonly name: string;
      readonly reader: RecordReader;
      readonly splits: readonly SplitPosition[];
      readonly watermarks: SourceWatermarks;
      readonly alignment: ReaderAlignment | undefined;
      readonly emitIntervalMicros: number;
      readonly idlenessMicros: number;
      readonly lagMicros: number;
    },
  ) {
    super(options);
    this.name = options.name;
    this.#head = options.chain.heads[0] as Operator;
    this.reader = options.reader;
    this.#lag = options.lagMicros;
    this.#watermarks = options.watermarks;
    this.#alignment = options.alignment;
    for (const split of options.splits) this.addSplit(split);
    this.#cost = options.plan.costMicros;
    this.#interval = options.emitIntervalMicros > 0 ? options.emitIntervalMicros : NEVER;
    this.#settlesAfter =
      2 + (options.idlenessMicros > 0 ? Math.ceil(options.idlenessMicros / this.#interval) + 2 : 0);
    this.#nextEmit = NEVER;
  }

  override open(at: number): void {
    this.#nextEmit = at + this.#interval;
    this.reader.open(at);
    this.#alignment?.begin(this);
    super.open(at);
  }

  /** Whom to tell that its reader cannot go on. */
  onFailure: (reason: string) => void = () => {};

  fail(reason: string): void {
    this.onFailure(reason);
  }

  /** Its reader has got something that it did not know of. */
  recordsArrived(): void {
    this.creditNoted();
  }

  snapshot(checkpoint: number): SourceState {
    return { name: this.name, ...this.reader.snapshot(checkpoint) };
  }

  override vanish(): void {
    super.vanish();
    this.reader.close();
  }

  /** One split more, at its beginning or while it runs (N2); it counts from MIN (W7). */
  addSplit(split: SplitPosition): void {
    const index = this.reader.splits.length;
    this.reader.addSplit(split, this.instant);
    this.#watermarks.addSplit(index);
    this.unsettle();
  }

  /** How far the coordinator lets watermarks go (W19). */
  onAlignment(maxAllowed: EventTime): void {
    this.#judge(() => this.#watermarks.onAlignment(maxAllowed));
  }

  /** W19: it looks at its splits, and reports. */
  onAlignmentInterval(): void {
    this.#judge(() => this.#watermarks.onAlignmentInterval());
  }

  // A reader that has waited goes on from here, not from where it stopped.
  #judge(judgement: () => void): void {
    const hasWaited = this.#watermarks.isWaiting;
    judgement();
    if (hasWaited) this.clock = Math.max(this.clock, this.instant);
  }

  /** Its ticks can change something again. */
  unsettle(): void {
    this.#ticksSinceRecord = 0;
  }

  /** W18: with drain event time ends, and every window fires. */
  endEventTime(): void {
    this.#head.processWatermark(MAX_WATERMARK);
  }

  /** After the barrier of a stop-with-savepoint nothing is emitted any more (C26). */
  stopEmitting(): void {
    this.#isStopped = true;
    this.#nextEmit = NEVER;
  }

  /** Everything is read, and no tick will change anything any more. */
  get isSettled(): boolean {
    return (
      this.reader.availableAt(this.clock) === NEVER && this.#ticksSinceRecord > this.#settlesAfter
    );
  }

  /** `strikes` is asked as the next record is taken, before anything becomes of it: true ends the work. */
  trapNextRecord(strikes: () => boolean): void {
    this.#trap = strikes;
    this.settle();
  }

  protected nextElementAt(): number {
    if (this.#isStopped || this.#watermarks.isWaiting) return NEVER;
    const taken = this.reader.availableAt(this.clock);
    if (this.#lag === 0 || taken === NEVER) return taken + this.#cost;
    return Math.max(taken, this.reader.nextArrival() + this.#lag) + this.#cost;
  }

  // A thread that sleeps on a record does nothing else until the record is done.
  protected override freeFor(since: number): number {
    if (this.#lag === 0 || this.#isStopped || this.#watermarks.isWaiting) return this.clock;
    return this.reader.availableAt(this.clock) < since ? this.nextElementAt() : this.clock;
  }

  protected work(limit: number): void {
    const { reader, element } = this;
    const head = this.#head;
    const watermarks = this.#watermarks;
    const cost = this.#cost;
    this.#ticksSinceRecord = 0;
    let until = this.stopAt(limit);
    while (!this.isHalted) {
      const at = this.#lag === 0 ? reader.availableAt(this.clock) + cost : this.nextElementAt();
      if (at > until) return;
      if (this.#trap !== undefined && this.#springs(at)) return;
      const split = reader.read(this.clock, element);
      this.clock = at;
      this.instant = at;
      const ts = element.ts;
      head.processElement();
      // W4: the record goes first, then the generator sees it.
      watermarks.onRecord(split, ts);
      // What became due during the sleep comes before the next record.
      if (this.#lag > 0) return;
      until = this.stopAt(limit);
    }
  }

  #springs(at: number): boolean {
    const strikes = this.#trap as () => boolean;
    this.#trap = undefined;
    this.instant = at;
    return strikes();
  }

  protected nextTick(): number {
    const first = Math.min(this.#nextEmit, this.nextTimer);
    return this.#lag === 0 ? first : Math.max(first, this.freeFor(first));
  }

  protected override elementsVisibleFrom(nextElementAt: number): number {
    const from = super.elementsVisibleFrom(nextElementAt);
    return this.#trap === undefined ? from : Math.min(from, nextElementAt);
  }

  // W2: fixed delay; a tick that was held up does not pile up.
  protected tick(): void {
    if (this.nextTimer <= this.instant) {
      this.chain.timers?.fire(this.instant);
      return;
    }
    this.#ticksSinceRecord++;
    this.#nextEmit = this.instant + this.#interval;
    this.#watermarks.onPeriodicEmit();
  }

  protected override nextEffectiveTick(nextElementAt: number): number {
    const isSettled = this.#ticksSinceRecord > this.#settlesAfter;
    return isSettled ? Math.min(nextElementAt, this.nextTimer) : this.nextTick();
  }

  protected override worksThrough(count: number): number {
    return Math.max(super.worksThrough(count), this.reader.arrivalOfNth(count));
  }
}
