import type { Element } from "../operator/element.ts";
import type { TopicLog } from "./topic-log.ts";

/** The position of one split: its partition and the next offset to read (C16). */
export interface SplitPosition {
  readonly partition: number;
  readonly offset: number;
}

/**
 * Reads the splits of one source subtask as a Kafka consumer does: fetch by fetch.
 *
 * A fetch holds, partition by partition, what had arrived when it was made, at most `fetchRecords`
 * of each; so a reader that keeps up follows the order of arrival, and one that lags drains
 * partition after partition (observed: the splits' watermarks then differ by up to the lag).
 */
export class SourceReader {
  readonly #topic: TopicLog;
  readonly #latency: number;
  readonly #fetchRecords: number;
  #partitions: number[] = [];
  #offsets: number[] = [];
  /** Arrival of the next unfetched record of each split. */
  #next: number[] = [];
  /** End of the current fetch by split. */
  #until: number[] = [];
  #current = 0;
  #first = 0;
  #fetchedAt = 0;
  #remaining = 0;

  constructor(topic: TopicLog, fetchLatencyMicros: number, fetchRecords: number) {
    this.#topic = topic;
    this.#latency = fetchLatencyMicros;
    this.#fetchRecords = fetchRecords;
  }

  get splits(): readonly number[] {
    return this.#partitions;
  }

  addSplit(split: SplitPosition): void {
    this.#partitions.push(split.partition);
    this.#offsets.push(split.offset);
    this.#until.push(split.offset);
    this.#next.push(this.#topic.arrival(split.partition, split.offset));
  }

  /** Next offsets by split, as a checkpoint stores them (C16). */
  positions(): SplitPosition[] {
    return this.#partitions.map((partition, i) => ({
      partition,
      offset: this.#offsets[i] as number,
    }));
  }

  /** When the next record can be in the reader's hands, for a thread free at `at`; Infinity: never. */
  availableAt(at: number): number {
    if (this.#remaining > 0) return Math.max(at, this.#fetchedAt);
    let earliest = Number.POSITIVE_INFINITY;
    for (const next of this.#next) if (next < earliest) earliest = next;
    return Math.max(at, earliest + this.#latency);
  }

  /**
   * Lower bound of the arrival in hand of the `count`th record from now: if so many arrive in all,
   * some split brings at least its share of them.
   */
  arrivalOfNth(count: number): number {
    if (this.#remaining > 0 || this.#partitions.length === 0) return 0;
    const share = Math.ceil(count / this.#partitions.length) - 1;
    let earliest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#partitions.length; i++) {
      const at = this.#topic.arrival(
        this.#partitions[i] as number,
        (this.#offsets[i] as number) + share,
      );
      if (at < earliest) earliest = at;
    }
    return earliest + this.#latency;
  }

  /** Takes the next record into the register, for a thread free at `at`; returns its split's index. */
  read(at: number, into: Element): number {
    if (this.#remaining === 0) this.#fetch(this.availableAt(at));
    let split = this.#current;
    while (this.#offsets[split] === this.#until[split])
      split = (split + 1) % this.#partitions.length;
    this.#current = split;
    const offset = this.#offsets[split] as number;
    this.#topic.read(this.#partitions[split] as number, offset, into);
    this.#offsets[split] = offset + 1;
    this.#remaining--;
    return split;
  }

  #fetch(at: number): void {
    const splits = this.#partitions.length;
    const arrivedBy = at - this.#latency;
    for (let split = 0; split < splits; split++) {
      if ((this.#next[split] as number) > arrivedBy) continue;
      const from = this.#offsets[split] as number;
      const partition = this.#partitions[split] as number;
      let to = from + 1;
      const most = from + this.#fetchRecords;
      let next = this.#topic.arrival(partition, to);
      while (to < most && next <= arrivedBy) next = this.#topic.arrival(partition, ++to);
      this.#until[split] = to;
      this.#next[split] = next;
      this.#remaining += to - from;
    }
    this.#fetchedAt = at;
    // Each fetch begins with another partition, so none is always last.
    this.#first = (this.#first + 1) % splits;
    this.#current = this.#first;
  }
}
