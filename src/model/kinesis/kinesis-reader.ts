import type { Element } from "../operator/element.ts";
import type { ReaderState, RecordReader, SplitPosition } from "../source/record-reader.ts";
import type { TopicLog } from "../source/topic-log.ts";
import { ShardPoller } from "./shard-poller.ts";
import { ShardSubscriber } from "./shard-subscriber.ts";
import type { ShardSupply, SupplyOptions } from "./shard-supply.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** Records of one shard that have come, or are on their way. */
interface Batch {
  readonly split: number;
  /** The next offset behind it. */
  readonly end: number;
  readonly size: number;
  readonly at: number;
}

/** A source subtask of a Kinesis stream: reads, batch by batch, what its shards' supplies bring. */
export class KinesisReader implements RecordReader {
  readonly #topic: TopicLog;
  readonly #task: Omit<SupplyOptions, "shard" | "offset" | "brings">;
  readonly #arrived: () => void;
  readonly #shards: number[] = [];
  readonly #offsets: number[] = [];
  readonly #supplies: ShardSupply[] = [];
  readonly #batches: Batch[] = [];
  /** End by split of what was brought. */
  readonly #ends: number[] = [];
  #isOpen = false;

  /** `arrived`: told of each batch. */
  constructor(
    topic: TopicLog,
    task: Omit<SupplyOptions, "shard" | "offset" | "brings">,
    arrived: () => void,
  ) {
    this.#topic = topic;
    this.#task = task;
    this.#arrived = arrived;
  }

  get splits(): readonly number[] {
    return this.#shards;
  }

  addSplit({ partition: shard, offset }: SplitPosition): void {
    const split = this.#shards.push(shard) - 1;
    this.#offsets.push(offset);
    this.#ends.push(offset);
    const brings = (end: number, at: number): void => this.#brought(split, end, at);
    const options = { ...this.#task, shard, offset, brings };
    const { reader } = this.#task.stream.options;
    const supply = reader === "polling" ? new ShardPoller(options) : new ShardSubscriber(options);
    this.#supplies.push(supply);
    if (this.#isOpen) supply.begin();
  }

  pauseOrResumeSplits(pause: readonly number[], resume: readonly number[]): void {
    for (const split of pause) this.#supplies[split]?.pause();
    for (const split of resume) this.#supplies[split]?.resume();
  }

  open(): void {
    this.#isOpen = true;
    for (const supply of this.#supplies) supply.begin();
  }

  close(): void {
    for (const supply of this.#supplies) supply.close();
  }

  snapshot(): ReaderState {
    return {
      splits: this.#shards.map((partition, split) => ({
        partition,
        offset: this.#offsets[split] as number,
      })),
    };
  }

  checkpointCompleted(): void {}

  availableAt(at: number): number {
    const first = this.#batches[0];
    return first === undefined ? NEVER : Math.max(at, first.at);
  }

  arrivalOfNth(count: number): number {
    let left = count + this.#taken();
    for (const { size, at } of this.#batches) {
      if (left <= size) return at;
      left -= size;
    }
    return NEVER;
  }

  nextArrival(): number {
    const { split } = this.#batches[0] as Batch;
    return this.#topic.arrival(this.#shards[split] as number, this.#offsets[split] as number);
  }

  read(_at: number, into: Element): number {
    const { split, end } = this.#batches[0] as Batch;
    const offset = this.#offsets[split] as number;
    this.#topic.read(this.#shards[split] as number, offset, into);
    this.#offsets[split] = offset + 1;
    if (offset + 1 === end) this.#batches.shift();
    return split;
  }

  /** How many records of the first batch are read. */
  #taken(): number {
    const first = this.#batches[0];
    return first === undefined ? 0 : first.size - (first.end - (this.#offsets[first.split] ?? 0));
  }

  #brought(split: number, end: number, at: number): void {
    const size = end - (this.#ends[split] as number);
    this.#ends[split] = end;
    this.#batches.push({ split, end, size, at });
    this.#arrived();
  }
}
