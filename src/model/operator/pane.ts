import type { EventTime } from "../event-time.ts";

const ABSENT = 0;
const PRESENT = 1;
const ARMED = 2;

/** One tumbling or sliding window over all keys of a subtask, in columns by the key's slot. */
export class Pane {
  start: EventTime = 0;
  end: EventTime = 0;
  digest: Uint32Array;
  count: Uint32Array;
  /** How many slots have content; they stand in `order`, by insertion. */
  size = 0;
  order: Int32Array;
  #state: Uint8Array;
  #armed = 0;

  constructor(capacity: number) {
    this.digest = new Uint32Array(capacity);
    this.count = new Uint32Array(capacity);
    this.order = new Int32Array(capacity);
    this.#state = new Uint8Array(capacity);
  }

  /** Some key's trigger has its timer at the end of the window. */
  get isArmed(): boolean {
    return this.#armed > 0;
  }

  armed(slot: number): boolean {
    return this.#state[slot] === ARMED;
  }

  arm(slot: number): void {
    if (this.#state[slot] === ARMED) return;
    this.#state[slot] = ARMED;
    this.#armed++;
  }

  disarmAll(): void {
    for (let i = 0; i < this.size; i++) this.#state[this.order[i]!] = PRESENT;
    this.#armed = 0;
  }

  /** Makes sure of an entry for `slot`, with digest 0 and count 0 when it is new. */
  touch(slot: number, capacity: number): void {
    if (slot >= this.count.length) this.#grow(capacity);
    if (this.#state[slot] !== ABSENT) return;
    this.#state[slot] = PRESENT;
    this.order[this.size++] = slot;
  }

  /** Empty again, for another window. */
  clear(): void {
    for (let i = 0; i < this.size; i++) {
      const slot = this.order[i]!;
      this.#state[slot] = ABSENT;
      this.digest[slot] = 0;
      this.count[slot] = 0;
    }
    this.size = 0;
    this.#armed = 0;
  }

  #grow(capacity: number): void {
    const { digest, count, order } = this;
    const state = this.#state;
    this.digest = new Uint32Array(capacity);
    this.count = new Uint32Array(capacity);
    this.order = new Int32Array(capacity);
    this.#state = new Uint8Array(capacity);
    this.digest.set(digest);
    this.count.set(count);
    this.order.set(order);
    this.#state.set(state);
  }
}
