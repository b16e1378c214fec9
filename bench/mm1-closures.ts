import { ClosureSimulator } from "./closure-kernel.ts";
import { DELAYS, type Mm1Luck, type Mm1Result } from "./mm1-luck.ts";

/** The same queue as `mm1OnTheEngine`, on closures. */
class Queue {
  readonly #simulation = new ClosureSimulator();
  readonly #luck: Mm1Luck;
  readonly #customers: number;
  #arrived = 0;
  #served = 0;
  #present = 0;
  #since = 0;
  #sojourn = 0;

  constructor(customers: number, luck: Mm1Luck) {
    this.#luck = luck;
    this.#customers = customers;
  }

  run(): Mm1Result {
    this.#simulation.schedule(this.#luck.arrivals[0]!, () => this.#arrive());
    this.#simulation.run();
    return { served: this.#served, sojourn: this.#sojourn };
  }

  #arrive(): void {
    this.#wait();
    if (++this.#present === 1) this.#serve();
    if (++this.#arrived < this.#customers) {
      this.#simulation.schedule(this.#luck.arrivals[this.#arrived & DELAYS]!, () => this.#arrive());
    }
  }

  #depart(): void {
    this.#wait();
    this.#served++;
    if (--this.#present > 0) this.#serve();
  }

  #wait(): void {
    const { now } = this.#simulation;
    this.#sojourn += this.#present * (now - this.#since);
    this.#since = now;
  }

  #serve(): void {
    const { services } = this.#luck;
    this.#simulation.schedule(services[this.#served & DELAYS]!, () => this.#depart());
  }
}

/** M/M/1 at a load of 0.8, with the same luck. */
export function mm1OnClosures(customers: number, luck: Mm1Luck): Mm1Result {
  return new Queue(customers, luck).run();
}
