import { ControlElements, type ControlKind } from "./control-elements.ts";
import type { BufferPool, NetworkBuffer } from "./network-buffer.ts";

/** What one subtask has put out since the last flush: a buffer being filled per channel. */
export class FillingBuffers {
  readonly #pool: BufferPool;
  readonly #buffers: (NetworkBuffer | undefined)[];
  /** Channels that have one, or had one since the last flush. */
  readonly #filling: number[] = [];
  readonly #isFilling: Uint8Array;
  /** What was broadcast since the last flush, for the channels that have none. */
  #shared: ControlElements | undefined;
  /** Per channel: how many of those have left already, in a buffer that could not wait. */
  readonly #sharedFrom: Int32Array;

  constructor(channels: number, pool: BufferPool) {
    this.#pool = pool;
    this.#buffers = new Array<NetworkBuffer | undefined>(channels).fill(undefined);
    this.#isFilling = new Uint8Array(channels);
    this.#sharedFrom = new Int32Array(channels);
  }

  of(channel: number): NetworkBuffer | undefined {
    return this.#buffers[channel];
  }

  /** The channel's buffer, made if need be, with what was broadcast before at its beginning. */
  forRecord(channel: number): NetworkBuffer {
    const filled = this.#buffers[channel];
    if (filled !== undefined) return filled;
    const buffer = this.#pool.take();
    this.#hold(channel, buffer);
    if (this.#shared !== undefined) this.#copyShared(this.#shared, channel, buffer);
    return buffer;
  }

  broadcast(kind: ControlKind, value: number): void {
    this.#shared ??= new ControlElements();
    this.#shared.push(kind, value, 0);
    for (const channel of this.#filling) this.#buffers[channel]?.appendControl(kind, value);
  }

  /** The channel's buffer is on its way: what comes belongs into another one. */
  hasLeft(channel: number): void {
    this.#buffers[channel] = undefined;
    if (this.#shared !== undefined) this.#sharedFrom[channel] = this.#shared.size;
  }

  /** Channels that have a buffer; some that had one are among them. */
  get filling(): readonly number[] {
    return this.#filling;
  }

  get shared(): ControlElements | undefined {
    return this.#shared;
  }

  /** A channel without a buffer has had a part of what was broadcast. */
  hasPart(channel: number): boolean {
    return this.#sharedFrom[channel] !== 0;
  }

  /** The rest of what was broadcast in a buffer of the channel's own; undefined if it had all. */
  ownShare(channel: number): NetworkBuffer | undefined {
    const shared = this.#shared;
    const from = this.#sharedFrom[channel]!;
    if (shared === undefined || from === shared.size) return undefined;
    const buffer = this.#pool.takeBare();
    if (from === 0) buffer.share(shared);
    else this.#copyShared(shared, channel, buffer);
    this.#hold(channel, buffer);
    return buffer;
  }

  /** After a flush: what was broadcast has gone to everybody. */
  flushed(): void {
    if (this.#shared !== undefined) this.#sharedFrom.fill(0);
    this.#shared = undefined;
    let kept = 0;
    for (const channel of this.#filling) {
      if (this.#buffers[channel] !== undefined) this.#filling[kept++] = channel;
      else this.#isFilling[channel] = 0;
    }
    this.#filling.length = kept;
  }

  /** Most records in one of the buffers. */
  fullest(): number {
    let most = 0;
    for (const channel of this.#filling) {
      const length = this.#buffers[channel]?.length ?? 0;
      if (length > most) most = length;
    }
    return most;
  }

  clear(dropped: ((buffer: NetworkBuffer) => void) | undefined): void {
    for (const buffer of this.#buffers) {
      if (buffer === undefined) continue;
      dropped?.(buffer);
      this.#pool.give(buffer);
    }
    this.#buffers.fill(undefined);
    this.flushed();
  }

  #copyShared(shared: ControlElements, channel: number, buffer: NetworkBuffer): void {
    for (let i = this.#sharedFrom[channel]!; i < shared.size; i++) {
      buffer.appendControl(shared.kind[i]!, shared.value[i]!);
    }
  }

  #hold(channel: number, buffer: NetworkBuffer): void {
    this.#buffers[channel] = buffer;
    if (this.#isFilling[channel] === 1) return;
    this.#isFilling[channel] = 1;
    this.#filling.push(channel);
  }
}
