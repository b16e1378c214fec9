import { type EventTime, MAX_WATERMARK, MIN_WATERMARK } from "../event-time.ts";
import { AlignmentSamples } from "./alignment-samples.ts";
import type { SplitId } from "./watermark-output-multiplexer.ts";

/** Whom alignment tells: the reader, the clocks of idleness and the coordinator. */
export interface AlignmentHandler {
  /** At least one list is not empty. */
  pauseOrResumeSplits(pause: readonly SplitId[], resume: readonly SplitId[]): void;
  /** The whole reader stops or goes on; nothing is polled between the two. */
  waitForAlignment(isWaiting: boolean): void;
  /** For the coordinator, once every update interval. */
  report(watermark: EventTime): void;
}

const NONE: readonly SplitId[] = [];

/**
 * The reader's side of watermark alignment (W19, `SourceOperator`): a split whose watermark lies
 * above the allowed one is paused, the whole reader waits while its own does.
 */
export class SplitAlignment {
  readonly #handler: AlignmentHandler;
  readonly #bufferSize: number;
  readonly #effective: AlignmentSamples;
  readonly #splits = new Map<SplitId, AlignmentSamples>();
  readonly #idleSplits = new Set<SplitId>();
  readonly #paused = new Set<SplitId>();
  #maxAllowed: EventTime = MAX_WATERMARK;
  #isIdle = false;
  #isWaiting = false;

  constructor(bufferSize: number, handler: AlignmentHandler) {
    this.#handler = handler;
    this.#bufferSize = bufferSize;
    this.#effective = new AlignmentSamples(bufferSize);
  }

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  isPaused(split: SplitId): boolean {
    return this.#paused.has(split);
  }

  /** The coordinator's announcement. */
  allow(maxWatermark: EventTime): void {
    this.#maxAllowed = maxWatermark;
    this.#checkReader();
    this.#checkSplits();
  }

  /** The update interval has passed: sample, judge, report (nothing before the first watermark). */
  onUpdateInterval(): void {
    if (this.#bufferSize > 0) {
      this.#effective.sample();
      for (const samples of this.#splits.values()) samples.sample();
      this.#checkReader();
      this.#checkSplits();
    }
    if (this.#effective.latest === MIN_WATERMARK) return;
    this.#handler.report(this.#isIdle ? MAX_WATERMARK : this.#effective.latest);
  }

  updateIdle(isIdle: boolean): void {
    this.#isIdle = isIdle;
  }

  updateEffective(watermark: EventTime): void {
    this.#effective.update(watermark);
    this.#checkReader();
  }

  updateSplit(split: SplitId, watermark: EventTime): void {
    let samples = this.#splits.get(split);
    if (samples === undefined) {
      samples = new AlignmentSamples(this.#bufferSize);
      this.#splits.set(split, samples);
    }
    samples.update(watermark);
    if (samples.judged > this.#maxAllowed && !this.#paused.has(split)) {
      this.#paused.add(split);
      this.#handler.pauseOrResumeSplits([split], NONE);
    }
  }

  updateSplitIdle(split: SplitId, isIdle: boolean): void {
    if (isIdle) this.#idleSplits.add(split);
    else this.#idleSplits.delete(split);
  }

  removeSplit(split: SplitId): void {
    this.#splits.delete(split);
    this.#idleSplits.delete(split);
  }

  #checkReader(): void {
    const shouldWait = this.#maxAllowed < this.#effective.judged;
    if (shouldWait === this.#isWaiting) return;
    this.#isWaiting = shouldWait;
    this.#handler.waitForAlignment(shouldWait);
  }

  #checkSplits(): void {
    const pause: SplitId[] = [];
    const resume: SplitId[] = [];
    for (const [split, samples] of this.#splits) {
      if (this.#isExempt(split)) continue;
      const isAhead = samples.judged > this.#maxAllowed;
      const isPaused = this.#paused.has(split);
      if (isAhead && !isPaused) pause.push(split);
      else if (!isAhead && isPaused) resume.push(split);
    }
    if (pause.length === 0 && resume.length === 0) return;
    for (const split of pause) this.#paused.add(split);
    for (const split of resume) this.#paused.delete(split);
    this.#handler.pauseOrResumeSplits(pause, resume);
  }

  // 2.3.0: an idle split is not judged, so one that went idle while paused stays paused.
  #isExempt(split: SplitId): boolean {
    return this.#bufferSize > 0 && this.#idleSplits.has(split);
  }
}
