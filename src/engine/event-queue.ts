import type { SimTime } from "./clock.ts";
import { EventHeap } from "./event-heap.ts";
import { type EventRef, PendingEvent } from "./pending-event.ts";

/** With more events than this, a heap is as fast as the ring or faster. */
const MANY = 100;
/** With so few left, the heap is given up for the ring. */
const FEW = 32;

/**
 * The pending events, ordered by (time, order, time of adding). Up to `MANY` lie in a ring of nodes:
 * from `#first` to `#last` in the order in which they will leave, then the free ones. To take the
 * earliest, or to add one before or after all others, moves nothing. More than that lie in a heap.
 */
export class EventQueue {
  readonly #ring = new PendingEvent();
  #nodes = 1;
  #first = this.#ring;
  #last = this.#ring;

  // While the heap is in use, `#first` is the stage, which shows the heap's earliest event or is free,
  // and `#last` is a ring of one that is full. Whoever finds nothing to take or no room to add goes on
  // to the heap, so that it costs nothing when there is none.
  #heap: EventHeap | undefined;
  readonly #stage = new PendingEvent();
  readonly #full = new PendingEvent();
  #isStaged = false;

  constructor() {
    this.#full.time = 0;
  }

  /** How many events are pending; cancelled ones do not count. */
  get size(): number {
    if (this.#last === this.#full) return this.#heap!.size - (this.#isTaken() ? 1 : 0);
    let size = 0;
    for (let node = this.#first; node.time >= 0; node = node.later) {
      size += 1;
      if (node === this.#last) break;
    }
    return size;
  }

  /** The earliest event or a free node: then `refill` knows whether there is another. */
  get first(): PendingEvent {
    return this.#first;
  }

  /** The time of the earliest event, or −1 if there is none. */
  peekTime(): SimTime {
    this.refill();
    return this.#first.time;
  }

  /** Has `first` hold the earliest event once more; false if it does already or there is none. */
  refill(): boolean {
    if (this.#last !== this.#full || this.#stage.time >= 0) return false;
    this.#clearStage();
    this.#isStaged = this.#heap!.showFirst(this.#stage, FEW);
    if (!this.#isStaged) this.#leaveHeap();
    return this.#first.time >= 0;
  }

  /** Removes the event that `first` holds. The node keeps its numbers until the next push. */
  removeFirst(): void {
    const first = this.#first;
    first.free();
    this.#first = first.later;
  }

  /** Adds an event. `serial`, by which to cancel it, is above 0 and that of all before. */
  push(time: SimTime, order: number, serial: number, head: number, a: number, b: number): void {
    const free = this.#last.later;
    if (free.time >= 0) {
      this.#pushBeyond(time, order, serial, head, a, b);
      return;
    }
    const event = this.#placeFor(time, order, free);
    event.time = time;
    event.order = order;
    event.serial = serial;
    event.head = head;
    event.a = a;
    event.b = b;
  }

  /** Takes the event back; false if it has left, was cancelled before, or never was. */
  cancel(ref: EventRef): boolean {
    if (this.#last === this.#full) {
      this.#clearStage();
      return this.#heap!.cancel(ref);
    }
    for (let node = this.#first; node.time >= 0; node = node.later) {
      if (node.serial === ref) {
        this.#remove(node);
        return true;
      }
      if (node === this.#last) break;
    }
    return false;
  }

  /** A node at the place of the event. In an empty ring, `#last` is free and before every time. */
  #placeFor(time: SimTime, order: number, free: PendingEvent): PendingEvent {
    const last = this.#last;
    if (last.time < time || (last.time === time && last.order <= order)) {
      this.#last = free;
      return free;
    }
    const first = this.#first;
    if (time < first.time || (time === first.time && order < first.order)) {
      this.#first = first.earlier;
      return this.#first;
    }
    this.#moveBetween(time, order, free);
    return free;
  }

  /** Looks for the place from the end that is nearer in time. */
  #moveBetween(time: SimTime, order: number, free: PendingEvent): void {
    if (time - this.#first.time < this.#last.time - time) {
      let next = this.#first.later;
      while (next.time < time || (next.time === time && next.order <= order)) next = next.later;
      free.moveBefore(next);
    } else {
      let last = this.#last.earlier;
      while (last.time > time || (last.time === time && last.order > order)) last = last.earlier;
      free.moveBefore(last.later);
    }
  }

  #remove(node: PendingEvent): void {
    node.free();
    if (node === this.#first) this.#first = node.later;
    else if (node === this.#last) this.#last = node.earlier;
    else node.moveBefore(this.#first);
  }

  #pushBeyond(
    time: SimTime,
    order: number,
    serial: number,
    head: number,
    a: number,
    b: number,
  ): void {
    if (this.#last !== this.#full) {
      if (this.#nodes < MANY) {
        this.#nodes += 1;
        new PendingEvent().moveBefore(this.#first);
        this.push(time, order, serial, head, a, b);
        return;
      }
      this.#leaveRing();
    }
    const heap = this.#heap!;
    if (this.#isTaken()) {
      this.#isStaged = false;
      heap.replaceFirst(time, order, serial, head, a, b);
    } else {
      this.#clearStage();
      heap.push(time, order, serial, head, a, b);
    }
  }

  /** Whether the heap still has to hear that its earliest event was removed. */
  #isTaken(): boolean {
    return this.#isStaged && this.#stage.time < 0;
  }

  #clearStage(): void {
    if (this.#isTaken()) this.#heap!.removeFirst();
    this.#isStaged = false;
    this.#stage.free();
  }

  #leaveRing(): void {
    this.#heap ??= new EventHeap();
    for (let node = this.#first; node.time >= 0; node = node.later) {
      const { time, order, serial, head, a, b } = node;
      this.#heap.push(time, order, serial, head, a, b);
      node.free();
    }
    this.#first = this.#stage;
    this.#last = this.#full;
  }

  #leaveHeap(): void {
    this.#first = this.#ring;
    this.#last = this.#ring.earlier;
    while (this.#heap!.moveFirst(this.#last.later)) this.#last = this.#last.later;
  }
}
