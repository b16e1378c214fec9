import type { ComponentId, EventHandler, EventRef, Simulation } from "../../engine/simulation.ts";

/**
 * What is to happen later, outside the task threads: answers of requests, timers, notifications.
 * For the control plane alone; records travel without closures.
 */
export class Agenda implements EventHandler {
  readonly simulation: Simulation;
  readonly #component: ComponentId;
  readonly #entries: (Entry | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(simulation: Simulation, path: string) {
    this.simulation = simulation;
    this.#component = simulation.register(path, this);
  }

  get now(): number {
    return this.simulation.now;
  }

  /** Runs `action` at `at`, in `phase`. */
  at(at: number, phase: number, action: () => void): Appointment {
    const slot = this.#free.pop() ?? this.#entries.length;
    const ref = this.simulation.schedule(this.#component, at, phase, 0, slot);
    const entry: Entry = { action, ref, slot };
    this.#entries[slot] = entry;
    return { cancel: () => this.#cancel(entry) };
  }

  handle(_kind: number, slot: number): void {
    const entry = this.#entries[slot] as Entry;
    this.#entries[slot] = undefined;
    this.#free.push(slot);
    entry.action();
  }

  #cancel(entry: Entry): void {
    if (this.#entries[entry.slot] !== entry) return;
    this.simulation.cancel(entry.ref);
    this.#entries[entry.slot] = undefined;
    this.#free.push(entry.slot);
  }
}

interface Entry {
  readonly action: () => void;
  readonly ref: EventRef;
  readonly slot: number;
}

export interface Appointment {
  /** Takes it back; does nothing when it has happened. */
  cancel(): void;
}

/** The part of an agenda that one attempt owns: when the attempt ends, nothing of it happens any more. */
export class AttemptAgenda {
  readonly #agenda: Agenda;
  #over = false;
  #pausedUntil = -1;

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  get now(): number {
    return this.#agenda.now;
  }

  get isOver(): boolean {
    return this.#over;
  }

  at(at: number, phase: number, action: () => void): void {
    this.#agenda.at(at, phase, () => this.awake(phase, action));
  }

  /** Runs it now, or as soon as the process goes on; never once the attempt has ended. */
  awake(phase: number, action: () => void): void {
    if (this.#over) return;
    if (this.now >= this.#pausedUntil) action();
    else this.at(this.#pausedUntil, phase, action);
  }

  /** The process of the attempt stands still until then (µs). */
  pauseUntil(at: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, at);
  }

  end(): void {
    this.#over = true;
  }
}
