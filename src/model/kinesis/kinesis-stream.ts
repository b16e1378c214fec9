import type { TopicLog } from "../source/topic-log.ts";
import type { KinesisOptions } from "./kinesis-options.ts";
import { ShardQuota } from "./shard-quota.ts";

const RECORDS_MAX = 10_000;
const BYTES_MAX = 10_000_000;
/** A second subscription so soon after the last is refused; later, it ends the last (N6). */
const TAKES_OVER_AFTER = 5_000_000;

/** Who is sent the records of a shard. */
export interface Subscriber {
  /** Somebody else has subscribed under the name, or the name is gone. */
  ended(reason: string): void;
}

interface Subscription {
  readonly subscriber: Subscriber;
  readonly since: number;
  readonly quota: ShardQuota;
}

/** A stream that both jobs of a run read: its shards, and what has been read of them lately. */
export class KinesisStream {
  readonly options: KinesisOptions;
  /** Calls that were refused: ProvisionedThroughputExceededException (N5). */
  throttled = 0;
  readonly #topic: TopicLog;
  readonly #quotas = new Map<number, ShardQuota>();
  /** By the consumer's name and the shard. */
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(options: KinesisOptions, topic: TopicLog) {
    this.options = options;
    this.#topic = topic;
  }

  /** N5: GetRecords. The end of what it returns, from `offset` on; undefined: throttled. */
  getRecords(shard: number, offset: number, now: number): number | undefined {
    const quota = this.#quotas.get(shard) ?? new ShardQuota();
    this.#quotas.set(shard, quota);
    if (!quota.admits(now)) {
      this.throttled++;
      return undefined;
    }
    const end = this.#endOfAnswer(shard, offset, now);
    quota.charge(now, (end - offset) * this.options.recordBytes);
    return end;
  }

  /** N6: SubscribeToShard; false: refused, since the last one under that name is too young. */
  subscribe(consumer: string, shard: number, subscriber: Subscriber, now: number): boolean {
    const key = `${consumer}/${shard}`;
    const before = this.#subscriptions.get(key);
    if (before !== undefined && now - before.since < TAKES_OVER_AFTER) return false;
    const quota = before?.quota ?? new ShardQuota();
    this.#subscriptions.set(key, { subscriber, since: now, quota });
    before?.subscriber.ended("another subscription under the name of its consumer");
    return true;
  }

  unsubscribe(consumer: string, shard: number, subscriber: Subscriber): void {
    const key = `${consumer}/${shard}`;
    if (this.#subscriptions.get(key)?.subscriber === subscriber) this.#subscriptions.delete(key);
  }

  /** N6: the consumer is gone, and with it whoever subscribes under its name. */
  deregister(consumer: string): void {
    for (const [key, { subscriber }] of [...this.#subscriptions]) {
      if (!key.startsWith(`${consumer}/`)) continue;
      this.#subscriptions.delete(key);
      subscriber.ended("its consumer was deregistered");
    }
  }

  /** What is sent to the subscriber now, and when it is asked again at the earliest. */
  push(
    consumer: string,
    shard: number,
    offset: number,
    now: number,
  ): { readonly end: number; readonly again: number } {
    const subscription = this.#subscriptions.get(`${consumer}/${shard}`);
    if (subscription === undefined) return { end: offset, again: Number.POSITIVE_INFINITY };
    const { quota } = subscription;
    const from = quota.bytesFrom(now);
    if (from > now) return { end: offset, again: from };
    const end = this.#endOfAnswer(shard, offset, now);
    quota.charge(now, (end - offset) * this.options.recordBytes);
    return { end, again: Math.max(now + 1, this.#topic.arrival(shard, end)) };
  }

  #endOfAnswer(shard: number, offset: number, now: number): number {
    const most = Math.min(RECORDS_MAX, Math.floor(BYTES_MAX / this.options.recordBytes));
    return Math.max(offset, Math.min(this.#topic.endOffset(shard, now), offset + most));
  }
}
