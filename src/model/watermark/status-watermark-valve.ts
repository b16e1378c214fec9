import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import { MinimumTree } from "./minimum-tree.ts";
import type { StreamOutput } from "./watermark-output.ts";

const UNALIGNED = Number.POSITIVE_INFINITY;

/**
 * `StatusWatermarkValve` (W13): the watermarks and statuses of the channels of one input as one
 * stream. Only aligned channels hold the output back: active, and not below it since they came back.
 */
export class StatusWatermarkValve {
  readonly #output: StreamOutput;
  readonly #flushAlways: boolean;
  readonly #watermarks: Float64Array;
  readonly #isIdle: Uint8Array;
  readonly #isAligned: Uint8Array;
  // The watermarks of the aligned channels, so that no watermark has to look at all of them.
  readonly #aligned: MinimumTree;
  #active: number;
  #last: EventTime = MIN_WATERMARK;

  constructor(
    channels: number,
    rules: { readonly valveFlushAlways: boolean },
    output: StreamOutput,
  ) {
    this.#output = output;
    this.#flushAlways = rules.valveFlushAlways;
    this.#watermarks = new Float64Array(channels).fill(MIN_WATERMARK);
    this.#isIdle = new Uint8Array(channels);
    this.#isAligned = new Uint8Array(channels).fill(1);
    this.#aligned = new MinimumTree(channels);
    for (let channel = 0; channel < channels; channel++) this.#aligned.set(channel, MIN_WATERMARK);
    this.#active = channels;
  }

  /** The highest watermark that was put out. */
  get watermark(): EventTime {
    return this.#last;
  }

  get isIdle(): boolean {
    return this.#active === 0;
  }

  /** W13 a–c. A watermark of an idle channel is lost, not stored. */
  inputWatermark(channel: number, watermark: EventTime): void {
    if (this.#isIdle[channel] === 1 || watermark <= (this.#watermarks[channel] as number)) return;
    this.#watermarks[channel] = watermark;
    if (this.#isAligned[channel] === 1 || watermark >= this.#last) this.#align(channel);
    this.#advance();
  }

  /** W13 d–g. A status that repeats changes nothing. */
  inputStatus(channel: number, idle: boolean): void {
    if ((this.#isIdle[channel] === 1) === idle) return;
    if (idle) this.#becomeIdle(channel);
    else this.#becomeActive(channel);
  }

  #becomeIdle(channel: number): void {
    const heldBack = this.#flushAlways || this.#watermarks[channel] === this.#last;
    this.#isIdle[channel] = 1;
    this.#isAligned[channel] = 0;
    this.#aligned.set(channel, UNALIGNED);
    this.#active--;
    if (this.#active > 0) {
      if (heldBack) this.#advance();
      return;
    }
    if (heldBack) this.#flush();
    this.#output.status(true);
  }

  #becomeActive(channel: number): void {
    const wasIdle = this.#active === 0;
    this.#isIdle[channel] = 0;
    this.#active++;
    if ((this.#watermarks[channel] as number) >= this.#last) this.#align(channel);
    if (wasIdle) this.#output.status(false);
    if (this.#flushAlways) this.#advance();
  }

  #align(channel: number): void {
    this.#isAligned[channel] = 1;
    this.#aligned.set(channel, this.#watermarks[channel] as number);
  }

  #advance(): void {
    const lowest = this.#aligned.minimum;
    if (lowest > this.#last && lowest !== UNALIGNED) this.#emit(lowest);
  }

  // W13 e: the last active channel goes idle; whatever any channel reached is released.
  #flush(): void {
    let highest = this.#last;
    for (const watermark of this.#watermarks) if (watermark > highest) highest = watermark;
    if (highest > this.#last) this.#emit(highest);
  }

  #emit(watermark: EventTime): void {
    this.#last = watermark;
    this.#output.watermark(watermark);
  }
}
