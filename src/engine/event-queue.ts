import { assert } from "./assert.ts";
import type { SimTime } from "./clock.ts";

/** Names one scheduled event: its slot and the generation of that slot. Valid until it leaves. */
export type EventRef = number;

/** The reference that is never live. */
export const NO_EVENT: EventRef = 0;

const SLOTS_MAX = 2 ** 21;
const GENERATIONS_MAX = 2 ** 32 - 1;
const CANCELLED = 0xffff_ffff;
const COMPACT_FROM = 64;

/**
 * The pending events: a 4-ary heap in typed arrays, ordered by (time, key), of which no two are equal.
 * What an event carries lies in a slot of a side table, so the heap moves 20 bytes an event and
 * nothing is allocated. A cancelled event stays in the heap, dead, until it surfaces or the dead
 * outnumber the living.
 */
export class EventQueue {
  // The heap. While `#hole` the root has left and its place is free for the next push.
  #times = new Float64Array(256);
  #keys = new Float64Array(256);
  #slots = new Uint32Array(256);
  #size = 0;
  #hole = false;
  #dead = 0;

  // The slots.
  #components = new Uint32Array(256);
  #kinds = new Float64Array(256);
  #as = new Float64Array(256);
  #bs = new Float64Array(256);
  #generations = new Uint32Array(256).fill(1);
  #free = new Uint32Array(256);
  #freeCount = 0;
  #slotCount = 0;

  /** Time and key of the event that `pop` gave last. */
  #poppedTime: SimTime = 0;
  #poppedKey = 0;

  /** How many events are pending; cancelled ones do not count. */
  get size(): number {
    return this.#size - this.#dead - (this.#hole ? 1 : 0);
  }

  /** Adds an event; `key` must differ from that of every pending event of the same time. */
  push(
    time: SimTime,
    key: number,
    component: number,
    kind: number,
    a: number,
    b: number,
  ): EventRef {
    const slot = this.#freeCount > 0 ? this.#free[--this.#freeCount]! : this.#newSlot();
    this.#components[slot] = component;
    this.#kinds[slot] = kind;
    this.#as[slot] = a;
    this.#bs[slot] = b;
    if (this.#hole) {
      this.#hole = false;
      this.#siftDown(0, time, key, slot);
    } else {
      if (this.#size === this.#times.length) {
        this.#growHeap();
      }
      this.#siftUp(this.#size++, time, key, slot);
    }
    return this.#generations[slot]! * SLOTS_MAX + slot;
  }

  /** Takes the event back; false if it has left, was cancelled before, or never was. */
  cancel(ref: EventRef): boolean {
    const slot = ref % SLOTS_MAX;
    if (ref === NO_EVENT || this.#generations[slot] !== Math.floor(ref / SLOTS_MAX)) {
      return false;
    }
    this.#generations[slot]! += 1;
    this.#components[slot] = CANCELLED;
    this.#dead += 1;
    if (this.#dead > COMPACT_FROM && this.#dead * 2 > this.#size) {
      this.#compact();
    }
    return true;
  }

  /** The time of the earliest event, or −1 if there is none. */
  peekTime(): SimTime {
    if (this.#hole) {
      this.#closeHole();
    }
    if (this.#dead > 0) {
      this.#dropDead();
    }
    return this.#size === 0 ? -1 : this.#times[0]!;
  }

  /**
   * Removes the earliest event and returns its slot, to be read with the accessors below until the
   * next push. The queue must not be empty, as `peekTime` just told.
   */
  pop(): number {
    const slot = this.#slots[0]!;
    this.#poppedTime = this.#times[0]!;
    this.#poppedKey = this.#keys[0]!;
    this.#hole = true;
    this.#generations[slot]! += 1;
    this.#release(slot);
    return slot;
  }

  get poppedTime(): SimTime {
    return this.#poppedTime;
  }

  get poppedKey(): number {
    return this.#poppedKey;
  }

  componentOf(slot: number): number {
    return this.#components[slot]!;
  }

  kindOf(slot: number): number {
    return this.#kinds[slot]!;
  }

  aOf(slot: number): number {
    return this.#as[slot]!;
  }

  bOf(slot: number): number {
    return this.#bs[slot]!;
  }

  #siftUp(from: number, time: SimTime, key: number, slot: number): void {
    const times = this.#times;
    const keys = this.#keys;
    const slots = this.#slots;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && keys[parent]! < key)) {
        break;
      }
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
      if (first >= size) {
        break;
      }
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
      if (time < leastTime || (time === leastTime && key < keys[least]!)) {
        break;
      }
      times[i] = leastTime;
      keys[i] = keys[least]!;
      slots[i] = slots[least]!;
      i = least;
    }
    times[i] = time;
    keys[i] = key;
    slots[i] = slot;
  }

  #closeHole(): void {
    this.#hole = false;
    const last = --this.#size;
    if (last > 0) {
      this.#siftDown(0, this.#times[last]!, this.#keys[last]!, this.#slots[last]!);
    }
  }

  #dropDead(): void {
    while (this.#size > 0 && this.#components[this.#slots[0]!] === CANCELLED) {
      this.#dead -= 1;
      this.#release(this.#slots[0]!);
      this.#closeHole();
    }
  }

  /** Rebuilds the heap from the living. */
  #compact(): void {
    if (this.#hole) {
      this.#closeHole();
    }
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const slot = this.#slots[i]!;
      if (this.#components[slot] === CANCELLED) {
        this.#release(slot);
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

  /** A slot whose generations are used up retires: its old references must stay stale. */
  #release(slot: number): void {
    if (this.#generations[slot]! < GENERATIONS_MAX) {
      this.#free[this.#freeCount++] = slot;
    }
  }

  #newSlot(): number {
    const slot = this.#slotCount++;
    assert(slot < SLOTS_MAX, `more than ${SLOTS_MAX} events are pending`);
    if (slot === this.#components.length) {
      this.#growSlots();
    }
    return slot;
  }

  #growHeap(): void {
    this.#times = grown(this.#times, Float64Array);
    this.#keys = grown(this.#keys, Float64Array);
    this.#slots = grown(this.#slots, Uint32Array);
  }

  #growSlots(): void {
    this.#components = grown(this.#components, Uint32Array);
    this.#kinds = grown(this.#kinds, Float64Array);
    this.#as = grown(this.#as, Float64Array);
    this.#bs = grown(this.#bs, Float64Array);
    this.#free = grown(this.#free, Uint32Array);
    const used = this.#generations.length;
    this.#generations = grown(this.#generations, Uint32Array);
    this.#generations.fill(1, used);
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
