import { type EventTime, MAX_WATERMARK, MIN_WATERMARK } from "../event-time.ts";

/** `CombinedWatermarkStatus.PartialWatermark`: what one split or input has said so far. */
export class PartialWatermark {
  #watermark: EventTime = MIN_WATERMARK;
  #isIdle = false;

  get watermark(): EventTime {
    return this.#watermark;
  }

  get isIdle(): boolean {
    return this.#isIdle;
  }

  /** Makes it active in any case; true when the watermark rose. */
  raise(watermark: EventTime): boolean {
    this.#isIdle = false;
    if (watermark <= this.#watermark) return false;
    this.#watermark = watermark;
    return true;
  }

  setIdle(isIdle: boolean): void {
    this.#isIdle = isIdle;
  }
}

/**
 * `CombinedWatermarkStatus` (W3, W7, W8, W15): the minimum over the non-idle parts, never falling.
 * All idle: unchanged, or with `allIdleFlush` (2.2.0 and later) the maximum over all parts.
 */
export class CombinedWatermarkStatus {
  readonly #parts: PartialWatermark[] = [];
  readonly #allIdleFlush: boolean;
  #watermark: EventTime = MIN_WATERMARK;
  #isIdle = false;

  constructor(allIdleFlush: boolean) {
    this.#allIdleFlush = allIdleFlush;
  }

  get watermark(): EventTime {
    return this.#watermark;
  }

  get isIdle(): boolean {
    return this.#isIdle;
  }

  add(part: PartialWatermark): void {
    this.#parts.push(part);
  }

  /** Changes nothing by itself (W9): the next `update` does without the part. */
  remove(part: PartialWatermark): void {
    const index = this.#parts.indexOf(part);
    if (index >= 0) this.#parts.splice(index, 1);
  }

  /** Recombines; true when the combined watermark rose. Without parts nothing changes (W9). */
  update(): boolean {
    const parts = this.#parts;
    if (parts.length === 0) return false;
    let lowest = MAX_WATERMARK;
    let highest = MIN_WATERMARK;
    let allIdle = true;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as PartialWatermark;
      if (part.watermark > highest) highest = part.watermark;
      if (part.isIdle) continue;
      allIdle = false;
      if (part.watermark < lowest) lowest = part.watermark;
    }
    this.#isIdle = allIdle;
    if (allIdle && !this.#allIdleFlush) return false;
    const combined = allIdle ? highest : lowest;
    if (combined <= this.#watermark) return false;
    this.#watermark = combined;
    return true;
  }
}
