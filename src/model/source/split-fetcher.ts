import type { SourceOptions } from "../options.ts";
import {
  assignedSplit,
  type BeforePoll,
  type ConsumerSplit,
  receiveUntil,
  takeBack,
} from "./consumer-split.ts";
import { fetchOrder } from "./fetch-order.ts";
import type { TopicLog } from "./topic-log.ts";

/** The consumer's `fetch.max.wait.ms`: a broker that has nothing answers after so long (µs). */
const FETCH_MAX_WAIT = 500_000;
const NEVER = Number.POSITIVE_INFINITY;
const NOT_SENT = -1;

/** How a topic is read. */
export type ReaderOptions = Pick<SourceOptions, "topic" | "fetchLatencyMicros" | "fetchRecords"> & {
  /** Splits come or are paused while it reads. */
  readonly changesLater?: boolean;
};

/** Something that befalls the consumer between two polls, and interrupts one that waits. */
interface Change {
  readonly at: number;
  readonly apply: () => void;
}

/**
 * The fetcher thread beside a Kafka source reader, with its consumer (observed: what a lagging
 * reader gets, and in which order).
 *
 * It polls, puts the batch into the reader's queue of two, and polls again; with the queue full it
 * waits, so it is three batches ahead at most. A poll returns what the consumer has received, at
 * most `max.poll.records`, else it waits for the request under way. The next request is sent as a poll
 * returns, for the partitions of which nothing is left; so its answer is as old as that. The
 * broker answers as soon as it has anything, with all it has then.
 *
 * Polls are made lazily, some before their time; a change of the splits then takes the poll that it
 * interrupts back.
 * Not modelled: sizes (`max.partition.fetch.bytes`), several brokers, the way of a request.
 */
export class SplitFetcher {
  readonly #topic: TopicLog;
  readonly #topicName: string;
  readonly #latency: number;
  readonly #pollRecords: number;
  readonly #changesLater: boolean;
  readonly #splits: ConsumerSplit[] = [];
  #order: readonly number[] = [];
  /** The order in which the broker answers for them. */
  #session: number[] = [];
  /** Splits of which something is received and not polled, in the order of the answer. */
  #received: number[] = [];
  /** Splits that the answer in hand has something of. */
  readonly #sentNow: number[] = [];
  #sentAt = NOT_SENT;
  /** When the batch before was put into the queue: the next poll begins then. */
  #putAt = 0;
  /** When the reader took the last batches, the newest first. */
  #takenAt = -1;
  #takenBefore = -1;
  /** The next batch: its end by split, and how many records it has; 0 = not polled yet. */
  readonly #until: number[] = [];
  #count = 0;
  #doneAt = 0;
  #isOpen = false;
  /** In order of time; those that no poll has met yet. */
  readonly #changes: Change[] = [];
  #before: BeforePoll | undefined;

  constructor(topic: TopicLog, options: ReaderOptions) {
    this.#topic = topic;
    this.#topicName = options.topic;
    this.#latency = options.fetchLatencyMicros;
    this.#pollRecords = options.fetchRecords;
    this.#changesLater = options.changesLater ?? false;
  }

  /** Splits in the order in which a batch is drained. */
  get order(): readonly number[] {
    return this.#order;
  }

  addSplit(partition: number, offset: number, at: number): void {
    const next = this.#topic.arrival(partition, offset) + this.#latency;
    const split = assignedSplit(partition, offset, next);
    const index = this.#splits.push(split) - 1;
    this.#until.push(offset);
    this.#change(at, () => {
      split.isFetchable = true;
      const assigned = this.#splits.slice(0, index + 1);
      this.#order = fetchOrder(
        this.#topicName,
        assigned.map((one) => one.partition),
      );
      this.#session = this.#isOpen ? [...this.#session, index] : [...this.#order];
    });
  }

  /** W19: from the next poll on nothing is asked for, or handed on, of a paused split. */
  pauseOrResume(pause: readonly number[], resume: readonly number[], at: number): void {
    this.#change(at, () => {
      for (const index of pause) (this.#splits[index] as ConsumerSplit).isFetchable = false;
      for (const index of resume) (this.#splits[index] as ConsumerSplit).isFetchable = true;
    });
  }

  /** The thread begins at `at` (µs). */
  open(at: number): void {
    this.#putAt = at;
    this.#isOpen = true;
  }

  /** When the next batch is in the queue; Infinity: never, unless something changes. */
  readyAt(): number {
    if (this.#count === 0) {
      this.#doneAt = this.#changesLater ? this.#pollAmidChanges() : this.#poll(this.#putAt, NEVER);
      if (this.#doneAt === NEVER) return NEVER;
    }
    return Math.max(this.#doneAt, this.#takenBefore);
  }

  /** The split with which the next batch begins, after one that ended at `until`; only if it is ready. */
  firstSplit(until: readonly number[]): number {
    const first = this.#order.find((index) => this.#until[index] !== until[index]);
    return first as number;
  }

  /** The reader takes the next batch; its end goes to `until`. Returns its number of records. */
  take(at: number, until: number[]): number {
    this.#putAt = this.readyAt();
    const count = this.#count;
    for (let split = 0; split < until.length; split++) until[split] = this.#until[split] as number;
    this.#takenBefore = this.#takenAt;
    this.#takenAt = at;
    this.#count = 0;
    return count;
  }

  #change(at: number, apply: () => void): void {
    if (!this.#isOpen) {
      apply();
      return;
    }
    if (this.#doneAt > at && this.#before !== undefined) {
      this.#putAt = this.#before.pollAt;
      this.#takeBack(this.#before);
    }
    this.#changes.push({ at, apply });
  }

  #pollAmidChanges(): number {
    for (let from = this.#putAt; ; ) {
      while ((this.#changes[0]?.at ?? NEVER) <= from) this.#changes.shift()?.apply();
      const before = this.#remember(from);
      const interrupted = this.#changes[0]?.at ?? NEVER;
      const doneAt = this.#poll(from, interrupted);
      if (doneAt < NEVER) {
        this.#before = before;
        return doneAt;
      }
      if (interrupted === NEVER) {
        this.#takeBack(before);
        this.#putAt = from;
        return NEVER;
      }
      from = interrupted;
    }
  }

  #remember(pollAt: number): BeforePoll {
    return {
      pollAt,
      splits: this.#splits.map((split) => ({ ...split })),
      session: [...this.#session],
      received: [...this.#received],
      until: [...this.#until],
      sentAt: this.#sentAt,
    };
  }

  #takeBack(before: BeforePoll): void {
    takeBack(this.#splits, before.splits);
    before.until.forEach((offset, index) => {
      this.#until[index] = offset;
    });
    this.#session = [...before.session];
    this.#received = [...before.received];
    this.#sentAt = before.sentAt;
    this.#count = 0;
    this.#before = undefined;
  }

  /** Infinity, with everything as it is then, if it would not be done by `limit`. */
  #poll(at: number, limit: number): number {
    const receivedAt = this.#hasReceived() ? at : this.#receive(at, limit);
    if (receivedAt === NEVER) return NEVER;
    this.#collect();
    if (this.#sentAt === NOT_SENT) this.#send(receivedAt);
    return Math.max(at, receivedAt);
  }

  #hasReceived(): boolean {
    if (!this.#changesLater) return this.#received.length > 0;
    return this.#received.some((index) => (this.#splits[index] as ConsumerSplit).isFetchable);
  }

  // Waits for an answer that has something; one that asks for idle partitions only comes empty.
  #receive(at: number, limit: number): number {
    if (this.#sentAt === NOT_SENT) this.#send(at);
    for (;;) {
      const answeredAt = Math.max(this.#firstRequested(), this.#sentAt);
      if (answeredAt < this.#sentAt + FETCH_MAX_WAIT || this.#asksForAll()) {
        if (answeredAt > limit || answeredAt === NEVER) {
          this.#askAgainUntil(limit);
          return NEVER;
        }
        this.#answer(answeredAt);
        if (this.#hasReceived()) return Math.max(at, answeredAt);
        this.#send(Math.max(at, answeredAt));
      } else {
        const again = Math.max(at, this.#sentAt + FETCH_MAX_WAIT);
        if (again > limit) return NEVER;
        this.#send(again);
      }
    }
  }

  // The broker answers with nothing, and is asked for the same again.
  #askAgainUntil(limit: number): void {
    if (limit === NEVER || this.#sentAt === NOT_SENT) return;
    const waits = Math.floor((limit - this.#sentAt) / FETCH_MAX_WAIT);
    if (waits > 0) this.#sentAt += waits * FETCH_MAX_WAIT;
  }

  #firstRequested(): number {
    let first = NEVER;
    for (const split of this.#splits) {
      if (split.isRequested && split.next < first) first = split.next;
    }
    return first;
  }

  #asksForAll(): boolean {
    for (const split of this.#splits) if (!split.isRequested && split.isFetchable) return false;
    return true;
  }

  // Nothing is sent while something is left of every partition.
  #send(at: number): void {
    for (const split of this.#splits) {
      split.isRequested = split.isFetchable && split.received === split.position;
      if (split.isRequested) this.#sentAt = at;
    }
  }

  // The broker moves what it has sent to the end of its session: the others come first next time.
  // In place: polls are as many as records where few arrive.
  #answer(at: number): void {
    const session = this.#session;
    const sent = this.#sentNow;
    let kept = 0;
    let moved = 0;
    for (let turn = 0; turn < session.length; turn++) {
      const index = session[turn]!;
      const split = this.#splits[index]!;
      if (split.isRequested && split.next <= at) {
        receiveUntil(at - this.#latency, split, this.#topic, this.#latency);
        this.#received.push(index);
        sent[moved++] = index;
      } else {
        session[kept++] = index;
      }
    }
    for (let i = 0; i < moved; i++) session[kept + i] = sent[i]!;
    this.#sentAt = NOT_SENT;
  }

  #collect(): void {
    const received = this.#received;
    let left = this.#pollRecords;
    let kept = 0;
    for (let place = 0; place < received.length; place++) {
      const index = received[place]!;
      const split = this.#splits[index]!;
      if (left > 0 && split.isFetchable) {
        const count = Math.min(left, split.received - split.position);
        split.position += count;
        left -= count;
        this.#until[index] = split.position;
      }
      if (split.position < split.received) received[kept++] = index;
    }
    // Cut to length 0, an array would give its memory back.
    while (received.length > kept) received.pop();
    this.#count = this.#pollRecords - left;
  }
}
