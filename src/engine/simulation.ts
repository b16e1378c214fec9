import { assert, SimulatorBug } from "./assert.ts";
import { FOREVER, type SimTime } from "./clock.ts";
import { EventQueue, type EventRef } from "./event-queue.ts";
import { Fingerprint } from "./fingerprint.ts";
import { COMPONENTS_MAX, permutedRank, reversedRank, type TiePolicy } from "./tie-policy.ts";
import type { TraceListener } from "./trace.ts";

export { type EventRef, NO_EVENT } from "./event-queue.ts";

/** A part of the model that events are addressed to. `kind`, `a` and `b` are the model's own. */
export interface EventHandler {
  handle(kind: number, a: number, b: number): void;
}

export type ComponentId = number;

/** Why `run` returned. */
export type StopReason = "time" | "quiescence" | "step-budget" | "stopped";

export interface SimulationOptions {
  /** Order of components within an instant and phase; `fifo` unless given. */
  readonly tiePolicy?: TiePolicy;
  /** Draws the orders of `permuted`. */
  readonly tieSeed?: number;
  /** The most events one call of `run` handles. */
  readonly stepBudget?: number;
  readonly trace?: TraceListener;
}

const PHASE = 2 ** 48;
const RANK = 2 ** 32;
const SEQUENCE_MAX = 2 ** 32 - 1;

/**
 * The kernel: a clock, the pending events and the components they are for. Events leave in the order
 * (time, phase, component, sequence within the component), which is total, so that nothing but the
 * schedule decides a run. An event scheduled for `now` while an instant is under way still takes place
 * in that instant; one whose turn has passed is next.
 */
export class Simulation {
  /** The listener, if the run is traced: `simulation.trace?.emit({ … })`. */
  readonly trace: TraceListener | undefined;

  readonly #tiePolicy: TiePolicy;
  readonly #tieSeed: number;
  readonly #stepBudget: number;
  readonly #queue = new EventQueue();
  readonly #fingerprint = new Fingerprint();
  readonly #handlers: EventHandler[] = [];
  readonly #paths: string[] = [];
  readonly #known = new Set<string>();
  readonly #sequences: number[] = [];
  #now: SimTime = 0;
  #eventCount = 0;
  #stopRequested = false;

  constructor(options: SimulationOptions = {}) {
    this.trace = options.trace;
    this.#tiePolicy = options.tiePolicy ?? "fifo";
    this.#tieSeed = options.tieSeed ?? 0;
    this.#stepBudget = options.stepBudget ?? Number.POSITIVE_INFINITY;
  }

  get now(): SimTime {
    return this.#now;
  }

  /** Events handled so far. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** Adds a component; the order of registration is its place in ties. The path must be new. */
  register(path: string, handler: EventHandler): ComponentId {
    assert(!this.#known.has(path), () => `component ${path} is registered already`);
    const component = this.#handlers.length;
    assert(component < COMPONENTS_MAX, `more than ${COMPONENTS_MAX} components`);
    this.#known.add(path);
    this.#paths.push(path);
    this.#handlers.push(handler);
    this.#sequences.push(0);
    return component;
  }

  /**
   * Schedules an event of `component` at the instant `at`, not before now, in `phase` (0 to 7).
   * `a` and `b` are any numbers but NaN.
   */
  schedule(
    component: ComponentId,
    at: SimTime,
    phase: number,
    kind: number,
    a = 0,
    b = 0,
  ): EventRef {
    const sequence = this.#sequences[component];
    if (
      !(at >= this.#now && at <= FOREVER && Math.floor(at) === at) ||
      (phase & 7) !== phase ||
      sequence === undefined ||
      sequence >= SEQUENCE_MAX
    ) {
      throw this.#cannotSchedule(component, at, phase, kind);
    }
    this.#sequences[component] = sequence + 1;
    const rank = this.#tiePolicy === "fifo" ? component : this.#rankOf(component, at);
    return this.#queue.push(at, phase * PHASE + rank * RANK + sequence, component, kind, a, b);
  }

  /** Takes an event back; false if it took place already, was cancelled before, or is `NO_EVENT`. */
  cancel(ref: EventRef): boolean {
    return this.#queue.cancel(ref);
  }

  /**
   * Handles every event up to and including the instant `until` and says why it returned. After
   * `time` the clock reads `until`, otherwise the last event's time. May be called again to go on.
   */
  run(until: SimTime): StopReason {
    assert(until >= this.#now, () => `cannot run until ${until}, now is ${this.#now}`);
    let left = this.#stepBudget;
    for (;;) {
      if (this.#stopRequested) {
        this.#stopRequested = false;
        return "stopped";
      }
      const next = this.#queue.peekTime();
      if (next < 0) {
        return "quiescence";
      }
      if (next > until) {
        this.#now = until;
        return "time";
      }
      if (left === 0) {
        return "step-budget";
      }
      left -= 1;
      this.#handleNext();
    }
  }

  /** Handles the next event; false if there is none. */
  step(): boolean {
    if (this.#queue.peekTime() < 0) {
      return false;
    }
    this.#handleNext();
    return true;
  }

  /** Makes `run` return `stopped` once the event under way is handled; outside `run`, the next call. */
  stop(): void {
    this.#stopRequested = true;
  }

  /** When the next event is due. */
  peekTime(): SimTime | undefined {
    const next = this.#queue.peekTime();
    return next < 0 ? undefined : next;
  }

  /** Sixteen hexadecimal digits over every event and note so far; tracing leaves them as they are. */
  fingerprint(): string {
    return this.#fingerprint.digest();
  }

  /** Mixes a fact that no event shows into the fingerprint: a digest of decisions, a count of draws. */
  note(a: number, b: number): void {
    this.#fingerprint.note(a, b);
  }

  /** Only after `peekTime`, which brings the next living event to the top. */
  #handleNext(): void {
    const queue = this.#queue;
    const slot = queue.pop();
    const time = queue.poppedTime;
    const phase = Math.floor(queue.poppedKey / PHASE);
    const component = queue.componentOf(slot);
    const kind = queue.kindOf(slot);
    const a = queue.aOf(slot);
    const b = queue.bOf(slot);
    assert(time >= this.#now, () => `an event of ${time} leaves the queue at ${this.#now}`);
    this.#now = time;
    this.#eventCount += 1;
    this.#fingerprint.event(time, phase, component, kind, a, b);
    this.trace?.event(time, phase, this.#paths[component]!, kind, a, b);
    this.#handlers[component]!.handle(kind, a, b);
  }

  #rankOf(component: ComponentId, at: SimTime): number {
    return this.#tiePolicy === "adversarial"
      ? reversedRank(component)
      : permutedRank(component, this.#tieSeed, at);
  }

  #cannotSchedule(component: ComponentId, at: SimTime, phase: number, kind: number): SimulatorBug {
    const path = this.#paths[component] ?? `unknown component ${component}`;
    const event = `event ${kind} of ${path} at ${at}, phase ${phase}`;
    return new SimulatorBug(`${event}: not from now, ${this.#now}, or no whole time or phase 0..7`);
  }
}
