import type { EventTime } from "../event-time.ts";
import { CombinedWatermarkStatus, PartialWatermark } from "./combined-watermark-status.ts";
import type { WatermarkOutput } from "./watermark-output.ts";

export type SplitId = number | string;

/** Hears of a split's own watermark when it rises, and of its idleness when it is told. */
export interface SplitWatermarkListener {
  splitWatermark(split: SplitId, watermark: EventTime): void;
  splitIdle(split: SplitId, isIdle: boolean): void;
}

/** The two ways to write for one split; they outlive its removal, without effect on the others. */
export interface SplitOutputs {
  /** Recombines at once: for watermarks from within a record (W3). */
  readonly immediate: WatermarkOutput;
  /** Stores only; `onPeriodicEmit` recombines (W3). */
  readonly deferred: WatermarkOutput;
}

/** `WatermarkOutputMultiplexer` (W3, W7–W9, W11): the splits of one reader as one output. */
export class WatermarkOutputMultiplexer {
  readonly #splits = new Map<SplitId, PartialWatermark>();
  readonly #combined: CombinedWatermarkStatus;
  readonly #output: WatermarkOutput;
  readonly #listener: SplitWatermarkListener | undefined;

  constructor(
    output: WatermarkOutput,
    rules: { readonly allIdleFlush: boolean },
    listener?: SplitWatermarkListener,
  ) {
    this.#output = output;
    this.#combined = new CombinedWatermarkStatus(rules.allIdleFlush);
    this.#listener = listener;
  }

  /** A new split is active and at MIN (W7). Throws a RangeError when the id is registered. */
  register(split: SplitId): SplitOutputs {
    if (this.#splits.has(split)) throw new RangeError(`split ${split} is already registered`);
    const part = new PartialWatermark();
    this.#splits.set(split, part);
    this.#combined.add(part);
    const deferred = new DeferredOutput(split, part, this.#listener);
    return { deferred, immediate: new ImmediateOutput(deferred, this.#combined, this) };
  }

  /** Says nothing (W9); false when the split is not there. */
  unregister(split: SplitId): boolean {
    const part = this.#splits.get(split);
    if (part === undefined) return false;
    this.#splits.delete(split);
    this.#combined.remove(part);
    return true;
  }

  /** Recombines; a flushed watermark precedes the IDLE that flushed it (W8). */
  onPeriodicEmit(): void {
    if (this.#combined.update()) this.#output.emitWatermark(this.#combined.watermark);
    if (this.#combined.isIdle) this.#output.markIdle();
  }
}

class DeferredOutput implements WatermarkOutput {
  readonly #split: SplitId;
  readonly #part: PartialWatermark;
  readonly #listener: SplitWatermarkListener | undefined;

  constructor(
    split: SplitId,
    part: PartialWatermark,
    listener: SplitWatermarkListener | undefined,
  ) {
    this.#split = split;
    this.#part = part;
    this.#listener = listener;
  }

  emitWatermark(watermark: EventTime): void {
    this.raise(watermark);
  }

  raise(watermark: EventTime): boolean {
    const wasIdle = this.#part.isIdle;
    const rose = this.#part.raise(watermark);
    if (wasIdle) this.#listener?.splitIdle(this.#split, false);
    if (rose) this.#listener?.splitWatermark(this.#split, watermark);
    return rose;
  }

  markIdle(): void {
    this.#part.setIdle(true);
    this.#listener?.splitIdle(this.#split, true);
  }

  markActive(): void {
    this.#part.setIdle(false);
    this.#listener?.splitIdle(this.#split, false);
  }
}

class ImmediateOutput implements WatermarkOutput {
  readonly #deferred: DeferredOutput;
  readonly #combined: CombinedWatermarkStatus;
  readonly #multiplexer: WatermarkOutputMultiplexer;

  constructor(
    deferred: DeferredOutput,
    combined: CombinedWatermarkStatus,
    multiplexer: WatermarkOutputMultiplexer,
  ) {
    this.#deferred = deferred;
    this.#combined = combined;
    this.#multiplexer = multiplexer;
  }

  emitWatermark(watermark: EventTime): void {
    const rose = this.#deferred.raise(watermark);
    if (rose && watermark > this.#combined.watermark) this.#multiplexer.onPeriodicEmit();
  }

  markIdle(): void {
    this.#deferred.markIdle();
    this.#multiplexer.onPeriodicEmit();
  }

  markActive(): void {
    this.#deferred.markActive();
    this.#multiplexer.onPeriodicEmit();
  }
}
