import { assert } from "../../engine/assert.ts";
import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import { BoundedOutOfOrdernessWatermarks } from "./bounded-out-of-orderness-watermarks.ts";
import { IdlenessManager } from "./idleness-manager.ts";
import { PausableRelativeClock, type RelativeClock } from "./relative-clock.ts";
import { type AlignmentHandler, SplitAlignment } from "./split-alignment.ts";
import type { FlinkVersionRules } from "./version-rules.ts";
import type { WatermarkGenerator } from "./watermark-generator.ts";
import type { StreamOutput, WatermarkOutput } from "./watermark-output.ts";
import {
  type SplitOutputs,
  type SplitWatermarkListener,
  WatermarkOutputMultiplexer,
} from "./watermark-output-multiplexer.ts";
import { WatermarkToDataOutput } from "./watermark-to-data-output.ts";
import { WatermarksWithIdleness } from "./watermarks-with-idleness.ts";

/** Instead of a split: the record was written to the reader's main output. */
export const MAIN_OUTPUT = -1;

export interface SourceWatermarksOptions {
  readonly boundMillis: number;
  /** In units of `clock`; undefined without `withIdleness`. */
  readonly idleTimeout: number | undefined;
  /** Processing time of the subtask, in any unit; above 0, which is the "not started" of W10. */
  readonly clock: RelativeClock;
  readonly rules: FlinkVersionRules;
  readonly output: StreamOutput;
  /** Undefined without `withWatermarkAlignment`. */
  readonly alignment?: AlignmentHandler;
}

interface SplitState {
  readonly split: number;
  readonly generator: WatermarkGenerator;
  readonly clock: PausableRelativeClock;
  readonly outputs: SplitOutputs;
}

/**
 * The event time of one source subtask (W1–W12, W19): what `SourceOperator` and
 * `ProgressiveTimestampsAndWatermarks` do with its splits. Nothing of it is in a checkpoint (W20):
 * a restored subtask begins with a new one. Splits are small integers.
 */
export class SourceWatermarks {
  readonly #options: SourceWatermarksOptions;
  readonly #alignment: SplitAlignment | undefined;
  readonly #multiplexer: WatermarkOutputMultiplexer;
  readonly #main: WatermarkOutput;
  readonly #mainClock: PausableRelativeClock;
  readonly #mainGenerator: WatermarkGenerator;
  readonly #byId: (SplitState | undefined)[] = [];
  readonly #splits: SplitState[] = [];
  #watermark: EventTime = MIN_WATERMARK;
  #isBackPressured = false;

  constructor(options: SourceWatermarksOptions) {
    this.#options = options;
    this.#alignment = this.#aligned(options.alignment);
    const idleness = new IdlenessManager(new WatermarkToDataOutput(this.#noted(options.output)));
    this.#main = idleness.main;
    this.#multiplexer = new WatermarkOutputMultiplexer(
      idleness.splits,
      options.rules,
      this.#splitListener(),
    );
    this.#mainClock = new PausableRelativeClock(options.clock);
    this.#mainGenerator = this.#generator(this.#mainClock);
  }

  /** The last watermark that was put out. */
  get watermark(): EventTime {
    return this.#watermark;
  }

  /** The whole reader waits for alignment (W19): nothing may be read. */
  get isWaiting(): boolean {
    return this.#alignment?.isWaiting ?? false;
  }

  /** The split waits for alignment (W19): none of its records may be read. */
  isPaused(split: number): boolean {
    return this.#alignment?.isPaused(split) ?? false;
  }

  /** After the record went downstream (W4). `timestamp` NaN = the record has none. */
  onRecord(split: number, timestamp: EventTime): void {
    if (split === MAIN_OUTPUT) this.#mainGenerator.onEvent(timestamp);
    else (this.#byId[split] as SplitState).generator.onEvent(timestamp);
  }

  /** W2, W3: each split stores its candidate, then they are combined; the main output comes last. */
  onPeriodicEmit(): void {
    const splits = this.#splits;
    for (let i = 0; i < splits.length; i++) {
      const state = splits[i] as SplitState;
      state.generator.onPeriodicEmit(state.outputs.deferred);
    }
    this.#multiplexer.onPeriodicEmit();
    this.#mainGenerator.onPeriodicEmit(this.#main);
  }

  /** Counts from MIN (W7). A split that is there already stays as it is. */
  addSplit(split: number): void {
    assert(split >= 0, `split ${split} is negative`);
    if (this.#byId[split] !== undefined) return;
    const clock = new PausableRelativeClock(this.#options.clock);
    if (this.#isBackPressured) clock.pause();
    const generator = this.#generator(clock);
    const state = { split, clock, generator, outputs: this.#multiplexer.register(split) };
    this.#byId[split] = state;
    this.#splits.push(state);
  }

  /** Says nothing by itself (W9). */
  removeSplit(split: number): void {
    const state = this.#byId[split];
    if (state === undefined) return;
    this.#alignment?.removeSplit(split);
    this.#byId[split] = undefined;
    this.#splits.splice(this.#splits.indexOf(state), 1);
    this.#multiplexer.unregister(split);
  }

  /** Idleness does not count while the subtask waits for output buffers (W12). */
  backPressured(isBackPressured: boolean): void {
    if (isBackPressured === this.#isBackPressured) return;
    this.#isBackPressured = isBackPressured;
    setPaused(this.#mainClock, isBackPressured);
    for (const state of this.#splits) setPaused(state.clock, isBackPressured);
  }

  /** A reader that knows better: marks the output of a split, or the main one, at once. */
  mark(split: number, isIdle: boolean): void {
    const output = split === MAIN_OUTPUT ? this.#main : this.#byId[split]?.outputs.immediate;
    if (isIdle) output?.markIdle();
    else output?.markActive();
  }

  /** `WatermarkAlignmentEvent` of the coordinator (W19). */
  onAlignment(maxAllowed: EventTime): void {
    this.#alignment?.allow(maxAllowed);
  }

  /** Every alignment update interval (W19): takes samples (2.3.0) and reports. */
  onAlignmentInterval(): void {
    this.#alignment?.onUpdateInterval();
  }

  #generator(clock: RelativeClock): WatermarkGenerator {
    const inner = new BoundedOutOfOrdernessWatermarks(this.#options.boundMillis);
    const timeout = this.#options.idleTimeout;
    return timeout === undefined ? inner : new WatermarksWithIdleness(inner, timeout, clock);
  }

  // Alignment hears of a watermark before it is sent, so it is judged by it already.
  #noted(output: StreamOutput): StreamOutput {
    return {
      watermark: (watermark) => {
        this.#watermark = watermark;
        this.#alignment?.updateEffective(watermark);
        output.watermark(watermark);
      },
      status: (isIdle) => {
        this.#alignment?.updateIdle(isIdle);
        output.status(isIdle);
      },
    };
  }

  #splitListener(): SplitWatermarkListener | undefined {
    const alignment = this.#alignment;
    if (alignment === undefined) return undefined;
    return {
      splitWatermark: (split, watermark) => alignment.updateSplit(split, watermark),
      splitIdle: (split, isIdle) => alignment.updateSplitIdle(split, isIdle),
    };
  }

  // W12: the clocks stand still while alignment pauses what they watch.
  #aligned(handler: AlignmentHandler | undefined): SplitAlignment | undefined {
    if (handler === undefined) return undefined;
    return new SplitAlignment(this.#options.rules.alignmentBufferSize, {
      pauseOrResumeSplits: (pause, resume) => {
        handler.pauseOrResumeSplits(pause, resume);
        for (const split of pause) this.#byId[split as number]?.clock.pause();
        for (const split of resume) this.#byId[split as number]?.clock.unpause();
      },
      waitForAlignment: (isWaiting) => {
        setPaused(this.#mainClock, isWaiting);
        handler.waitForAlignment(isWaiting);
      },
      report: (watermark) => handler.report(watermark),
    });
  }
}

function setPaused(clock: PausableRelativeClock, isPaused: boolean): void {
  if (isPaused) clock.pause();
  else clock.unpause();
}
