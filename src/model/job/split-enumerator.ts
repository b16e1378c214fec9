import { shardOwner } from "../kinesis/shard-owner.ts";
import type { JobOptions } from "../options.ts";
import { appearsAt } from "../source/partition-growth.ts";
import type { SplitPosition } from "../source/record-reader.ts";
import type { PlacedSource } from "../source/sources.ts";
import { splitOwner } from "../source/split-owner.ts";
import type { TopicLog } from "../source/topic-log.ts";
import type { JobState } from "./job-state.ts";
import { dealListState } from "./redistribution.ts";

/** Kafka's `partition.discovery.interval.ms` (N2). */
const DISCOVERY_MICROS = 300_000_000;

/** A partition that was found, and the subtask that it was assigned to. */
interface Assignment {
  readonly partition: number;
  readonly subtask: number;
  /** Found by the first discovery of a job without state: the starting offsets count for it. */
  readonly isInitial: boolean;
}

/**
 * Which partitions a job knows of, and who reads them (`KafkaSourceEnumerator`, N1, N2). The first
 * discovery is made as its JobManager starts; what it does not find is found at a later one, and
 * read from EARLIEST. A savepoint tells which partitions were known.
 * Not modelled: how long a look takes; partitions that vanish.
 */
export class SplitEnumerator {
  readonly #source: PlacedSource;
  readonly #job: JobOptions;
  readonly #topic: TopicLog;
  #startedAt: number | undefined;
  #assignments: Assignment[] = [];

  constructor(source: PlacedSource, job: JobOptions, topic: TopicLog) {
    this.#source = source;
    this.#job = job;
    this.#topic = topic;
  }

  get isStarted(): boolean {
    return this.#startedAt !== undefined;
  }

  /** Its JobManager is gone: another one begins anew. */
  forget(): void {
    this.#startedAt = undefined;
    this.#assignments = [];
  }

  /** The first discovery of a JobManager; `restore` names the partitions that were known before. */
  start(now: number, restore: JobState | undefined): void {
    this.#startedAt = now;
    const restored = this.#restored(restore);
    const known = new Set(restored?.flatMap(partitionsOf));
    for (let own = 0; own < this.#source.partitions; own++) {
      const partition = this.#source.firstPartition + own;
      if (known.has(partition) || this.#appearsAt(own) > now) continue;
      this.#assign(own, restored === undefined);
    }
  }

  /** When the partitions that are not there yet will be found: one entry a discovery. */
  get discoveries(): readonly number[] {
    const { options, partitions } = this.#source;
    const interval = options.discoveryMicros ?? DISCOVERY_MICROS;
    const startedAt = this.#startedAt as number;
    const times = new Set<number>();
    for (let own = 0; own < partitions && interval > 0; own++) {
      const at = this.#appearsAt(own);
      if (at > startedAt) times.add(startedAt + Math.ceil((at - startedAt) / interval) * interval);
    }
    return [...times];
  }

  /** One of the discoveries: what is new, by subtask. */
  discover(now: number): ReadonlyMap<number, readonly SplitPosition[]> {
    const found = new Map<number, SplitPosition[]>();
    for (let own = 0; own < this.#source.partitions; own++) {
      const at = this.#appearsAt(own);
      const partition = this.#source.firstPartition + own;
      if (at <= (this.#startedAt as number) || at > now || this.#isAssigned(partition)) continue;
      const { subtask } = this.#assign(own, false);
      found.set(subtask, [...(found.get(subtask) ?? []), { partition, offset: 0 }]);
    }
    return found;
  }

  /**
   * The splits with which an attempt of a subtask begins: those of the restored state (C16, C21), and
   * those assigned to it that are not in there (C17). There may be none: then it never sends a
   * watermark (N7).
   */
  splitsOf(subtask: number, restore: JobState | undefined, now: number): readonly SplitPosition[] {
    const restored = this.#restored(restore) ?? [];
    const known = new Set(restored.flatMap(partitionsOf));
    const dealt = dealListState(restored, this.#job.parallelism)[subtask] ?? [];
    const assigned = this.#assignments
      .filter((one) => one.subtask === subtask && !known.has(one.partition))
      .map(({ partition, isInitial }) => ({
        partition,
        offset: isInitial && this.#job.startingOffsets === "latest" ? this.#end(partition, now) : 0,
      }));
    return [...dealt, ...assigned];
  }

  #restored(restore: JobState | undefined): readonly (readonly SplitPosition[])[] | undefined {
    return restore?.splits.get(this.#source.name);
  }

  #end(partition: number, now: number): number {
    return this.#topic.endOffset(partition, now);
  }

  #assign(own: number, isInitial: boolean): Assignment {
    const { options, firstPartition, partitions } = this.#source;
    const { parallelism } = this.#job;
    const subtask =
      options.kinesis === undefined
        ? splitOwner(options.topic, own, parallelism)
        : shardOwner(own, partitions, parallelism);
    const assignment = { partition: firstPartition + own, subtask, isInitial };
    this.#assignments.push(assignment);
    return assignment;
  }

  #isAssigned(partition: number): boolean {
    return this.#assignments.some((one) => one.partition === partition);
  }

  #appearsAt(own: number): number {
    const { traffic } = this.#source.options;
    return traffic.kind === "generated" ? appearsAt(traffic, own) : 0;
  }
}

function partitionsOf(splits: readonly SplitPosition[]): readonly number[] {
  return splits.map(({ partition }) => partition);
}
