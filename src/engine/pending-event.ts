import type { SimTime } from "./clock.ts";

/** Names one scheduled event of a run: its serial number. Live until the event leaves. */
export type EventRef = number;

/** The reference that is never live. */
export const NO_EVENT: EventRef = 0;

const NO_TIME: SimTime = -1;

/**
 * One pending event, in a node of a ring that is used again for another when it has left. Numbers
 * start as small integers and, while all are, stay ones for V8: that is what makes them cheap.
 */
export class PendingEvent {
  /** Negative while the node is free: it holds no event. */
  time: SimTime = NO_TIME;
  /** Its place among the events of the same time; equal ones leave as they came. */
  order = 0;
  serial: EventRef = NO_EVENT;
  /** Component, phase and kind in 32 bits. */
  head = 0;
  a = 0;
  b = 0;

  earlier: PendingEvent = this;
  later: PendingEvent = this;

  free(): void {
    this.time = NO_TIME;
  }

  /** Leaves its neighbours and goes between `next` and the one before it. */
  moveBefore(next: PendingEvent): void {
    this.earlier.later = this.later;
    this.later.earlier = this.earlier;
    this.earlier = next.earlier;
    this.later = next;
    this.earlier.later = this;
    next.earlier = this;
  }
}
