import type { GeneratedTraffic, TrafficPhase } from "../options.ts";
import { appearsAt, partitionsAt } from "./partition-growth.ts";

/**
 * When the records of one partition arrive: piecewise constant rate, one record a slot, at a hashed
 * place inside its slot. So arrivals rise with the offset and need no storage.
 */
export class ArrivalSchedule {
  readonly count: number;
  readonly #segments: readonly Segment[];
  #last = 0;

  constructor(segments: readonly Segment[], count: number) {
    this.#segments = segments;
    this.count = count;
  }

  /** Arrival of the record in µs; `luck` (uint32) places it inside its slot. `offset` < count. */
  arrival(offset: number, luck: number): number {
    const segment = this.#segmentOf(offset);
    const place = offset - segment.firstOffset + luck / 2 ** 32;
    return segment.fromMicros + Math.floor(place * segment.slotMicros);
  }

  /** An offset near the number of records that have arrived at `at` (off by one at most). */
  slotAt(at: number): number {
    let result = 0;
    for (const segment of this.#segments) {
      if (segment.fromMicros > at) break;
      const slots = Math.floor((at - segment.fromMicros) / segment.slotMicros);
      result = segment.firstOffset + Math.min(slots, segment.records);
    }
    return Math.min(result, this.count);
  }

  // Readers ask for neighbouring offsets, so the segment found last is nearly always the right one.
  #segmentOf(offset: number): Segment {
    let segment = this.#segments[this.#last] as Segment;
    if (offset >= segment.firstOffset && offset < segment.firstOffset + segment.records) {
      return segment;
    }
    this.#last = this.#segments.findIndex(
      (s) => offset >= s.firstOffset && offset < s.firstOffset + s.records,
    );
    segment = this.#segments[this.#last] as Segment;
    return segment;
  }
}

interface Segment {
  readonly fromMicros: number;
  readonly slotMicros: number;
  readonly firstOffset: number;
  readonly records: number;
}

/**
 * The schedule of one partition: its share of the base rate, with idle phases and bursts laid over
 * it. Partitions that appear later take their share from then on.
 */
export function arrivalSchedule(traffic: GeneratedTraffic, partition: number): ArrivalSchedule {
  const limit = recordLimit(traffic, partition);
  const cuts = cutTimes(traffic, partition);
  const segments: Segment[] = [];
  const born = appearsAt(traffic, partition);
  let offset = 0;
  for (let i = 0; i + 1 < cuts.length && offset < limit; i++) {
    const from = cuts[i] as number;
    const to = cuts[i + 1] as number;
    if (from < born) continue;
    const share = traffic.ratePerSecond / partitionsAt(traffic, from);
    const rate = share * factorAt(traffic, partition, from);
    const records = Math.min(Math.floor(((to - from) * rate) / 1e6), limit - offset);
    if (records <= 0) continue;
    segments.push({
      fromMicros: from,
      slotMicros: (to - from) / Math.floor(((to - from) * rate) / 1e6),
      firstOffset: offset,
      records,
    });
    offset += records;
  }
  return new ArrivalSchedule(segments, offset);
}

function recordLimit(traffic: GeneratedTraffic, partition: number): number {
  if (traffic.maxRecords === undefined) return Number.MAX_SAFE_INTEGER;
  const share = Math.floor(traffic.maxRecords / traffic.partitions);
  return share + (partition < traffic.maxRecords % traffic.partitions ? 1 : 0);
}

function cutTimes(traffic: GeneratedTraffic, partition: number): number[] {
  const cuts = new Set<number>([0, traffic.endMicros]);
  for (const phase of [...traffic.idle, ...traffic.bursts]) {
    if (phase.partition !== undefined && phase.partition !== partition) continue;
    for (const at of [phase.fromMicros, phase.toMicros]) {
      if (at > 0 && at < traffic.endMicros) cuts.add(at);
    }
  }
  for (const { atMicros: at } of traffic.newPartitions ?? []) {
    if (at > 0 && at < traffic.endMicros) cuts.add(at);
  }
  return [...cuts].sort((a, b) => a - b);
}

/** Whether what arrives in `partition` at `at` (µs) is of that phase. */
export function isWithin(phase: TrafficPhase, partition: number, at: number): boolean {
  return (
    (phase.partition === undefined || phase.partition === partition) &&
    phase.fromMicros <= at &&
    at < phase.toMicros
  );
}

function factorAt(traffic: GeneratedTraffic, partition: number, at: number): number {
  const applies = (phase: TrafficPhase): boolean => isWithin(phase, partition, at);
  if (traffic.idle.some(applies)) return 0;
  return traffic.bursts.filter(applies).reduce((factor, burst) => factor * burst.factor, 1);
}
