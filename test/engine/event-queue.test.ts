import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventQueue } from "../../src/engine/event-queue.ts";
import { NO_EVENT } from "../../src/engine/pending-event.ts";

type Queue = Pick<
  EventQueue,
  "push" | "cancel" | "peekTime" | "first" | "removeFirst" | "refill" | "size"
>;

/** Push some from that time on, take back every nth push so far, or take some of the earliest out. */
type Action =
  | { readonly do: "push"; readonly count: number; readonly time: number; readonly every: number }
  | { readonly do: "cancel"; readonly nth: number }
  | { readonly do: "pop"; readonly count: number };

// So many at a time that a run goes from the ring to the heap and back, more than once.
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("push"),
      count: fc.nat(150),
      time: fc.nat(20),
      every: fc.nat(9),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel"), nth: fc.integer({ min: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pop"), count: fc.nat(250) }) },
);
const actions = fc.array(action, { maxLength: 20, size: "max" });

/** Neither distinct nor in the order of pushing. */
function orderOf(nth: number): number {
  return (nth * 7919) % 13;
}

interface Pending {
  readonly nth: number;
  readonly time: number;
}

/** What the queue should be: a plain sorted list. */
class SortedList {
  readonly pending: Pending[] = [];

  push(event: Pending): void {
    const at = this.pending.findIndex(
      ({ nth, time }) =>
        time > event.time || (time === event.time && orderOf(nth) > orderOf(event.nth)),
    );
    this.pending.splice(at < 0 ? this.pending.length : at, 0, event);
  }

  cancel(nth: number): boolean {
    const at = this.pending.findIndex((event) => event.nth === nth);
    if (at >= 0) this.pending.splice(at, 1);
    return at >= 0;
  }
}

/** Does the same to the queue and to the list; says at which point they disagree. */
class Comparison {
  readonly #queue: Queue;
  readonly #list = new SortedList();
  #pushed = 0;

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  do(one: Action): string | undefined {
    switch (one.do) {
      case "push":
        for (let i = 0; i < one.count; i++) this.#push((one.time + i * one.every) % 101);
        break;
      case "cancel":
        for (let nth = one.nth % 7; nth < this.#pushed; nth += 1 + (one.nth % 11)) {
          if (this.#queue.cancel(nth + 1) !== this.#list.cancel(nth)) return `cancel ${nth}`;
        }
        break;
      case "pop":
        for (let i = 0; i < one.count; i++) {
          const difference = this.#pop();
          if (difference !== undefined) return difference;
        }
    }
    const { length } = this.#list.pending;
    return this.#queue.size === length ? undefined : `size ${this.#queue.size}, not ${length}`;
  }

  #push(time: number): void {
    const nth = this.#pushed++;
    this.#queue.push(time, orderOf(nth), nth + 1, -nth, nth, nth / 2);
    this.#list.push({ nth, time });
  }

  #pop(): string | undefined {
    const expected = this.#list.pending.shift();
    if (this.#queue.peekTime() !== (expected?.time ?? -1)) return `peek ${expected?.time}`;
    if (expected === undefined) return undefined;
    const { time, head, a, b } = this.#queue.first;
    this.#queue.removeFirst();
    const { nth } = expected;
    const isSame = time === expected.time && -head === nth && a === nth && b === nth / 2;
    return isSame ? undefined : `${a} left before ${nth}`;
  }
}

function disagreement(queue: Queue, all: readonly Action[]): string | undefined {
  const comparison = new Comparison(queue);
  for (const one of all) {
    const difference = comparison.do(one);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isCaught(broken: () => Queue): boolean {
  const property = fc.property(actions, (all) => disagreement(broken(), all) === undefined);
  return fc.check(property).failed;
}

/** A thousand events of 101 instants, with the serials 1 to 1000. */
function thousandIn(queue: EventQueue): void {
  for (let i = 0; i < 1_000; i++) queue.push((i * 37) % 101, 0, i + 1, 0, i, 0);
}

/** Takes out the earliest `count` events; returns the `a` of each. */
function take(queue: EventQueue, count: number): number[] {
  const taken: number[] = [];
  for (let i = 0; i < count && queue.peekTime() >= 0; i++) {
    taken.push(queue.first.a);
    queue.removeFirst();
  }
  return taken;
}

describe("the event queue", () => {
  it("gives events by time, then by order, then as they came, less those taken back", () => {
    fc.assert(
      fc.property(actions, (all) => {
        expect(disagreement(new EventQueue(), all)).toBeUndefined();
      }),
    );
  });

  it("keeps that order when the earliest are taken back, and they are most", () => {
    const queue = new EventQueue();
    const times = Array.from({ length: 1_000 }, (_, i) => (i * 7_919) % 10_007);
    times.forEach((time, i) => {
      queue.push(time, 0, i + 1, 0, time, 0);
    });
    const isKept = (time: number): boolean => time > 7_000 || time % 5 === 0;
    times.forEach((time, i) => {
      if (!isKept(time)) queue.cancel(i + 1);
    });
    const kept = times.filter(isKept).sort((a, b) => a - b);
    expect(queue.size).toBe(kept.length);
    expect(take(queue, 1_000)).toEqual(kept);
  });

  it.each([
    ["few", 0],
    ["many", 500],
  ])("gives back what was put in when %s are pending", (_, others) => {
    const queue = new EventQueue();
    const infinity = Number.POSITIVE_INFINITY;
    for (let i = 1; i <= others; i++) queue.push(2 ** 52, 0, i, 0, 0, 0);
    queue.push(2 ** 51, 2 ** 19 - 1, others + 1, -(2 ** 31), -1.5, infinity);
    expect(queue.peekTime()).toBe(2 ** 51);
    expect(queue.first).toMatchObject({ head: -(2 ** 31), a: -1.5, b: infinity });
  });

  it("takes back neither what has left nor what was taken back, though the place is used again", () => {
    const queue = new EventQueue();
    queue.push(1, 1, 1, 0, 0, 0);
    take(queue, 1);
    queue.push(1, 2, 2, 0, 0, 0);
    expect([1, 2, 2, NO_EVENT].map((ref) => queue.cancel(ref))).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(queue.size).toBe(0);
  });

  it.each([
    ["few", 10],
    ["many", 500],
  ])("takes back what was put in long ago when %s are pending", (_, others) => {
    const queue = new EventQueue();
    for (let i = 1; i <= others; i++) queue.push(2 ** 52, 0, i, 0, 0, 0);
    const passing = Array.from({ length: 20_000 }, (_, i) => others + 1 + i);
    const taken = passing.flatMap((i) => {
      queue.push(i, 0, i, 0, i, 0);
      return take(queue, 1);
    });
    expect(taken).toEqual(passing);
    const all = Array.from({ length: 20_000 }, (_, i) => i);
    expect(all.filter((ref) => queue.cancel(ref))).toEqual(all.slice(1, others + 1));
    expect(queue.size).toBe(0);
  });

  it("tells an old event from a new one when many are pending", () => {
    const queue = new EventQueue();
    const old = [1, 2, 3];
    const young = Array.from({ length: 500 }, (_, i) => 2 ** 16 + i);
    for (const serial of old) queue.push(9, 0, serial, 0, 0, 0);
    for (const serial of young) queue.push(5, 0, serial, 0, 0, 0);
    expect([...young, ...old].every((ref) => queue.cancel(ref))).toBe(true);
    expect(queue.size).toBe(0);
  });

  it("takes an event in before one that was looked at already", () => {
    const queue = new EventQueue();
    thousandIn(queue);
    expect(queue.peekTime()).toBe(0);
    queue.push(0, 0, 1_001, 0, 7_777, 0);
    expect(take(queue, 11).slice(9)).toEqual([909, 7_777]);
  });
});

describe("the comparison with a sorted list", () => {
  it("catches a queue that forgets orders, or that an event was taken back", () => {
    const byTimeAlone = (): Queue => {
      const queue = new EventQueue();
      const push: Queue["push"] = (time, _order, ...rest) => queue.push(time, 0, ...rest);
      return changed(queue, { push });
    };
    expect(isCaught(() => new EventQueue())).toBe(false);
    expect(isCaught(byTimeAlone)).toBe(true);
    expect(isCaught(() => changed(new EventQueue(), { cancel: () => true }))).toBe(true);
  });

  it("catches a queue that sees no further than its ring", () => {
    const withoutHeap = (): Queue => {
      const queue = new EventQueue();
      return changed(queue, { peekTime: () => queue.first.time });
    };
    expect(isCaught(withoutHeap)).toBe(true);
  });
});

function changed(queue: EventQueue, change: Partial<Queue>): Queue {
  return {
    push: (...event) => queue.push(...event),
    cancel: (ref) => queue.cancel(ref),
    peekTime: () => queue.peekTime(),
    refill: () => queue.refill(),
    removeFirst: () => queue.removeFirst(),
    get first() {
      return queue.first;
    },
    get size() {
      return queue.size;
    },
    ...change,
  };
}
