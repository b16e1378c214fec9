import { type Stream, seededChance } from "../src/engine/choice.ts";
import { type EventHandler, Simulation } from "../src/engine/simulation.ts";
import type { Mm1Result } from "./mm1-closures.ts";

const ARRIVE = 0;
const DEPART = 1;

/** A queue with one server, written on the engine: one component, two kinds of event. */
class Queue implements EventHandler {
  readonly #simulation = new Simulation();
  readonly #component: number;
  readonly #arrivals: Stream;
  readonly #services: Stream;
  readonly #customers: number;
  #arrived = 0;
  #served = 0;
  #sojourn = 0;
  readonly #waiting: number[] = [];
  #head = 0;

  constructor(customers: number) {
    const chance = seededChance(1);
    this.#arrivals = chance.stream("queue", "arrival");
    this.#services = chance.stream("queue", "service");
    this.#customers = customers;
    this.#component = this.#simulation.register("queue", this);
  }

  run(): Mm1Result {
    this.#schedule(ARRIVE, this.#arrivals.exponential(1_000));
    this.#simulation.run(Number.MAX_SAFE_INTEGER);
    return { served: this.#served, sojourn: this.#sojourn };
  }

  handle(kind: number): void {
    const { now } = this.#simulation;
    if (kind === ARRIVE) {
      this.#waiting.push(now);
      if (this.#waiting.length - this.#head === 1) this.#serve();
      if (++this.#arrived < this.#customers) {
        this.#schedule(ARRIVE, this.#arrivals.exponential(1_000));
      }
      return;
    }
    this.#sojourn += now - (this.#waiting[this.#head++] as number);
    this.#served++;
    if (this.#head === this.#waiting.length) this.#head = this.#waiting.length = 0;
    else this.#serve();
  }

  #serve(): void {
    this.#schedule(DEPART, this.#services.exponential(800));
  }

  #schedule(kind: number, micros: number): void {
    const simulation = this.#simulation;
    simulation.schedule(this.#component, simulation.now + Math.floor(micros), 0, kind);
  }
}

/** M/M/1 at a load of 0.8: `customers` arrive and are served. */
export function mm1OnTheEngine(customers: number): Mm1Result {
  return new Queue(customers).run();
}
