import { assert } from "../../engine/assert.ts";
import {
  type ComponentId,
  type EventHandler,
  type EventRef,
  NO_EVENT,
  type Simulation,
} from "../../engine/simulation.ts";
import type { TaskOutput } from "../network/task-output.ts";
import { WORK } from "../phases.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** Something the task thread has to do between two records: a timer, a checkpoint trigger, a notification. */
export type Mail = (instant: number) => void;

/** Why a subtask does not take elements. */
export type HaltReason = "request" | "stall" | "finished" | "failed";

/**
 * One parallel instance of a task: one thread that works through elements one by one.
 *
 * It is evaluated lazily. `catchUp(t)` finishes exactly the elements whose completion is at or
 * before t, each with the time and the knowledge it would have met one by one; the subtask wakes
 * only when an effect of its work could be seen by somebody else (`horizon`). In record mode it
 * wakes at every element: same outcomes, many more events.
 */
export abstract class Subtask implements EventHandler {
  readonly path: string;
  protected readonly simulation: Simulation;
  protected readonly out: TaskOutput | undefined;
  readonly #component: ComponentId;
  readonly #recordMode: boolean;
  #wake: EventRef = NO_EVENT;
  #wakeAt = NEVER;
  #halted: HaltReason | undefined;
  #working = false;
  readonly #mailbox: Mail[] = [];
  /** When the first of them came. */
  #mailSince = 0;
  /** Everything up to here is done; the thread is busy until then when it lies ahead. */
  protected clock: number;
  /** The instant at which the thread acts just now; what operators stamp their effects with. */
  protected instant: number;
  /** Another component watches every step: wake at each element. */
  eager = false;

  constructor(options: {
    readonly path: string;
    readonly simulation: Simulation;
    readonly component: ComponentId;
    readonly out: TaskOutput | undefined;
    readonly recordMode: boolean;
    readonly startedAt: number;
  }) {
    this.path = options.path;
    this.simulation = options.simulation;
    this.#component = options.component;
    this.out = options.out;
    this.#recordMode = options.recordMode;
    this.clock = options.startedAt;
    this.instant = options.startedAt;
  }

  /** When the next element would be finished, were nothing to come between; Infinity without one. */
  protected abstract nextElementAt(): number;
  /** Finishes elements up to and including `limit`, until there is none or the subtask halts. */
  protected abstract work(limit: number): void;
  /** The next thing the task thread does by the clock (watermark emit, timer); Infinity = none. */
  protected abstract nextTick(): number;
  protected abstract tick(): void;
  /** Lower bound of the next moment at which elements have an effect outside this subtask. */
  protected abstract elementsVisibleFrom(nextElementAt: number): number;

  /**
   * When the thread can do what it was asked for at `since`: it finishes the element first that it
   * had in hand by then. Elements are as good as instantaneous unless a subclass says more.
   */
  protected freeFor(_since: number): number {
    return this.clock;
  }

  get isHalted(): boolean {
    return this.#halted !== undefined || (this.out?.isBackPressured ?? false);
  }

  /** What the thread was told to do keeps it busy until then. */
  get busyUntil(): number {
    return this.clock;
  }

  get haltReason(): HaltReason | undefined {
    return this.#halted;
  }

  /** It wakes at each element instead of when somebody could see a difference. */
  protected get actsAtOnce(): boolean {
    return this.#recordMode || this.eager;
  }

  /** Work finished by `to` happens now, under the knowledge of now. */
  catchUp(to: number): void {
    if (this.#working || this.#halted === "failed") return;
    this.#working = true;
    while (this.#advance(to)) {}
    this.#working = false;
  }

  /** Catches up to now, lets `mail` act between two elements, and goes on. */
  execute(mail: Mail): void {
    const now = this.simulation.now;
    this.catchUp(now);
    if (this.isHalted || this.freeFor(now) > now || this.#mailbox.length > 0) {
      if (this.#mailbox.length === 0) this.#mailSince = now;
      this.#mailbox.push(mail);
    } else {
      this.#run(mail, now);
    }
    this.settle();
  }

  /** After anything from outside: do what is due and arrange for the next waking. */
  settle(): void {
    if (this.#halted === "failed") return;
    this.catchUp(this.simulation.now);
    this.#arrangeWake(this.#horizon());
  }

  handle(_kind: number): void {
    this.#wake = NO_EVENT;
    this.#wakeAt = NEVER;
    this.settle();
  }

  /** The thread blocks: a request to another system, a pause. Buffers still leave by timeout. */
  halt(reason: HaltReason): void {
    assert(this.#halted === undefined || reason === "failed", `${this.path} is already halted`);
    this.#halted = reason;
  }

  /** The thread goes on at `at` (now or later). */
  resume(at: number): void {
    this.#halted = undefined;
    this.clock = Math.max(this.clock, at);
    this.settle();
  }

  /** What the thread has waited for is there: `mail` acts now, although the thread is halted. */
  answered(mail: Mail): void {
    if (this.#halted === "failed") return;
    const now = this.simulation.now;
    this.catchUp(now);
    this.#run(mail, now);
    this.settle();
  }

  /** The thread does nothing for so long from now on: a pause of the garbage collector, a slow disk. */
  stall(micros: number): void {
    this.catchUp(this.simulation.now);
    this.clock = Math.max(this.clock, this.simulation.now) + micros;
    this.settle();
  }

  /** The thread is busy for so long, from the instant it acts in. */
  busyFor(micros: number): void {
    this.clock = Math.max(this.clock, this.instant) + micros;
  }

  /** The task is gone. */
  terminate(): void {
    this.vanish();
  }

  /** It wakes no more, and nothing is in its buffers; what comes in lies unread and gives no credit. */
  vanish(): void {
    this.#halted = "failed";
    this.#mailbox.length = 0;
    this.out?.close();
    this.#arrangeWake(NEVER);
  }

  // One step of the timeline up to `to`; false when nothing more is due.
  #advance(to: number): boolean {
    const out = this.out;
    const leave = out === undefined ? NEVER : out.nextAction;
    if (this.isHalted) return leave <= to && this.#letBuffersLeave(leave);
    if (this.#mailbox.length > 0) {
      const free = this.freeFor(this.#mailSince);
      if (free > to || leave < free) return leave <= to && this.#letBuffersLeave(leave);
      if (free > this.clock) {
        this.work(free);
        return true;
      }
      this.#run(this.#mailbox.shift() as Mail, Math.max(this.clock, this.instant));
      return true;
    }
    const tick = Math.max(this.nextTick(), this.clock);
    const element = this.nextElementAt();
    const first = Math.min(leave, tick);
    if (first > to && element > to) return false;
    if (element <= first) {
      this.work(Math.min(to, first));
    } else if (leave <= tick) {
      this.#letBuffersLeave(leave);
    } else {
      this.instant = tick;
      this.tick();
    }
    return true;
  }

  #letBuffersLeave(at: number): true {
    const out = this.out as TaskOutput;
    const held = out.isBackPressured;
    out.act(at);
    if (held && !out.isBackPressured) this.clock = Math.max(this.clock, at);
    return true;
  }

  #run(mail: Mail, at: number): void {
    this.instant = at;
    mail(at);
  }

  #horizon(): number {
    const out = this.out;
    const leave = out === undefined ? NEVER : out.nextAction;
    if (this.isHalted) return leave;
    if (this.#mailbox.length > 0) return Math.min(leave, this.freeFor(this.#mailSince));
    const element = this.nextElementAt();
    if (this.actsAtOnce) {
      return Math.min(leave, element, Math.max(this.nextTick(), this.clock));
    }
    return Math.min(leave, this.elementsVisibleFrom(element));
  }

  #arrangeWake(at: number): void {
    const when = Math.max(at, this.simulation.now);
    if (when === this.#wakeAt) return;
    if (this.#wake !== NO_EVENT) this.simulation.cancel(this.#wake);
    this.#wakeAt = at === NEVER ? NEVER : when;
    this.#wake = at === NEVER ? NO_EVENT : this.simulation.schedule(this.#component, when, WORK, 0);
  }

  /** A credit is on its way: the buffer that waits for it leaves in time. */
  creditNoted(): void {
    if (!this.#working) this.#arrangeWake(this.#horizon());
  }
}
