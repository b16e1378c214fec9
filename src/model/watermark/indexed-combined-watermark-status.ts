import type { EventTime } from "../event-time.ts";
import { CombinedWatermarkStatus, PartialWatermark } from "./combined-watermark-status.ts";

/** `IndexedCombinedWatermarkStatus` (W15): the combination over a fixed number of inputs. */
export class IndexedCombinedWatermarkStatus {
  readonly #parts: readonly PartialWatermark[];
  readonly #combined: CombinedWatermarkStatus;

  constructor(inputs: number, rules: { readonly allIdleFlush: boolean }) {
    this.#parts = Array.from({ length: inputs }, () => new PartialWatermark());
    this.#combined = new CombinedWatermarkStatus(rules.allIdleFlush);
    for (const part of this.#parts) this.#combined.add(part);
  }

  get watermark(): EventTime {
    return this.#combined.watermark;
  }

  get isIdle(): boolean {
    return this.#combined.isIdle;
  }

  /** True when the combined watermark rose. */
  updateWatermark(input: number, watermark: EventTime): boolean {
    this.#part(input).raise(watermark);
    return this.#combined.update();
  }

  /** True when the combined watermark rose. */
  updateStatus(input: number, isIdle: boolean): boolean {
    this.#part(input).setIdle(isIdle);
    return this.#combined.update();
  }

  #part(input: number): PartialWatermark {
    const part = this.#parts[input];
    if (part === undefined) throw new RangeError(`no input ${input}`);
    return part;
  }
}
