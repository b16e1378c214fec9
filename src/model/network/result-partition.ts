import type { Element } from "../operator/element.ts";
import type { CreditReceiver } from "./channel-credits.ts";
import type { ControlElements, ControlKind } from "./control-elements.ts";
import { FillingBuffers } from "./filling-buffers.ts";
import type { InputGate } from "./input-gate.ts";
import type { Network } from "./network.ts";
import type { NetworkBuffer } from "./network-buffer.ts";

/** One outgoing channel: where it leads, how long a buffer travels (µs, at least 1). */
export interface OutputChannel {
  readonly gate: InputGate;
  /** Index of this channel at the receiver's gate. */
  readonly index: number;
  readonly latencyMicros: number;
}

/** Which channel a record takes; `BROADCAST_RECORD` = all of them. */
export type ChannelSelector = (element: Element) => number;
export const BROADCAST_RECORD = -1;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The output of one subtask: one buffer being filled per channel.
 *
 * A buffer leaves when it is full, when the buffer timeout passes (one flusher a task, on a fixed
 * grid from the task's start) or when a barrier is put in. Without credit a full buffer holds the
 * whole subtask back: back-pressure. Not modelled: buffers shared between channels (floating
 * buffers); an element that yields several records may overfill a buffer (Flink's overdraft).
 */
export class ResultPartition implements CreditReceiver {
  readonly #network: Network;
  readonly #channels: readonly OutputChannel[];
  readonly #select: ChannelSelector;
  readonly #capacity: number;
  readonly #buffers: FillingBuffers;
  readonly #sent: Float64Array;
  /** Per channel: the highest sequence number for which credit is known. */
  readonly #sendable: Float64Array;
  /** Per channel: when the buffer that must leave may leave; 0 = nothing must leave. */
  readonly #mustLeaveAt: Float64Array;
  /** The shortest way of a buffer to its receiver (µs). */
  readonly leastLatency: number;
  /** Hears of each buffer that is thrown away unsent; of no consequence. */
  dropped: ((buffer: NetworkBuffer) => void) | undefined;
  readonly #onCredit: () => void;
  readonly #startedAt: number;
  readonly #timeout: number;
  #nextFlush = NEVER;
  #nextCredit = NEVER;
  #full = 0;
  /** Most records in one unsent buffer. */
  #fullest = 0;

  constructor(options: {
    readonly network: Network;
    readonly channels: readonly OutputChannel[];
    readonly select: ChannelSelector;
    readonly capacityRecords: number;
    readonly bufferTimeoutMicros: number;
    readonly startedAt: number;
    /** Called when a credit came for a buffer that waits: the owner looks at `nextAction` again. */
    readonly onCredit: () => void;
  }) {
    this.#network = options.network;
    this.#channels = options.channels;
    this.#select = options.select;
    this.#capacity = options.capacityRecords;
    this.#buffers = new FillingBuffers(options.channels.length, options.network.pool);
    this.#sent = new Float64Array(options.channels.length);
    this.#sendable = new Float64Array(options.channels.length).fill(-1);
    this.#mustLeaveAt = new Float64Array(options.channels.length);
    this.#timeout = options.bufferTimeoutMicros;
    this.#startedAt = options.startedAt;
    this.#onCredit = options.onCredit;
    this.leastLatency = options.channels.reduce((l, c) => Math.min(l, c.latencyMicros), NEVER);
  }

  /** A full buffer waits for credit: the subtask must not emit. */
  get isBackPressured(): boolean {
    return this.#full > 0;
  }

  /** The next instant at which a flush or a credit makes buffers leave; Infinity when none is due. */
  get nextAction(): number {
    return this.#nextFlush < this.#nextCredit ? this.#nextFlush : this.#nextCredit;
  }

  /** Records to be emitted before a buffer can be full, at least: one, whatever waits for credit. */
  get room(): number {
    return Math.max(1, this.#capacity - this.#fullest);
  }

  /** Returns the number of copies that it makes. */
  emit(element: Element, at: number): number {
    const channel = this.#select(element);
    if (channel !== BROADCAST_RECORD) {
      this.#append(channel, element, at);
      return 1;
    }
    for (let all = 0; all < this.#channels.length; all++) this.#append(all, element, at);
    return this.#channels.length;
  }

  /** Puts a watermark, status or barrier behind the records of every channel (W14). */
  broadcast(kind: ControlKind, value: number, at: number): void {
    this.#buffers.broadcast(kind, value);
    this.#armFlush(at);
  }

  /** Everything leaves now, as far as there is credit: the flusher's tick, or a barrier. */
  flush(at: number): void {
    const { shared } = this.#buffers;
    this.#nextFlush = NEVER;
    this.#fullest = 0;
    if (shared === undefined) this.#flushFilling(at);
    else this.#flushAll(shared, at);
    this.#buffers.flushed();
    this.#network.close();
  }

  /** Does what is due at `nextAction`. */
  act(at: number): void {
    if (this.#nextCredit <= at) this.#useCredits(at);
    if (this.#nextFlush <= at) this.flush(at);
  }

  creditArrives(channel: number, at: number): void {
    this.#mustLeaveAt[channel] = at;
    if (at < this.#nextCredit) this.#nextCredit = at;
    this.#onCredit();
  }

  /** The task is gone; what it had not sent is lost with it. */
  close(): void {
    this.#buffers.clear(this.dropped);
    this.#nextFlush = NEVER;
    this.#nextCredit = NEVER;
    this.#full = 0;
  }

  /** When the flusher sends what is emitted at `at`; Infinity if a flush that will is arranged already. */
  flushFor(at: number): number {
    return this.#nextFlush === NEVER ? this.#flushAfter(at) : NEVER;
  }

  // The flusher's first tick after `at`; a timeout of 0 flushes at once, a negative one never.
  #flushAfter(at: number): number {
    if (this.#timeout < 0) return NEVER;
    if (this.#timeout === 0) return at;
    const ticks = Math.floor((at - this.#startedAt) / this.#timeout) + 1;
    return this.#startedAt + ticks * this.#timeout;
  }

  #flushFilling(at: number): void {
    for (const channel of this.#buffers.filling) {
      const buffer = this.#buffers.of(channel);
      if (buffer !== undefined && this.#mustLeaveAt[channel] === 0) {
        this.#leave(channel, buffer, at);
      }
    }
  }

  // Channels without a buffer are sent what was broadcast, all of them the same.
  #flushAll(shared: ControlElements, at: number): void {
    const buffers = this.#buffers;
    for (let channel = 0; channel < this.#channels.length; channel++) {
      if (this.#mustLeaveAt[channel] !== 0) continue;
      let buffer = buffers.of(channel);
      if (buffer === undefined) {
        if (!buffers.hasPart(channel) && this.#maySend(channel, at)) {
          this.#sendShared(channel, shared, at);
          continue;
        }
        // Without credit, or with a part of it: in a buffer of the channel's own.
        buffer = buffers.ownShare(channel);
      }
      if (buffer !== undefined) this.#leave(channel, buffer, at);
    }
  }

  #append(channel: number, element: Element, at: number): void {
    const buffer = this.#buffers.forRecord(channel);
    buffer.records.append(element, this.#capacity);
    if (buffer.length > this.#fullest) this.#fullest = buffer.length;
    if (buffer.length === this.#capacity && this.#mustLeaveAt[channel] === 0) {
      this.#leave(channel, buffer, at);
      this.#network.close();
      this.#fullest = this.#buffers.fullest();
    } else if (this.#mustLeaveAt[channel] !== 0 && buffer.length === this.#capacity) {
      this.#full++;
    }
    if (this.#nextFlush === NEVER) this.#armFlush(at);
  }

  #armFlush(at: number): void {
    if (this.#nextFlush === NEVER) this.#nextFlush = this.#flushAfter(at);
  }

  // Sends the channel's buffer, or makes it wait for credit.
  #leave(channel: number, buffer: NetworkBuffer, at: number): void {
    if (this.#maySend(channel, at)) {
      this.#send(channel, buffer, at);
      return;
    }
    const output = this.#channels[channel] as OutputChannel;
    const sequence = this.#sent[channel] as number;
    const when = output.gate.sendableAt(
      output.index,
      sequence,
      at,
      output.latencyMicros,
      this,
      channel,
    );
    if (when <= at) {
      this.#send(channel, buffer, at);
      return;
    }
    this.#mustLeaveAt[channel] = when;
    if (when < this.#nextCredit) this.#nextCredit = when;
    if (buffer.length >= this.#capacity) this.#full++;
  }

  // Credit that is known of here; the receiver is asked only when it is used up.
  #maySend(channel: number, at: number): boolean {
    const sequence = this.#sent[channel] as number;
    if (sequence <= (this.#sendable[channel] as number)) return true;
    const { gate, index, latencyMicros } = this.#channels[channel] as OutputChannel;
    const sendable = gate.sendableSequence(index, at, latencyMicros);
    this.#sendable[channel] = sendable;
    return sequence <= sendable;
  }

  #sendShared(channel: number, shared: ControlElements, at: number): void {
    const { gate, index, latencyMicros } = this.#channels[channel] as OutputChannel;
    this.#sent[channel] = (this.#sent[channel] as number) + 1;
    this.#network.sendShared(shared, gate, index, this.#network.arrivalAt(at, latencyMicros));
  }

  #send(channel: number, buffer: NetworkBuffer, at: number): void {
    const output = this.#channels[channel] as OutputChannel;
    this.#buffers.hasLeft(channel);
    this.#sent[channel] = (this.#sent[channel] as number) + 1;
    buffer.channel = output.index;
    this.#network.send(buffer, output.gate, this.#network.arrivalAt(at, output.latencyMicros));
  }

  #useCredits(at: number): void {
    this.#nextCredit = NEVER;
    for (let channel = 0; channel < this.#channels.length; channel++) {
      const when = this.#mustLeaveAt[channel] as number;
      if (when === 0) continue;
      if (when > at) {
        this.#nextCredit = Math.min(this.#nextCredit, when);
        continue;
      }
      const buffer = this.#buffers.of(channel) as NetworkBuffer;
      this.#mustLeaveAt[channel] = 0;
      if (buffer.length >= this.#capacity) this.#full--;
      this.#send(channel, buffer, at);
    }
    this.#network.close();
  }
}
