import { DELIVERY } from "../phases.ts";
import type { ShardSupply, SupplyOptions } from "./shard-supply.ts";

/** `source.reader.empty-records-fetch-interval` (µs); after an answer with records it asks at once. */
const AFTER_EMPTY = 250_000;
/** `aws.retry-strategy.delay.min` and `.max` (µs): doubled from one to the other, with full jitter. */
const BACK_OFF_MIN = 300_000;
const BACK_OFF_MAX = 1_000_000;

/** N5: reads one shard by GetRecords, out of the quota that it shares with all other pollers. */
export class ShardPoller implements ShardSupply {
  readonly #options: SupplyOptions;
  #offset: number;
  #backOff = 0;
  #retries = 0;
  #isPaused = false;
  #isArmed = false;

  constructor(options: SupplyOptions) {
    this.#options = options;
    this.#offset = options.offset;
  }

  begin(): void {
    this.#arm(this.#options.agenda.now);
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    if (!this.#isArmed) this.#arm(this.#options.agenda.now);
  }

  close(): void {}

  #arm(at: number): void {
    this.#isArmed = true;
    this.#options.agenda.at(at, DELIVERY, () => {
      this.#isArmed = false;
      this.#options.settle();
      if (!this.#isPaused) this.#poll();
    });
  }

  #poll(): void {
    const { stream, shard, agenda, latencyMicros, brings, jitter } = this.#options;
    const { now } = agenda;
    const answeredAt = now + Math.max(1, latencyMicros);
    const end = stream.getRecords(shard, this.#offset, now);
    if (end === undefined) {
      this.#backOff = Math.min(Math.max(BACK_OFF_MIN, this.#backOff * 2), BACK_OFF_MAX);
      const wait = Math.ceil(this.#backOff * jitter.unit(shard, ++this.#retries));
      this.#arm(answeredAt + wait);
      return;
    }
    this.#backOff = 0;
    const isEmpty = end === this.#offset;
    this.#offset = end;
    if (!isEmpty) brings(end, answeredAt);
    this.#arm(isEmpty ? answeredAt + AFTER_EMPTY : answeredAt);
  }
}
