import type { Element } from "../operator/element.ts";
import type { ReaderState, RecordReader, SplitPosition } from "./record-reader.ts";
import { type ReaderOptions, SplitFetcher } from "./split-fetcher.ts";
import type { TopicLog } from "./topic-log.ts";

/**
 * Reads the splits of one source subtask as a Kafka consumer does: fetch by fetch.
 *
 * A fetch is drained partition by partition. So a reader that keeps up follows the order of arrival,
 * and one that lags takes all there is of one partition before it turns to the next (observed: the
 * splits' watermarks then differ by up to the lag).
 */
export class SourceReader implements RecordReader {
  readonly #topic: TopicLog;
  readonly #latency: number;
  readonly #connectMicros: number;
  readonly #fetcher: SplitFetcher;
  readonly #partitions: number[] = [];
  readonly #offsets: number[] = [];
  /** End of the current fetch by split. */
  readonly #until: number[] = [];
  /** The splits in the order in which the current fetch is drained, and the place in it. */
  #order: readonly number[] = [];
  #place = 0;
  #remaining = 0;

  /** `connectMicros`: from its opening to its first fetch. */
  constructor(topic: TopicLog, options: ReaderOptions, connectMicros = 0) {
    this.#topic = topic;
    this.#latency = options.fetchLatencyMicros;
    this.#connectMicros = connectMicros;
    this.#fetcher = new SplitFetcher(topic, options);
  }

  get splits(): readonly number[] {
    return this.#partitions;
  }

  addSplit(split: SplitPosition, at = 0): void {
    this.#partitions.push(split.partition);
    this.#offsets.push(split.offset);
    this.#until.push(split.offset);
    this.#fetcher.addSplit(split.partition, split.offset, at);
  }

  pauseOrResumeSplits(pause: readonly number[], resume: readonly number[], at: number): void {
    this.#fetcher.pauseOrResume(pause, resume, at);
  }

  open(at: number): void {
    this.#fetcher.open(at + this.#connectMicros);
  }

  /** Next offsets by split, as a checkpoint stores them (C16). */
  snapshot(): ReaderState {
    const splits = this.#partitions.map((partition, i) => ({
      partition,
      offset: this.#offsets[i] as number,
    }));
    return { splits };
  }

  // What Kafka is told then is for monitoring alone.
  checkpointCompleted(): void {}

  close(): void {}

  availableAt(at: number): number {
    return this.#remaining > 0 ? at : Math.max(at, this.#fetcher.readyAt());
  }

  /** If so many arrive in all, some split brings at least its share of them. */
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

  nextArrival(): number {
    const split =
      this.#remaining > 0 ? this.#currentSplit() : this.#fetcher.firstSplit(this.#until);
    return this.#topic.arrival(this.#partitions[split] as number, this.#offsets[split] as number);
  }

  read(at: number, into: Element): number {
    if (this.#remaining === 0) {
      this.#remaining = this.#fetcher.take(this.availableAt(at), this.#until);
      this.#order = this.#fetcher.order;
      this.#place = 0;
    }
    const split = this.#currentSplit();
    const offset = this.#offsets[split] as number;
    this.#topic.read(this.#partitions[split] as number, offset, into);
    this.#offsets[split] = offset + 1;
    this.#remaining--;
    return split;
  }

  #currentSplit(): number {
    const order = this.#order;
    let split = order[this.#place] as number;
    while (this.#offsets[split] === this.#until[split]) split = order[++this.#place] as number;
    return split;
  }
}
