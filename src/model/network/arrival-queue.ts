import type { ControlElements, NetworkBuffer } from "./network-buffer.ts";

/** What a channel delivers: a buffer of its own, or what was broadcast to channels without records. */
export type Arrival = NetworkBuffer | ControlElements;

/** What has arrived at an input and is unread, in order of arrival: a ring of columns. */
export class ArrivalQueue {
  #entries: (Arrival | undefined)[] = new Array<Arrival | undefined>(16).fill(undefined);
  #channels = new Int32Array(16);
  #times = new Float64Array(16);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(entry: Arrival, channel: number, at: number): void {
    if (this.#length === this.#entries.length) this.#grow();
    const slot = (this.#head + this.#length++) & (this.#entries.length - 1);
    this.#entries[slot] = entry;
    this.#channels[slot] = channel;
    this.#times[slot] = at;
  }

  /** The entry at `index` from the front; it must exist. */
  at(index: number): Arrival {
    return this.#entries[(this.#head + index) & (this.#entries.length - 1)] as Arrival;
  }

  channelAt(index: number): number {
    return this.#channels[(this.#head + index) & (this.#entries.length - 1)] as number;
  }

  timeAt(index: number): number {
    return this.#times[(this.#head + index) & (this.#entries.length - 1)] as number;
  }

  /** Forgets the front entry. */
  drop(): void {
    this.#entries[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#entries.length - 1);
    this.#length--;
  }

  /** Puts buffers in front of all others, in their order. */
  putFirst(buffers: readonly NetworkBuffer[]): void {
    for (let i = buffers.length - 1; i >= 0; i--) {
      const buffer = buffers[i] as NetworkBuffer;
      if (this.#length === this.#entries.length) this.#grow();
      this.#head = (this.#head - 1) & (this.#entries.length - 1);
      this.#length++;
      this.#entries[this.#head] = buffer;
      this.#channels[this.#head] = buffer.channel;
      this.#times[this.#head] = buffer.arrivedAt;
    }
  }

  #grow(): void {
    const size = this.#entries.length;
    const entries = new Array<Arrival | undefined>(size * 2).fill(undefined);
    const channels = new Int32Array(size * 2);
    const times = new Float64Array(size * 2);
    for (let i = 0; i < this.#length; i++) {
      entries[i] = this.at(i);
      channels[i] = this.channelAt(i);
      times[i] = this.timeAt(i);
    }
    this.#entries = entries;
    this.#channels = channels;
    this.#times = times;
    this.#head = 0;
  }
}
