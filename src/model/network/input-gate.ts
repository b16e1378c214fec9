import { assert } from "../../engine/assert.ts";
import {
  BARRIER,
  type BufferPool,
  END_OF_PARTITION,
  type NetworkBuffer,
} from "./network-buffer.ts";

/** Who reads a gate: the subtask behind it. */
export interface GateReader {
  /** Buffers have arrived; work what is due. */
  inputArrived(): void;
  /** Works through everything that is finished at `at`. */
  catchUp(at: number): void;
  /** A sender waits for a buffer of this gate to be read. */
  creditWanted(): void;
}

/** Who is told that a buffer of a channel has been read, from when on it may send again. */
export interface CreditReceiver {
  creditArrives(channel: number, at: number): void;
}

/** No barrier: values begin at 0. */
const NONE = -1;

/**
 * The input of one subtask: channels with bounded credit, read in order of arrival.
 *
 * Each channel is FIFO (W14). A channel that waits for a barrier is blocked: its buffers are put
 * aside in their order and come first when it is unblocked (C9).
 * Not modelled: Flink's round robin among channels with data; buffers are read as they arrived.
 */
export class InputGate {
  readonly channels: number;
  readonly #pool: BufferPool;
  readonly #credits: number;
  readonly #readAt: Float64Array;
  readonly #readCount: Int32Array;
  readonly #waiting: (CreditReceiver | undefined)[];
  readonly #waitingChannel: Int32Array;
  readonly #latency: Float64Array;
  readonly #blocked: Uint8Array;
  readonly #ended: Uint8Array;
  #anyBlocked = false;
  /** Value of the barrier that blocked channels wait behind. */
  #blockedFor = NONE;
  #barriers = 0;
  #waiters = 0;
  #queue: (NetworkBuffer | undefined)[] = [];
  #head = 0;
  #aside: NetworkBuffer[] = [];
  #reader: GateReader | undefined;
  #closed = false;

  constructor(channels: number, buffersPerChannel: number, pool: BufferPool) {
    this.channels = channels;
    this.#credits = buffersPerChannel;
    this.#pool = pool;
    this.#readAt = new Float64Array(channels * buffersPerChannel);
    this.#readCount = new Int32Array(channels);
    this.#waiting = new Array<CreditReceiver | undefined>(channels).fill(undefined);
    this.#waitingChannel = new Int32Array(channels);
    this.#latency = new Float64Array(channels);
    this.#blocked = new Uint8Array(channels);
    this.#ended = new Uint8Array(channels);
  }

  attach(reader: GateReader): void {
    this.#reader = reader;
  }

  receive(buffer: NetworkBuffer): void {
    if (this.#closed) {
      this.#pool.give(buffer);
      return;
    }
    this.#barriers += buffer.barriers;
    this.#queue.push(buffer);
    this.#reader?.inputArrived();
  }

  /** The buffer to read from now, or undefined. */
  front(): NetworkBuffer | undefined {
    while (this.#head < this.#queue.length) {
      const buffer = this.#queue[this.#head] as NetworkBuffer;
      if (!this.#anyBlocked || this.#blocked[buffer.channel] === 0) return buffer;
      this.#head++;
      this.#aside.push(buffer);
    }
    if (this.#head > 0) {
      this.#queue.length = 0;
      this.#head = 0;
    }
    return undefined;
  }

  /** The front buffer has been read to its end at `at`: gives it back and its credit with it. */
  release(buffer: NetworkBuffer, at: number): void {
    assert(this.#queue[this.#head] === buffer, "only the front buffer can be released");
    this.#queue[this.#head] = undefined;
    this.#head++;
    if (this.#head > 256 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    const channel = buffer.channel;
    const count = this.#readCount[channel] as number;
    this.#readAt[channel * this.#credits + (count % this.#credits)] = at;
    this.#readCount[channel] = count + 1;
    this.#pool.give(buffer);
    const waiting = this.#waiting[channel];
    if (waiting !== undefined) {
      this.#waiting[channel] = undefined;
      this.#waiters--;
      waiting.creditArrives(
        this.#waitingChannel[channel] as number,
        at + (this.#latency[channel] as number),
      );
    }
  }

  /**
   * When the sender may send its buffer number `sequence` (from 0) on `channel`, at `at` or later:
   * a credit travels back as long as a buffer travels forth. Infinity: nobody knows yet; the sender
   * is then told.
   */
  sendableAt(
    channel: number,
    sequence: number,
    at: number,
    latency: number,
    sender: CreditReceiver,
    senderChannel: number,
  ): number {
    const needed = sequence - this.#credits + 1;
    if (needed <= 0 || this.#closed) return at;
    if ((this.#readCount[channel] as number) < needed) this.#reader?.catchUp(at);
    if ((this.#readCount[channel] as number) >= needed) {
      const slot = channel * this.#credits + ((needed - 1) % this.#credits);
      return Math.max(at, (this.#readAt[slot] as number) + latency);
    }
    if (this.#waiting[channel] === undefined) this.#waiters++;
    this.#waiting[channel] = sender;
    this.#waitingChannel[channel] = senderChannel;
    this.#latency[channel] = latency;
    this.#reader?.creditWanted();
    return Number.POSITIVE_INFINITY;
  }

  /** Records to be read before the first credit that a sender waits for; Infinity when none waits. */
  recordsBeforeCredit(): number {
    if (this.#waiters === 0) return Number.POSITIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    const seen = new Uint8Array(this.channels);
    for (let i = this.#head; i < this.#queue.length; i++) {
      const buffer = this.#queue[i] as NetworkBuffer;
      if (seen[buffer.channel] === 1) continue;
      seen[buffer.channel] = 1;
      if (this.#waiting[buffer.channel] === undefined) continue;
      least = Math.min(least, buffer.length - buffer.nextRecord);
    }
    return least;
  }

  isBlocked(channel: number): boolean {
    return this.#blocked[channel] === 1;
  }

  /** Holds the channel back behind the barrier of that value. */
  block(channel: number, barrier: number): void {
    this.#blocked[channel] = 1;
    this.#anyBlocked = true;
    this.#blockedFor = barrier;
  }

  /** All channels flow again; what was put aside comes first, in order of arrival. */
  unblockAll(): void {
    if (!this.#anyBlocked) return;
    this.#blocked.fill(0);
    this.#anyBlocked = false;
    this.#blockedFor = NONE;
    if (this.#aside.length === 0) return;
    const rest = this.#queue.slice(this.#head);
    this.#queue = [...this.#aside, ...rest];
    this.#aside = [];
    this.#head = 0;
  }

  unblock(channel: number): void {
    this.#blocked[channel] = 0;
    this.#anyBlocked = this.#blocked.includes(1);
    if (!this.#anyBlocked) this.#blockedFor = NONE;
    const freed = this.#aside.filter((buffer) => buffer.channel === channel);
    if (freed.length === 0) return;
    this.#aside = this.#aside.filter((buffer) => buffer.channel !== channel);
    this.#queue = [...freed, ...this.#queue.slice(this.#head)];
    this.#head = 0;
  }

  /**
   * A lower bound of the records to be read before a barrier takes visible effect; Infinity while
   * no barrier can. With alignment that is when every channel has delivered its barrier (C9), but
   * one barrier is enough where another checkpoint is under way: it ends that one (C10).
   */
  recordsBeforeBarrier(aligned: boolean): number {
    if (this.#barriers === 0) return Number.POSITIVE_INFINITY;
    const { ahead, kinds, values } = this.#scanBarriers();
    let total = 0;
    let least = Number.POSITIVE_INFINITY;
    let complete = aligned;
    let one = this.#blockedFor;
    let isOne = true;
    let first = Number.POSITIVE_INFINITY;
    for (let channel = 0; channel < this.channels; channel++) {
      if (this.#blocked[channel] === 1) continue;
      const records = ahead[channel] as number;
      if (kinds[channel] === 0) {
        complete &&= this.#ended[channel] === 1;
      } else if (kinds[channel] !== BARRIER || !aligned) {
        first = Math.min(first, records);
      } else {
        if (one === NONE) one = values[channel] as number;
        isOne &&= values[channel] === one;
        total += records;
        least = Math.min(least, records);
      }
    }
    if (!isOne) return Math.min(first, least);
    return complete ? Math.min(first, total) : first;
  }

  // One pass over everything unread: per channel its first barrier-like element, and the records
  // ahead of it.
  #scanBarriers(): { ahead: Int32Array; kinds: Uint8Array; values: Float64Array } {
    const ahead = new Int32Array(this.channels);
    const kinds = new Uint8Array(this.channels);
    const values = new Float64Array(this.channels);
    for (const list of [this.#aside, this.#queue] as const) {
      for (let i = list === this.#queue ? this.#head : 0; i < list.length; i++) {
        const buffer = list[i] as NetworkBuffer;
        const { channel } = buffer;
        if (kinds[channel] !== 0) continue;
        const control = firstBarrier(buffer);
        const end = control < 0 ? buffer.length : (buffer.controlAt[control] as number);
        ahead[channel] = (ahead[channel] as number) + end - buffer.nextRecord;
        if (control < 0) continue;
        kinds[channel] = buffer.controlKind[control] as number;
        values[channel] = buffer.controlValue[control] as number;
      }
    }
    return { ahead, kinds, values };
  }

  /** The reader has taken a barrier, cancellation marker or end of partition off `channel`. */
  barrierRead(channel: number, kind: number): void {
    this.#barriers--;
    if (kind === END_OF_PARTITION) this.#ended[channel] = 1;
  }

  /** The task is gone: everything unread is dropped, and so is what is still on its way. */
  close(): void {
    this.#closed = true;
    for (const buffer of this.#aside) this.#pool.give(buffer);
    for (let i = this.#head; i < this.#queue.length; i++)
      this.#pool.give(this.#queue[i] as NetworkBuffer);
    this.#aside = [];
    this.#queue = [];
    this.#head = 0;
  }
}

function firstBarrier(buffer: NetworkBuffer): number {
  for (let i = buffer.nextControl; i < buffer.controlKind.length; i++) {
    if ((buffer.controlKind[i] as number) >= BARRIER) return i;
  }
  return -1;
}
