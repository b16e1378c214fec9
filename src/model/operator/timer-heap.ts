import type { EventTime } from "../event-time.ts";

/** Something with a time that a heap can hold; `position` belongs to the heap (0 = in none). */
export interface Timed {
  readonly time: EventTime;
  position: number;
}

/**
 * Flink's `HeapPriorityQueue`: a binary heap from index 1 that compares times only, so entries of
 * equal time come out in heap order, which is deterministic but nothing to rely on.
 */
export class TimerHeap<T extends Timed> {
  readonly #heap: (T | undefined)[] = [undefined];

  get size(): number {
    return this.#heap.length - 1;
  }

  peek(): T | undefined {
    return this.#heap[1];
  }

  add(entry: T): void {
    this.#heap.push(entry);
    entry.position = this.size;
    this.#up(this.size);
  }

  /** Takes an entry out; does nothing when it is in no heap. */
  remove(entry: T): void {
    const at = entry.position;
    if (at === 0) return;
    entry.position = 0;
    const last = this.#heap.pop()!;
    if (last === entry) return;
    this.#put(last, at);
    this.#down(at);
    if (this.#heap[at] === last) this.#up(at);
  }

  /** In heap order. */
  entries(): readonly T[] {
    return this.#heap.slice(1) as T[];
  }

  #put(entry: T, at: number): void {
    this.#heap[at] = entry;
    entry.position = at;
  }

  #up(from: number): void {
    const heap = this.#heap;
    const entry = heap[from]!;
    let at = from;
    for (let parent = at >>> 1; parent > 0; parent >>>= 1) {
      const above = heap[parent]!;
      if (entry.time >= above.time) break;
      this.#put(above, at);
      at = parent;
    }
    this.#put(entry, at);
  }

  #down(from: number): void {
    const entry = this.#heap[from]!;
    let at = from;
    for (let child = this.#lesserChild(at); child > 0; child = this.#lesserChild(at)) {
      const below = this.#heap[child]!;
      if (below.time >= entry.time) break;
      this.#put(below, at);
      at = child;
    }
    this.#put(entry, at);
  }

  #lesserChild(at: number): number {
    const first = at * 2;
    if (first > this.size) return 0;
    if (first === this.size) return first;
    return this.#heap[first + 1]!.time < this.#heap[first]!.time ? first + 1 : first;
  }
}
