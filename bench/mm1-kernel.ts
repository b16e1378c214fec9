import { type EventHandler, Simulation } from "../src/engine/simulation.ts";
import { DELAYS, type Mm1Luck, type Mm1Result } from "./mm1-luck.ts";

const ARRIVE = 0;
const DEPART = 1;

/** A queue with one server, written on the engine: one component, two kinds of event. */
class Queue implements EventHandler {
  readonly #simulation = new Simulation();
  readonly #component: number;
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
    this.#component = this.#simulation.register("queue", this);
  }

  run(): Mm1Result {
    this.#schedule(ARRIVE, this.#luck.arrivals[0]!);
    this.#simulation.run(Number.MAX_SAFE_INTEGER);
    return { served: this.#served, sojourn: this.#sojourn };
  }

  handle(kind: number): void {
    this.#wait();
    if (kind === ARRIVE) {
      if (++this.#present === 1) this.#serve();
      if (++this.#arrived < this.#customers) {
        this.#schedule(ARRIVE, this.#luck.arrivals[this.#arrived & DELAYS]!);
      }
    } else {
      this.#served++;
      if (--this.#present > 0) this.#serve();
    }
  }

  #wait(): void {
    const { now } = this.#simulation;
    this.#sojourn += this.#present * (now - this.#since);
    this.#since = now;
  }

  #serve(): void {
    this.#schedule(DEPART, this.#luck.services[this.#served & DELAYS]!);
  }

  #schedule(kind: number, micros: number): void {
    const simulation = this.#simulation;
    simulation.schedule(this.#component, simulation.now + micros, 0, kind);
  }
}

/** M/M/1 at a load of 0.8: `customers` arrive and are served. */
export function mm1OnTheEngine(customers: number, luck: Mm1Luck): Mm1Result {
  return new Queue(customers, luck).run();
}
