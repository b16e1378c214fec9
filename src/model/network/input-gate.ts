import { assert } from "../../engine/assert.ts";
import { ArrivalQueue } from "./arrival-queue.ts";
import { BarrierScan, NO_BARRIER } from "./barrier-scan.ts";
import { ChannelCredits, type CreditReceiver } from "./channel-credits.ts";
import { type ControlElements, END_OF_PARTITION } from "./control-elements.ts";
import { type BufferPool, NetworkBuffer } from "./network-buffer.ts";
import { UnreadBarriers } from "./unread-barriers.ts";

/** Who reads a gate: the subtask behind it. */
export interface GateReader {
  /** A buffer has arrived: it is read when somebody could see what comes of it. */
  inputArrived(): void;
  /** Works through everything that is finished at `at`. */
  catchUp(at: number): void;
  /** A sender waits for a buffer of this gate to be read. */
  creditWanted(): void;
}

/**
 * The input of one subtask: channels with bounded credit, read in order of arrival.
 *
 * Each channel is FIFO (W14). A channel that waits for a barrier is blocked: its buffers are put
 * aside in their order and come back when it is unblocked (C9).
 * Not modelled: Flink's round robin among channels with data; buffers are read as they arrived.
 */
export class InputGate {
  readonly channels: number;
  readonly #pool: BufferPool;
  readonly #maxUnread: number;
  readonly #credits: ChannelCredits;
  readonly #blocked: Uint8Array;
  readonly #ended: Uint8Array;
  readonly #scan: BarrierScan;
  #blockedCount = 0;
  #endedCount = 0;
  /** Value of the barrier that blocked channels wait behind. */
  #blockedFor = NO_BARRIER;
  readonly #unread = new UnreadBarriers();
  readonly #queue = new ArrivalQueue();
  /** Stands for the front entry while that is shared with other channels. */
  #cursor = new NetworkBuffer();
  #isCursorSet = false;
  #aside: NetworkBuffer[] = [];
  #reader: GateReader | undefined;
  #closed = false;
  /** Hears of each buffer that is thrown away unread; of no consequence. */
  dropped: ((buffer: NetworkBuffer) => void) | undefined;

  constructor(channels: number, buffersPerChannel: number, pool: BufferPool) {
    this.channels = channels;
    this.#pool = pool;
    this.#maxUnread = buffersPerChannel;
    this.#credits = new ChannelCredits(channels, buffersPerChannel);
    this.#blocked = new Uint8Array(channels);
    this.#ended = new Uint8Array(channels);
    this.#scan = new BarrierScan(channels);
  }

  attach(reader: GateReader): void {
    this.#reader = reader;
  }

  /** A buffer of the channel that it names. */
  receive(buffer: NetworkBuffer): void {
    if (this.#closed) {
      this.#drop(buffer);
      return;
    }
    this.#unread.arrived(buffer.controls);
    this.#expect(buffer.arrivedAt);
    this.#queue.push(buffer, buffer.channel, buffer.arrivedAt);
    this.#reader?.inputArrived();
  }

  /** What was broadcast to channels without records; counts as a buffer of that channel. */
  receiveShared(elements: ControlElements, channel: number, at: number): void {
    if (this.#closed) return;
    this.#unread.arrived(elements);
    this.#expect(at);
    this.#queue.push(elements, channel, at);
    this.#reader?.inputArrived();
  }

  /** The buffer to read from now, or undefined. */
  front(): NetworkBuffer | undefined {
    const queue = this.#queue;
    while (queue.length > 0) {
      const buffer = this.#frontBuffer();
      if (this.#blockedCount === 0 || this.#blocked[buffer.channel] === 0) return buffer;
      this.#aside.push(this.#isCursorSet ? this.#detachCursor() : buffer);
      queue.drop();
    }
    return undefined;
  }

  /** The front buffer has been read to its end at `at`: gives it back and its credit with it. */
  release(buffer: NetworkBuffer, at: number): void {
    assert(
      this.#queue.length > 0 && this.#frontBuffer() === buffer,
      "only the front buffer can be released",
    );
    const { channel } = buffer;
    this.#queue.drop();
    if (this.#isCursorSet) this.#isCursorSet = false;
    else this.#pool.give(buffer);
    this.#credits.read(channel, at);
  }

  /**
   * When the sender may send its buffer number `sequence` (from 0) on `channel`, at `at` or later.
   * Infinity: nobody knows yet; the sender is then told.
   */
  sendableAt(
    channel: number,
    sequence: number,
    at: number,
    latency: number,
    sender: CreditReceiver,
    senderChannel: number,
  ): number {
    const needed = sequence - this.#maxUnread + 1;
    if (needed <= 0 || this.#closed) return at;
    const credits = this.#credits;
    if (credits.readCount(channel) < needed) this.#reader?.catchUp(at);
    if (credits.readCount(channel) >= needed) {
      return Math.max(at, credits.backAt(channel, needed, latency));
    }
    credits.wait(channel, latency, sender, senderChannel);
    this.#reader?.creditWanted();
    return Number.POSITIVE_INFINITY;
  }

  /**
   * The highest sequence number that may surely be sent on `channel` at `at`, without asking
   * anybody.
   */
  sendableSequence(channel: number, at: number, latency: number): number {
    const read = this.#credits.readCount(channel);
    const areBack = read === 0 || this.#credits.backAt(channel, read, latency) <= at;
    return areBack ? read + this.#maxUnread - 1 : this.#maxUnread - 1;
  }

  /** A sender waits for one of the channels to be read. */
  get isAwaited(): boolean {
    return this.#credits.hasWaiters;
  }

  /** Records to be read before the first credit that a sender waits for; Infinity when none waits. */
  recordsBeforeCredit(): number {
    if (!this.#credits.hasWaiters) return Number.POSITIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    const seen = new Uint8Array(this.channels);
    for (let i = 0; i < this.#queue.length; i++) {
      const channel = this.#queue.channelAt(i);
      if (seen[channel] === 1) continue;
      seen[channel] = 1;
      if (!this.#credits.isAwaited(channel)) continue;
      const entry = this.#queue.at(i);
      least = Math.min(least, entry instanceof NetworkBuffer ? entry.length - entry.nextRecord : 0);
    }
    return least;
  }

  /**
   * An unread barrier, cancellation marker or end of partition may take visible effect. With alignment
   * no barrier does while some channel's is still to come.
   */
  barriersMayAct(aligned: boolean): boolean {
    const { count } = this.#unread;
    if (count === 0 || !aligned) return count > 0;
    const awaited = this.channels - this.#blockedCount - this.#endedCount;
    return count >= awaited || !this.#unread.areOne(this.#blockedFor);
  }

  isBlocked(channel: number): boolean {
    return this.#blocked[channel] === 1;
  }

  /** Holds the channel back behind the barrier of that value. */
  block(channel: number, barrier: number): void {
    if (this.#blocked[channel] === 0) this.#blockedCount++;
    this.#blocked[channel] = 1;
    this.#blockedFor = barrier;
  }

  /** All channels flow again; what was put aside comes back, in order of arrival. */
  unblockAll(): void {
    if (this.#blockedCount === 0) return;
    this.#blocked.fill(0);
    this.#blockedCount = 0;
    this.#blockedFor = NO_BARRIER;
    this.#putBack(this.#aside);
    this.#aside = [];
  }

  unblock(channel: number): void {
    if (this.#blocked[channel] === 1) this.#blockedCount--;
    this.#blocked[channel] = 0;
    if (this.#blockedCount === 0) this.#blockedFor = NO_BARRIER;
    this.#putBack(this.#aside.filter((buffer) => buffer.channel === channel));
    this.#aside = this.#aside.filter((buffer) => buffer.channel !== channel);
  }

  /**
   * A lower bound of the records to be read before a barrier takes visible effect; Infinity while
   * no barrier can. With alignment that is when every channel has delivered its barrier (C9), but
   * one barrier is enough where another checkpoint is under way: it ends that one (C10).
   */
  recordsBeforeBarrier(aligned: boolean): number {
    if (!this.barriersMayAct(aligned)) return Number.POSITIVE_INFINITY;
    const scan = this.#scan.begin();
    for (const buffer of this.#aside) scan.buffer(buffer);
    for (let i = 0; i < this.#queue.length; i++) {
      const entry = i === 0 && this.#isCursorSet ? this.#cursor : this.#queue.at(i);
      if (entry instanceof NetworkBuffer) scan.buffer(entry);
      else scan.shared(entry, this.#queue.channelAt(i));
    }
    return scan.recordsBefore(aligned, this.#blocked, this.#ended, this.#blockedFor);
  }

  /** The reader has taken a barrier, cancellation marker or end of partition off `channel`. */
  barrierRead(channel: number, kind: number): void {
    this.#unread.read(kind);
    if (kind !== END_OF_PARTITION) return;
    if (this.#ended[channel] === 0) this.#endedCount++;
    this.#ended[channel] = 1;
  }

  /** The task is gone: everything unread is dropped, and so is what is still on its way. */
  close(): void {
    this.#closed = true;
    for (const buffer of this.#aside) this.#drop(buffer);
    for (; this.#queue.length > 0; this.#queue.drop()) {
      const entry = this.#queue.at(0);
      if (entry instanceof NetworkBuffer) this.#drop(entry);
    }
    this.#aside = [];
    this.#isCursorSet = false;
  }

  #drop(buffer: NetworkBuffer): void {
    this.dropped?.(buffer);
    this.#pool.give(buffer);
  }

  #frontBuffer(): NetworkBuffer {
    if (this.#isCursorSet) return this.#cursor;
    const entry = this.#queue.at(0);
    if (entry instanceof NetworkBuffer) return entry;
    const cursor = this.#cursor;
    cursor.share(entry);
    cursor.nextControl = 0;
    cursor.channel = this.#queue.channelAt(0);
    cursor.arrivedAt = this.#queue.timeAt(0);
    this.#isCursorSet = true;
    return cursor;
  }

  // What arrives may belong in front of all that has arrived at this very instant.
  #expect(at: number): void {
    if (this.#queue.length === 0 || this.#queue.timeAt(0) < at) return;
    const front = this.#frontBuffer();
    assert(front.nextRecord + front.nextControl === 0, "nothing is read before all has arrived");
    this.#isCursorSet = false;
  }

  // The cursor becomes a buffer like any other.
  #detachCursor(): NetworkBuffer {
    const detached = this.#cursor;
    this.#cursor = this.#pool.takeBare();
    this.#isCursorSet = false;
    return detached;
  }

  #putBack(buffers: readonly NetworkBuffer[]): void {
    if (buffers.length === 0) return;
    if (this.#isCursorSet) {
      const half = this.#detachCursor();
      this.#queue.drop();
      this.#queue.putBack([half]);
    }
    this.#queue.putBack(buffers);
  }
}
