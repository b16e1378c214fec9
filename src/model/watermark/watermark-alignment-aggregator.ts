import { type EventTime, MAX_WATERMARK, MIN_WATERMARK, saturatingAdd } from "../event-time.ts";

/**
 * The coordinator's side of watermark alignment (W19, `SourceCoordinator.WatermarkAggregator`): the
 * minimum of the latest reports. It falls when a report does, and it ends with its job: two jobs
 * never wait for each other.
 */
export class WatermarkAlignmentAggregator {
  readonly #reports = new Map<number, EventTime>();
  #combined: EventTime = MIN_WATERMARK;

  /** The lowest report; MIN before the first one. */
  get combined(): EventTime {
    return this.#combined;
  }

  /** The new minimum, or undefined when it is the old one. */
  report(member: number, watermark: EventTime): EventTime | undefined {
    this.#reports.set(member, watermark);
    let lowest = MAX_WATERMARK;
    for (const reported of this.#reports.values()) if (reported < lowest) lowest = reported;
    if (lowest === this.#combined) return undefined;
    this.#combined = lowest;
    return lowest;
  }

  /** Who has reported, in the order of their first reports. */
  get members(): readonly number[] {
    return [...this.#reports.keys()];
  }

  /** What to announce to the members: combined + drift, MAX on overflow. */
  maxAllowed(driftMillis: number): EventTime {
    return saturatingAdd(this.#combined, driftMillis);
  }
}
