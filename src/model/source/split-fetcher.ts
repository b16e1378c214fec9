import type { SourceOptions } from "../options.ts";
import { fetchOrder } from "./fetch-order.ts";
import type { TopicLog } from "./topic-log.ts";

/** The consumer's `fetch.max.wait.ms`: a broker that has nothing answers after so long (µs). */
const FETCH_MAX_WAIT = 500_000;
const NEVER = Number.POSITIVE_INFINITY;
const NOT_SENT = -1;

/** How a topic is read. */
export type ReaderOptions = Pick<SourceOptions, "topic" | "fetchLatencyMicros" | "fetchRecords">;

/** One split as the consumer keeps it. */
interface Split {
  readonly partition: number;
  /** The next offset that a poll returns. */
  position: number;
  /** End of what the broker has sent. */
  received: number;
  /** When the record at `received` could be in hand. */
  next: number;
  /** The request under way asks for it. */
  isRequested: boolean;
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
 * Not modelled: sizes (`max.partition.fetch.bytes`), several brokers, the way of a request.
 */
export class SplitFetcher {
  readonly #topic: TopicLog;
  readonly #topicName: string;
  readonly #latency: number;
  readonly #pollRecords: number;
  readonly #splits: Split[] = [];
  #order: readonly number[] = [];
  /** The order in which the broker answers for them. */
  #session: number[] = [];
  /** Splits of which something is received and not polled, in the order of the answer. */
  readonly #received: number[] = [];
  #sentAt = NOT_SENT;
  /** When the batch before was put into the queue: the next poll begins then. */
  #putAt = 0;
  /** When the reader took the last batches, the newest first. */
  #takenAt = -1;
  #takenBefore = -1;
  /** The next batch: its end by split, and how many records it has; 0 = not polled yet. */
  #until: number[] = [];
  #count = 0;
  #doneAt = 0;

  constructor(topic: TopicLog, options: ReaderOptions) {
    this.#topic = topic;
    this.#topicName = options.topic;
    this.#latency = options.fetchLatencyMicros;
    this.#pollRecords = options.fetchRecords;
  }

  /** Splits in the order in which a batch is drained. */
  get order(): readonly number[] {
    return this.#order;
  }

  addSplit(partition: number, offset: number): void {
    this.#splits.push({
      partition,
      position: offset,
      received: offset,
      next: this.#topic.arrival(partition, offset) + this.#latency,
      isRequested: false,
    });
    this.#until.push(offset);
    this.#order = fetchOrder(
      this.#topicName,
      this.#splits.map((split) => split.partition),
    );
    this.#session = [...this.#order];
  }

  /** The thread begins at `at` (µs). */
  open(at: number): void {
    this.#putAt = at;
  }

  /** When the next batch is in the queue; Infinity: never. */
  readyAt(): number {
    if (this.#count === 0) {
      this.#doneAt = this.#poll(this.#putAt);
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

  #poll(at: number): number {
    const receivedAt = this.#received.length > 0 ? at : this.#receive(at);
    if (receivedAt === NEVER) return NEVER;
    this.#collect();
    if (this.#sentAt === NOT_SENT) this.#send(receivedAt);
    return Math.max(at, receivedAt);
  }

  // Waits for an answer that has something; one that asks for idle partitions only comes empty.
  #receive(at: number): number {
    if (this.#sentAt === NOT_SENT) this.#send(at);
    for (;;) {
      const first = this.#firstRequested();
      const answeredAt = Math.max(first, this.#sentAt);
      if (answeredAt < this.#sentAt + FETCH_MAX_WAIT || this.#asksForAll()) {
        if (answeredAt === NEVER) return NEVER;
        this.#answer(answeredAt);
        return Math.max(at, answeredAt);
      }
      this.#send(Math.max(at, this.#sentAt + FETCH_MAX_WAIT));
    }
  }

  #firstRequested(): number {
    let first = NEVER;
    for (const split of this.#splits) {
      if (split.isRequested && split.next < first) first = split.next;
    }
    return first;
  }

  #asksForAll(): boolean {
    return this.#splits.every((split) => split.isRequested);
  }

  // Nothing is sent while something is left of every partition.
  #send(at: number): void {
    for (const split of this.#splits) {
      split.isRequested = split.received === split.position;
      if (split.isRequested) this.#sentAt = at;
    }
  }

  // The broker moves what it has sent to the end of its session: the others come first next time.
  #answer(at: number): void {
    const by = at - this.#latency;
    let moved = 0;
    for (let turn = 0; turn < this.#splits.length; turn++) {
      const index = this.#session[turn - moved] as number;
      const split = this.#splits[index] as Split;
      if (!split.isRequested || split.next > at) continue;
      let to = split.received + 1;
      let next = this.#topic.arrival(split.partition, to);
      while (next <= by) next = this.#topic.arrival(split.partition, ++to);
      split.received = to;
      split.next = next + this.#latency;
      this.#received.push(index);
      this.#session.splice(turn - moved, 1);
      this.#session.push(index);
      moved++;
    }
    this.#sentAt = NOT_SENT;
  }

  #collect(): void {
    const received = this.#received;
    let left = this.#pollRecords;
    while (left > 0 && received.length > 0) {
      const index = received[0] as number;
      const split = this.#splits[index] as Split;
      const count = Math.min(left, split.received - split.position);
      split.position += count;
      left -= count;
      this.#until[index] = split.position;
      if (split.position === split.received) received.shift();
    }
    this.#count = this.#pollRecords - left;
  }
}
