import { BARRIER, type ControlElements } from "./control-elements.ts";
import type { NetworkBuffer } from "./network-buffer.ts";

/** No barrier: values begin at 0. */
export const NO_BARRIER: number = -1;

/**
 * One pass over everything unread at an input: per channel its first barrier-like element, and the
 * records ahead of it. Passes are many: `begin` starts another one in the same columns.
 */
export class BarrierScan {
  readonly #channels: number;
  readonly #ahead: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #values: Float64Array;

  constructor(channels: number) {
    this.#channels = channels;
    this.#ahead = new Int32Array(channels);
    this.#kinds = new Uint8Array(channels);
    this.#values = new Float64Array(channels);
  }

  begin(): this {
    this.#ahead.fill(0);
    this.#kinds.fill(0);
    return this;
  }

  buffer(buffer: NetworkBuffer): void {
    const { channel, controls } = buffer;
    if (this.#kinds[channel] !== 0) return;
    const control = controls.firstBarrier(buffer.nextControl);
    const end = control < 0 ? buffer.length : controls.at[control]!;
    this.#ahead[channel]! += end - buffer.nextRecord;
    if (control >= 0) this.#found(channel, controls.kind[control]!, controls.value[control]!);
  }

  shared(elements: ControlElements, channel: number): void {
    const control = this.#kinds[channel] === 0 ? elements.firstBarrier(0) : -1;
    if (control >= 0) this.#found(channel, elements.kind[control]!, elements.value[control]!);
  }

  /** See `InputGate.recordsBeforeBarrier`; `blockedFor` = the barrier that blocked channels had. */
  recordsBefore(
    aligned: boolean,
    blocked: Uint8Array,
    ended: Uint8Array,
    blockedFor: number,
  ): number {
    let total = 0;
    let least = Number.POSITIVE_INFINITY;
    let complete = aligned;
    let one = blockedFor;
    let isOne = true;
    let first = Number.POSITIVE_INFINITY;
    for (let channel = 0; channel < this.#channels; channel++) {
      if (blocked[channel] === 1) continue;
      const records = this.#ahead[channel]!;
      const kind = this.#kinds[channel];
      if (kind === 0) {
        complete &&= ended[channel] === 1;
      } else if (kind !== BARRIER || !aligned) {
        first = Math.min(first, records);
      } else {
        if (one === NO_BARRIER) one = this.#values[channel]!;
        isOne &&= this.#values[channel] === one;
        total += records;
        least = Math.min(least, records);
      }
    }
    if (!isOne) return Math.min(first, least);
    return complete ? Math.min(first, total) : first;
  }

  #found(channel: number, kind: number, value: number): void {
    this.#kinds[channel] = kind;
    this.#values[channel] = value;
  }
}
