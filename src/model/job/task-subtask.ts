import type { Element } from "../operator/element.ts";
import type { Chain } from "./chain.ts";
import { Subtask } from "./subtask.ts";
import type { TaskPlan } from "./topology.ts";

const NEVER = Number.POSITIVE_INFINITY;

export type TaskSubtaskOptions = ConstructorParameters<typeof Subtask>[0] & {
  readonly plan: TaskPlan;
  readonly subtask: number;
  readonly element: Element;
  readonly chain: Chain;
};

/** A subtask with its chain of operators: what the source task and the tasks behind a shuffle share. */
export abstract class TaskSubtask extends Subtask {
  readonly plan: TaskPlan;
  readonly subtask: number;
  readonly chain: Chain;
  protected readonly element: Element;
  #open = false;

  constructor(options: TaskSubtaskOptions) {
    super(options);
    this.plan = options.plan;
    this.subtask = options.subtask;
    this.chain = options.chain;
    this.element = options.element;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Initialised: state restored, transactions recovered, gate opened. Work begins at `at`. */
  open(at: number): void {
    this.#open = true;
    this.clock = Math.max(this.clock, at);
    this.instant = this.clock;
    this.settle();
  }

  override settle(): void {
    if (this.#open) super.settle();
  }

  override catchUp(to: number): void {
    if (this.#open) super.catchUp(to);
  }

  override vanish(): void {
    this.#open = false;
    super.vanish();
  }

  /** Now, as the operators see it: the instant at which the thread acts. */
  get actsAt(): number {
    return this.instant;
  }

  /** The elements' input has visible effects (barriers, credits) from here on at the earliest. */
  protected inputVisibleFrom(): number {
    return NEVER;
  }

  /** Lower bound of the instant at which `count` records have been worked through. */
  protected worksThrough(count: number): number {
    return this.clock + count * this.plan.costMicros;
  }

  protected elementsVisibleFrom(nextElementAt: number): number {
    return Math.min(
      this.inputVisibleFrom(),
      this.#outputVisibleFrom(nextElementAt),
      this.chain.actsFrom(Math.min(nextElementAt, Math.max(this.nextTimer, this.clock))),
    );
  }

  // A buffer leaves when the flusher ticks or when it is full, and arrives a channel latency later.
  #outputVisibleFrom(nextElementAt: number): number {
    const out = this.out;
    if (out === undefined) return NEVER;
    // A thread that is busy past its tick acts when it is free.
    const tick = Math.max(this.nextEffectiveTick(nextElementAt), this.clock);
    const first = Math.min(nextElementAt, tick);
    if (first === NEVER) return NEVER;
    const flush = out.flushFor(first);
    const full = this.plan.amplifies ? first : this.worksThrough(out.room);
    // One before it arrives, so that it arrives before anything works in that instant.
    return Math.min(flush, Math.max(full, first) + out.leastLatency - 1);
  }

  /** The next tick that can put something into the output. */
  protected nextEffectiveTick(_nextElementAt: number): number {
    return this.nextTick();
  }

  /** Where a run of records has to pause: the limit, a buffer that must leave before, or a timer. */
  protected stopAt(limit: number): number {
    const out = this.out;
    const until = out !== undefined && out.nextAction < limit ? out.nextAction : limit;
    return this.chain.timers === undefined ? until : Math.min(until, this.nextTimer);
  }

  /** When the operators' processing-time timers fire next, if the thread is free. */
  protected get nextTimer(): number {
    return this.chain.timers?.next ?? NEVER;
  }

  protected mustPause(limit: number): boolean {
    const out = this.out;
    return (
      this.haltReason !== undefined ||
      (out !== undefined && (out.isBackPressured || out.nextAction < limit)) ||
      (this.chain.timers !== undefined && this.nextTimer < limit)
    );
  }

  protected horizonMoved(): void {
    this.creditNoted();
  }
}
