import { DELIVERY } from "../phases.ts";
import type { Subscriber } from "./kinesis-stream.ts";
import type { ShardSupply, SupplyOptions } from "./shard-supply.ts";

/**
 * N6: is sent the records of one shard under its consumer's name, out of a quota of its own. If the
 * subscription ends the task fails, and begins another one when it is restarted.
 */
export class ShardSubscriber implements ShardSupply, Subscriber {
  readonly #options: SupplyOptions;
  readonly #consumer: string;
  #offset: number;
  #isPaused = false;
  #isArmed = false;

  constructor(options: SupplyOptions) {
    const { stream, role } = options;
    this.#options = options;
    this.#consumer = stream.options.consumers[role];
    this.#offset = options.offset;
  }

  begin(): void {
    const { stream, shard, agenda, fail } = this.#options;
    const { now } = agenda;
    if (stream.subscribe(this.#consumer, shard, this, now)) this.#arm(now);
    else fail(`the consumer ${this.#consumer} is in use`);
  }

  ended(reason: string): void {
    this.#options.fail(`the subscription of ${this.#consumer} has ended: ${reason}`);
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    if (!this.#isArmed) this.#arm(this.#options.agenda.now);
  }

  close(): void {
    const { stream, shard } = this.#options;
    stream.unsubscribe(this.#consumer, shard, this);
  }

  #arm(at: number): void {
    if (at === Number.POSITIVE_INFINITY) return;
    this.#isArmed = true;
    this.#options.agenda.at(at, DELIVERY, () => {
      this.#isArmed = false;
      this.#options.settle();
      if (!this.#isPaused) this.#push();
    });
  }

  #push(): void {
    const { stream, shard, agenda, latencyMicros, brings } = this.#options;
    const { end, again } = stream.push(this.#consumer, shard, this.#offset, agenda.now);
    if (end > this.#offset) brings(end, agenda.now + Math.max(1, latencyMicros));
    this.#offset = end;
    this.#arm(again);
  }
}
