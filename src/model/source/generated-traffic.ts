import { mix32 } from "../../engine/random.ts";
import type { Element } from "../operator/element.ts";
import type { GeneratedTraffic } from "../options.ts";
import { type ArrivalSchedule, arrivalSchedule, isWithin } from "./arrival-schedule.ts";
import { KeyPopularity } from "./key-popularity.ts";
import { OFFSETS_PER_PARTITION, type TopicLog } from "./topic-log.ts";

const ARRIVAL = 1;
const EVENT_TIME = 2;
const KEY = 3;
const LATE = 4;

/**
 * Traffic that is computed, not stored: every property of a record is a hash of (seed, partition,
 * offset), so two jobs, a restored job and the oracle's reference all read the same topic.
 */
export class GeneratedLog implements TopicLog {
  readonly partitions: number;
  readonly keyNames: readonly string[];
  readonly #traffic: GeneratedTraffic;
  readonly #epochMicros: number;
  readonly #seed: number;
  readonly #schedules: readonly ArrivalSchedule[];
  readonly #popularity: KeyPopularity;
  readonly #lateBelow: number;

  constructor(traffic: GeneratedTraffic, epochMillis: number, seed: number) {
    this.partitions = traffic.partitions;
    this.#traffic = traffic;
    this.#epochMicros = epochMillis * 1000;
    this.#seed = seed;
    this.#schedules = Array.from({ length: traffic.partitions }, (_, partition) =>
      arrivalSchedule(traffic, partition),
    );
    this.#popularity = new KeyPopularity(traffic.keys, traffic.keySkew);
    this.keyNames = Array.from({ length: traffic.keys }, (_, key) => `k${key}`);
    this.#lateBelow = Math.floor(traffic.late.share * 2 ** 32);
  }

  arrival(partition: number, offset: number): number {
    const schedule = this.#schedules[partition] as ArrivalSchedule;
    if (offset >= schedule.count) return Number.POSITIVE_INFINITY;
    return schedule.arrival(offset, mix32(this.#seed + ARRIVAL, partition, offset));
  }

  endOffset(partition: number, at: number): number {
    const schedule = this.#schedules[partition] as ArrivalSchedule;
    // The schedule knows the slot; the record inside a slot may still be ahead of `at`.
    let offset = schedule.slotAt(at);
    while (offset > 0 && this.arrival(partition, offset - 1) > at) offset--;
    while (offset < schedule.count && this.arrival(partition, offset) <= at) offset++;
    return offset;
  }

  read(partition: number, offset: number, into: Element): void {
    const seed = this.#seed;
    const schedule = this.#schedules[partition] as ArrivalSchedule;
    const arrival = schedule.arrival(offset, mix32(seed + ARRIVAL, partition, offset));
    const luck = mix32(seed + EVENT_TIME, partition, offset);
    const key = mix32(seed + KEY, partition, offset);
    let ts = Math.floor((this.#epochMicros + arrival) / 1000);
    const disorder = this.#traffic.disorderMillis;
    if (disorder > 0) ts -= Math.floor((luck / 2 ** 32) * (disorder + 1));
    if (this.#lateBelow > 0 && mix32(seed + LATE, partition, offset) < this.#lateBelow) {
      const { byMillis, within } = this.#traffic.late;
      if (within === undefined || isWithin(within, partition, arrival)) ts -= byMillis;
    }
    into.id = partition * OFFSETS_PER_PARTITION + offset;
    into.ts = ts;
    into.hasTimestamp = true;
    into.key = this.#popularity.pick(key);
    into.value = (luck ^ key) >>> 0;
    into.count = 1;
  }

  count(partition: number): number {
    return (this.#schedules[partition] as ArrivalSchedule).count;
  }
}
