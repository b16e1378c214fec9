import type { Simulation } from "../../../src/engine/simulation.ts";
import type { Agenda } from "../../../src/model/job/agenda.ts";
import { OBSERVE } from "../../../src/model/phases.ts";
import { NotSupported } from "../corpus.ts";

const MILLI = 1000;
/** After each step somebody looks, so many µs later. */
const LOOK_MICROS = 2;

/**
 * Lock-step: a scripted millisecond is one of simulated time, and whatever a step sets off takes a
 * few microseconds of it.
 */
export class ScriptClock {
  readonly #simulation: Simulation;
  readonly #agenda: Agenda;
  readonly #look: (() => void) | undefined;
  #millis = 0;

  /** `look` makes lazy threads finish what they could have finished; undefined: they never lag. */
  constructor(simulation: Simulation, agenda: Agenda, look: (() => void) | undefined) {
    this.#simulation = simulation;
    this.#agenda = agenda;
    this.#look = look;
  }

  /** Scripted milliseconds so far. */
  get millis(): number {
    return this.#millis;
  }

  advance(millis: number): void {
    this.#millis += millis;
    this.#agenda.at(this.#millis * MILLI, OBSERVE, () => {});
    this.rest();
  }

  /** Until nothing is left to happen in this millisecond. */
  rest(): void {
    this.#run();
    if (this.#look === undefined) return;
    // What is finished shows when somebody looks; that may set more off.
    this.#agenda.at(this.#simulation.now + LOOK_MICROS, OBSERVE, this.#look);
    this.#run();
  }

  #run(): void {
    const simulation = this.#simulation;
    const end = (this.#millis + 1) * MILLI;
    for (;;) {
      const next = simulation.peekTime();
      if (next === undefined || next >= end) break;
      simulation.step();
    }
    // A lazy thread may have to look again in the next millisecond; nothing else is due there.
    const left = simulation.peekTime();
    if (this.#look === undefined && left !== undefined && left < end + MILLI) {
      throw new NotSupported("too many steps in one millisecond");
    }
  }
}
