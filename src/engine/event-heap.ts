import { assert } from "./assert.ts";
import type { SimTime } from "./clock.ts";
import { type EventRef, NO_EVENT, type PendingEvent } from "./pending-event.ts";

const SLOTS_MAX = 2 ** 21;
const SERIALS_MAX = 2 ** 32;
const COMPACT_FROM = 64;
const CAPACITY = 256;
/** How many events ago one may have been scheduled to be found at once, for each place in the heap. */
const RECENT = 8;

// A row of the side table. The serial is `NO_EVENT` in a free row and where an event was taken back.
const ROW = 4;
const HEAD = 1;
const A = 2;
const B = 3;

/**
 * Many pending events: a 4-ary heap in typed arrays, ordered by (time, order, serial). What an event
 * carries lies in a row of a side table, so the heap moves 20 bytes an event and nothing is
 * allocated. A cancelled event stays in the heap, dead, until it surfaces or the dead outnumber the
 * living.
 */
export class EventHeap {
  #times = new Float64Array(CAPACITY);
  /** Order and serial in one number. */
  #keys = new Float64Array(CAPACITY);
  /** The row of each. */
  #slots = new Uint32Array(CAPACITY);
  #size = 0;
  #dead = 0;

  #rows = new Float64Array(CAPACITY * ROW);
  #free = new Uint32Array(CAPACITY);
  #freeCount = 0;
  #slotCount = 0;

  /** The row of each of the last events scheduled, by the lower bits of their serial. */
  #recent = new Uint32Array(CAPACITY * RECENT);
  #latest = 0;

  /** How many events are pending; cancelled ones do not count. */
  get size(): number {
    return this.#size - this.#dead;
  }

  push(time: SimTime, order: number, serial: number, head: number, a: number, b: number): void {
    const slot = this.#freeCount > 0 ? this.#free[--this.#freeCount]! : this.#newSlot();
    if (this.#size === this.#times.length) this.#grow();
    this.#fill(slot, serial, head, a, b);
    this.#siftUp(this.#size++, time, keyOf(order, serial), slot);
  }

  /** Removes the earliest event, which is alive, and adds another. */
  replaceFirst(
    time: SimTime,
    order: number,
    serial: number,
    head: number,
    a: number,
    b: number,
  ): void {
    const slot = this.#slots[0]!;
    this.#fill(slot, serial, head, a, b);
    this.#siftDown(0, time, keyOf(order, serial), slot);
  }

  /** Takes the event back; false if it has left, was cancelled before, or never was. */
  cancel(ref: EventRef): boolean {
    const slot = this.#slotOf(ref);
    if (slot < 0) return false;
    this.#rows[slot * ROW] = NO_EVENT;
    this.#dead += 1;
    if (this.#dead > COMPACT_FROM && this.#dead * 2 > this.#size) this.#compact();
    return true;
  }

  /** Shows the earliest event, all but its name; false if no more than `few` are left. */
  showFirst(on: PendingEvent, few: number): boolean {
    if (this.#dead > 0) this.#dropDead();
    if (this.#size <= few) return false;
    const row = this.#slots[0]! * ROW;
    const rows = this.#rows;
    on.head = rows[row + HEAD]! | 0;
    setNumbers(on, this.#times[0]!, rows[row + A]!, rows[row + B]!);
    return true;
  }

  /** Removes the earliest event, which is alive. */
  removeFirst(): void {
    this.#rows[this.#slots[0]! * ROW] = NO_EVENT;
    this.#dropFirst();
  }

  /** Moves the earliest event out; false if there is none. */
  moveFirst(into: PendingEvent): boolean {
    if (!this.showFirst(into, 0)) return false;
    into.order = Math.floor(this.#keys[0]! / SERIALS_MAX);
    into.serial = Math.floor(this.#rows[this.#slots[0]! * ROW]!);
    this.removeFirst();
    return true;
  }

  #fill(slot: number, serial: number, head: number, a: number, b: number): void {
    const row = slot * ROW;
    const rows = this.#rows;
    rows[row] = serial;
    rows[row + HEAD] = head;
    rows[row + A] = a;
    rows[row + B] = b;
    if (serial > this.#latest) this.#latest = serial;
    this.#note(serial, slot);
  }

  #note(serial: number, slot: number): void {
    const recent = this.#recent;
    if (this.#latest - serial < recent.length) recent[serial & (recent.length - 1)] = slot;
  }

  /** −1 if no such event is pending. Looks through all for an event from long ago. */
  #slotOf(ref: EventRef): number {
    if (ref === NO_EVENT) return -1;
    const recent = this.#recent;
    if (this.#latest - ref < recent.length) {
      const slot = recent[ref & (recent.length - 1)]!;
      return this.#rows[slot * ROW] === ref ? slot : -1;
    }
    for (let slot = 0; slot < this.#slotCount; slot++) {
      if (this.#rows[slot * ROW] === ref) return slot;
    }
    return -1;
  }

  #siftUp(from: number, time: SimTime, key: number, slot: number): void {
    const times = this.#times;
    const keys = this.#keys;
    const slots = this.#slots;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && keys[parent]! < key)) break;
      times[i] = parentTime;
      keys[i] = keys[parent]!;
      slots[i] = slots[parent]!;
      i = parent;
    }
    times[i] = time;
    keys[i] = key;
    slots[i] = slot;
  }

  #siftDown(from: number, time: SimTime, key: number, slot: number): void {
    const times = this.#times;
    const keys = this.#keys;
    const slots = this.#slots;
    const size = this.#size;
    let i = from;
    for (;;) {
      const first = 4 * i + 1;
      if (first >= size) break;
      const end = first + 4 < size ? first + 4 : size;
      let least = first;
      let leastTime = times[first]!;
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child]!;
        if (childTime < leastTime || (childTime === leastTime && keys[child]! < keys[least]!)) {
          least = child;
          leastTime = childTime;
        }
      }
      if (time < leastTime || (time === leastTime && key < keys[least]!)) break;
      times[i] = leastTime;
      keys[i] = keys[least]!;
      slots[i] = slots[least]!;
      i = least;
    }
    times[i] = time;
    keys[i] = key;
    slots[i] = slot;
  }

  #dropFirst(): void {
    this.#free[this.#freeCount++] = this.#slots[0]!;
    const last = --this.#size;
    if (last > 0) this.#siftDown(0, this.#times[last]!, this.#keys[last]!, this.#slots[last]!);
  }

  #dropDead(): void {
    while (this.#size > 0 && this.#rows[this.#slots[0]! * ROW] === NO_EVENT) {
      this.#dead -= 1;
      this.#dropFirst();
    }
  }

  /** Rebuilds the heap from the living. */
  #compact(): void {
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const slot = this.#slots[i]!;
      if (this.#rows[slot * ROW] === NO_EVENT) {
        this.#free[this.#freeCount++] = slot;
      } else {
        this.#times[kept] = this.#times[i]!;
        this.#keys[kept] = this.#keys[i]!;
        this.#slots[kept] = slot;
        kept += 1;
      }
    }
    this.#size = kept;
    this.#dead = 0;
    for (let i = (kept - 2) >> 2; i >= 0; i--) {
      this.#siftDown(i, this.#times[i]!, this.#keys[i]!, this.#slots[i]!);
    }
  }

  #newSlot(): number {
    const slot = this.#slotCount++;
    assert(slot < SLOTS_MAX, "more than 2^21 events are pending");
    return slot;
  }

  /** There are never more rows in use than places in the heap. */
  #grow(): void {
    this.#times = grown(this.#times, Float64Array);
    this.#keys = grown(this.#keys, Float64Array);
    this.#slots = grown(this.#slots, Uint32Array);
    this.#rows = grown(this.#rows, Float64Array);
    this.#free = grown(this.#free, Uint32Array);
    this.#recent = new Uint32Array(this.#times.length * RECENT);
    for (const slot of this.#slots.subarray(0, this.#size))
      this.#note(this.#rows[slot * ROW]!, slot);
  }
}

/** A copy of the column with twice its length. */
function grown<T extends Float64Array | Uint32Array>(
  column: T,
  make: new (length: number) => T,
): T {
  const wider = new make(column.length * 2);
  wider.set(column);
  return wider;
}

function keyOf(order: number, serial: number): number {
  assert(serial < SERIALS_MAX, "more than 2^32 events in a run");
  return order * SERIALS_MAX + serial;
}

/** Integers of 32 bits are stored as such: V8 then keeps the field for small integers. */
function setNumbers(on: PendingEvent, time: SimTime, a: number, b: number): void {
  const wordOfTime = time | 0;
  const wordOfA = a | 0;
  const wordOfB = b | 0;
  if (wordOfTime === time && wordOfA === a && wordOfB === b) {
    on.time = wordOfTime;
    on.a = wordOfA;
    on.b = wordOfB;
  } else {
    on.time = time;
    on.a = a;
    on.b = b;
  }
}
