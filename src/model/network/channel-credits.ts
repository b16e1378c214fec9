/** Who is told that a buffer of a channel has been read, from when on it may send again. */
export interface CreditReceiver {
  creditArrives(channel: number, at: number): void;
}

/**
 * The credit of one input's channels: so many buffers may be on the way or unread. A credit travels
 * back as long as a buffer travels forth.
 */
export class ChannelCredits {
  readonly #credits: number;
  /** When the last buffers of each channel were read, in a ring a channel. */
  readonly #readAt: Float64Array;
  readonly #readCount: Int32Array;
  readonly #waiting: (CreditReceiver | undefined)[];
  readonly #waitingChannel: Int32Array;
  readonly #latency: Float64Array;
  #waiters = 0;

  constructor(channels: number, credits: number) {
    this.#credits = credits;
    this.#readAt = new Float64Array(channels * credits);
    this.#readCount = new Int32Array(channels);
    this.#waiting = new Array<CreditReceiver | undefined>(channels).fill(undefined);
    this.#waitingChannel = new Int32Array(channels);
    this.#latency = new Float64Array(channels);
  }

  get hasWaiters(): boolean {
    return this.#waiters > 0;
  }

  isAwaited(channel: number): boolean {
    return this.#waiting[channel] !== undefined;
  }

  /** A buffer of the channel has been read at `at`; a sender that waits for it hears of it. */
  read(channel: number, at: number): void {
    const count = this.#readCount[channel] as number;
    this.#readAt[channel * this.#credits + (count % this.#credits)] = at;
    this.#readCount[channel] = count + 1;
    if (this.#waiters === 0) return;
    const waiting = this.#waiting[channel];
    if (waiting === undefined) return;
    this.#waiting[channel] = undefined;
    this.#waiters--;
    const back = at + (this.#latency[channel] as number);
    waiting.creditArrives(this.#waitingChannel[channel] as number, back);
  }

  /** How many buffers have been read without having been waited for, up to now. */
  readCount(channel: number): number {
    return this.#readCount[channel] as number;
  }

  /** When the credit of the channel's buffer number `sequence` (from 1) is back; it has been read. */
  backAt(channel: number, sequence: number, latency: number): number {
    const slot = channel * this.#credits + ((sequence - 1) % this.#credits);
    return (this.#readAt[slot] as number) + latency;
  }

  wait(channel: number, latency: number, sender: CreditReceiver, senderChannel: number): void {
    if (this.#waiting[channel] === undefined) this.#waiters++;
    this.#waiting[channel] = sender;
    this.#waitingChannel[channel] = senderChannel;
    this.#latency[channel] = latency;
  }
}
