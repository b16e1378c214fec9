import { assert, SimulatorBug, unreachable } from "./assert.ts";
import { FOREVER, type SimTime } from "./clock.ts";
import { EventQueue } from "./event-queue.ts";
import { Fingerprint } from "./fingerprint.ts";
import type { EventRef } from "./pending-event.ts";
import { COMPONENTS_MAX, permutedRank, reversedRank, type TiePolicy } from "./tie-policy.ts";
import type { TraceListener } from "./trace.ts";

export { type EventRef, NO_EVENT } from "./pending-event.ts";

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

/** The rank of a component that has another at each instant. */
const DRAWN = -1;
/** Before every instant and every count. */
const NEVER = -1;

// The head of an event: component (16 bits), phase (3), kind (13).
const COMPONENT_MASK = COMPONENTS_MAX - 1;
const PHASE_SHIFT = 16;
const KIND_SHIFT = 19;
const KIND_MASK = 2 ** 13 - 1;

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
  /** Per component: its place in ties, or `DRAWN`. */
  readonly #ranks: number[] = [];
  #now: SimTime = 0;
  /** Events scheduled so far. */
  #serial = 0;
  #eventCount = 0;
  /** The last instant of the run under way; `NEVER` as soon as it is to return. */
  #until: SimTime = NEVER;
  /** The number of the event after which it is to return. */
  #lastEvent = NEVER;
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
    this.#ranks.push(this.#fixedRank(component));
    return component;
  }

  /**
   * Schedules an event of `component` at the instant `at`, not before now, in `phase` (0 to 7) and of
   * `kind` (0 to 8191). `a` and `b` are any numbers but NaN.
   */
  schedule(
    component: ComponentId,
    at: SimTime,
    phase: number,
    kind: number,
    a = 0,
    b = 0,
  ): EventRef {
    // An integer of 32 bits is an instant; V8 knows one when it sees it, so this costs next to nothing.
    const isInTime = at >= this.#now && ((at | 0) === at || isInstant(at));
    if (!isInTime || (phase & 7) !== phase || (kind & KIND_MASK) !== kind) {
      throw this.#cannotSchedule(component, at, phase, kind);
    }
    const fixedRank = this.#ranks[component]!;
    const rank = fixedRank >= 0 ? fixedRank : this.#drawnRank(component, at, phase, kind);
    const head = component | (phase << PHASE_SHIFT) | (kind << KIND_SHIFT);
    const serial = ++this.#serial;
    this.#queue.push(at, (phase << PHASE_SHIFT) | rank, serial, head, a, b);
    return serial;
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
    if (!(until >= this.#now)) throw this.#cannotRun(until);
    this.#until = this.#stopRequested || this.#stepBudget <= 0 ? NEVER : until;
    this.#lastEvent = this.#eventCount + this.#stepBudget;
    if (this.#lastEvent === Number.POSITIVE_INFINITY) this.#lastEvent = NEVER;
    while (this.#handleNext() || this.#queue.refill());
    if (this.#stopRequested) {
      this.#stopRequested = false;
      return "stopped";
    }
    const next = this.#queue.peekTime();
    if (next < 0) return "quiescence";
    if (next <= until) return "step-budget";
    this.#now = until;
    return "time";
  }

  /** Handles the next event; false if there is none. */
  step(): boolean {
    this.#until = FOREVER;
    this.#lastEvent = NEVER;
    return this.#handleNext() || (this.#queue.refill() && this.#handleNext());
  }

  /** Makes `run` return `stopped` once the event under way is handled; outside `run`, the next call. */
  stop(): void {
    this.#stopRequested = true;
    this.#until = NEVER;
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

  /** Handles the event that the queue shows; false if it shows none or it is not due. */
  #handleNext(): boolean {
    const { time, head, a, b } = this.#queue.first;
    if (time < 0 || time > this.#until) return false;
    if (time < this.#now) throw this.#isLate(time);
    this.#queue.removeFirst();
    this.#now = time;
    this.#eventCount += 1;
    if (this.#eventCount === this.#lastEvent) this.#until = NEVER;
    this.#fingerprint.event(time, head, a, b);
    if (this.trace !== undefined) this.#tell(this.trace, time, head, a, b);
    this.#handlers[head & COMPONENT_MASK]!.handle(head >>> KIND_SHIFT, a, b);
    return true;
  }

  #tell(trace: TraceListener, time: SimTime, head: number, a: number, b: number): void {
    const path = this.#paths[head & COMPONENT_MASK]!;
    trace.event(time, (head >>> PHASE_SHIFT) & 7, path, head >>> KIND_SHIFT, a, b);
  }

  #fixedRank(component: ComponentId): number {
    switch (this.#tiePolicy) {
      case "fifo":
        return component;
      case "adversarial":
        return reversedRank(component);
      case "permuted":
        return DRAWN;
      default:
        return unreachable(this.#tiePolicy);
    }
  }

  #drawnRank(component: ComponentId, at: SimTime, phase: number, kind: number): number {
    if (this.#ranks[component] !== DRAWN) throw this.#cannotSchedule(component, at, phase, kind);
    return permutedRank(component, this.#tieSeed, at);
  }

  #cannotSchedule(component: ComponentId, at: SimTime, phase: number, kind: number): SimulatorBug {
    const path = this.#paths[component] ?? `unknown component ${component}`;
    const event = `event ${kind} of ${path} at ${at}, phase ${phase}`;
    const now = `now is ${this.#now}`;
    return new SimulatorBug(`${event}: ${now}, times are whole, phases 0 to 7, kinds to 8191`);
  }

  #cannotRun(until: SimTime): SimulatorBug {
    return new SimulatorBug(`cannot run until ${until}, now is ${this.#now}`);
  }

  #isLate(time: SimTime): SimulatorBug {
    return new SimulatorBug(`an event of ${time} leaves at ${this.#now}`);
  }
}

function isInstant(at: number): boolean {
  return at <= FOREVER && Math.floor(at) === at;
}
