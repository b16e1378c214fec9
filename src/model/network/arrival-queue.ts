import type { ControlElements } from "./control-elements.ts";
import type { NetworkBuffer } from "./network-buffer.ts";

/** What a channel delivers: a buffer of its own, or what was broadcast to channels without records. */
export type Arrival = NetworkBuffer | ControlElements;

/**
 * What has arrived at an input and is unread: a ring of columns, in order of arrival and, within an
 * instant, of the channels. Which sender's buffer was told of first says nothing: threads are
 * evaluated lazily.
 */
export class ArrivalQueue {
  #entries: (Arrival | undefined)[] = new Array<Arrival | undefined>(16).fill(undefined);
  #channels = new Int32Array(16);
  #times = new Float64Array(16);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What arrives at `at`, at the same time as the last entry or later. */
  push(entry: Arrival, channel: number, at: number): void {
    if (this.#length === this.#entries.length) this.#grow();
    let index = this.#length++;
    while (index > 0 && this.#isAfter(index - 1, at, channel)) this.#copy(index - 1, index--);
    this.#set(index, entry, channel, at);
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

  /** Takes buffers back that were at the front, in their order, to where they were. */
  putBack(buffers: readonly NetworkBuffer[]): void {
    for (let i = buffers.length - 1; i >= 0; i--) {
      const buffer = buffers[i] as NetworkBuffer;
      const { channel, arrivedAt } = buffer;
      if (this.#length === this.#entries.length) this.#grow();
      this.#head = (this.#head - 1) & (this.#entries.length - 1);
      this.#length++;
      let index = 0;
      while (index + 1 < this.#length && this.#isBefore(index + 1, arrivedAt, channel)) {
        this.#copy(index + 1, index++);
      }
      this.#set(index, buffer, channel, arrivedAt);
    }
  }

  #isAfter(index: number, at: number, channel: number): boolean {
    const time = this.timeAt(index);
    return time > at || (time === at && this.channelAt(index) > channel);
  }

  #isBefore(index: number, at: number, channel: number): boolean {
    const time = this.timeAt(index);
    return time < at || (time === at && this.channelAt(index) < channel);
  }

  #set(index: number, entry: Arrival | undefined, channel: number, at: number): void {
    const slot = (this.#head + index) & (this.#entries.length - 1);
    this.#entries[slot] = entry;
    this.#channels[slot] = channel;
    this.#times[slot] = at;
  }

  #copy(from: number, to: number): void {
    this.#set(to, this.at(from), this.channelAt(from), this.timeAt(from));
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
