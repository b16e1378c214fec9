import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventQueue, type EventRef, NO_EVENT } from "../../src/engine/event-queue.ts";

type Queue = Pick<
  EventQueue,
  "push" | "cancel" | "peekTime" | "pop" | "poppedTime" | "poppedKey" | "aOf" | "size"
>;

/** Push at that time, take back the nth push so far, or take the earliest out. */
type Action =
  | { readonly do: "push"; readonly time: number }
  | { readonly do: "cancel"; readonly nth: number }
  | { readonly do: "pop" };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("push"), time: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel"), nth: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pop") }) },
);

/** A key for the nth push: distinct, and not in the order of pushing. */
function keyOf(nth: number): number {
  return (nth * 7919) % 100_003;
}

/**
 * Does the actions on the queue and on a plain sorted list; returns the first point at which they
 * disagree.
 */
function disagreement(queue: Queue, actions: readonly Action[]): string | undefined {
  const refs: EventRef[] = [];
  let pending: { readonly nth: number; readonly time: number; readonly key: number }[] = [];
  for (const one of actions) {
    if (one.do === "push") {
      const nth = refs.length;
      refs.push(queue.push(one.time, keyOf(nth), 0, 0, nth, 0));
      pending.push({ nth, time: one.time, key: keyOf(nth) });
    } else if (one.do === "cancel") {
      const isPending = pending.some(({ nth }) => nth === one.nth);
      if (queue.cancel(refs[one.nth] ?? NO_EVENT) !== isPending) return `cancel ${one.nth}`;
      pending = pending.filter(({ nth }) => nth !== one.nth);
    } else {
      pending.sort((a, b) => a.time - b.time || a.key - b.key);
      const first = pending.shift();
      if (queue.peekTime() !== (first?.time ?? -1)) return `peek ${first?.time}`;
      if (first === undefined) continue;
      const nth = queue.aOf(queue.pop());
      if (nth !== first.nth) return `${nth} left before ${first.nth}`;
      if (queue.poppedTime !== first.time || queue.poppedKey !== first.key) return "popped order";
    }
    if (queue.size !== pending.length) return `size ${queue.size}, not ${pending.length}`;
  }
  return undefined;
}

function isCaught(broken: () => Queue): boolean {
  const property = fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
    expect(disagreement(broken(), actions)).toBeUndefined();
  });
  return fc.check(property, { numRuns: 300 }).failed;
}

describe("the event queue", () => {
  it("gives events by time, then by key, less those that were taken back", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 400 }), (actions) => {
        expect(disagreement(new EventQueue(), actions)).toBeUndefined();
      }),
    );
  });

  it("keeps that order when it grows and when the dead outnumber the living", () => {
    const queue = new EventQueue();
    const refs = Array.from({ length: 3_000 }, (_, i) => queue.push((i * 37) % 101, i, 0, 0, i, 0));
    refs.forEach((ref, i) => {
      if (i % 3 > 0) queue.cancel(ref);
    });
    expect(queue.size).toBe(1_000);
    const left: (readonly [number, number])[] = [];
    while (queue.peekTime() >= 0) {
      queue.pop();
      left.push([queue.poppedTime, queue.poppedKey]);
    }
    expect(left).toHaveLength(1_000);
    expect(left).toEqual(left.toSorted(([a, i], [b, j]) => a - b || i - j));
  });

  it("gives back what was put in", () => {
    const queue = new EventQueue();
    queue.push(5, 1, 3, 2 ** 40, -1.5, Number.POSITIVE_INFINITY);
    queue.peekTime();
    const slot = queue.pop();
    expect([queue.componentOf(slot), queue.kindOf(slot)]).toEqual([3, 2 ** 40]);
    expect([queue.aOf(slot), queue.bOf(slot)]).toEqual([-1.5, Number.POSITIVE_INFINITY]);
  });

  it("takes back neither what has left nor what was taken back, though the slot is used again", () => {
    const queue = new EventQueue();
    const gone = queue.push(1, 1, 0, 0, 0, 0);
    queue.peekTime();
    queue.pop();
    const successor = queue.push(1, 2, 0, 0, 0, 0);
    expect(queue.cancel(gone)).toBe(false);
    expect(queue.cancel(successor)).toBe(true);
    expect(queue.cancel(successor)).toBe(false);
    expect(queue.cancel(NO_EVENT)).toBe(false);
    expect(queue.size).toBe(0);
  });

  it("is seen to fail when it forgets keys, or forgets that an event was taken back", () => {
    const byTimeAlone = (): Queue => {
      const queue = new EventQueue();
      let pushed = 0;
      const push: Queue["push"] = (time, _key, ...rest) => queue.push(time, pushed++, ...rest);
      return withPush(queue, push, (ref) => queue.cancel(ref));
    };
    const keepingAll = (): Queue => {
      const queue = new EventQueue();
      return withPush(queue, queue.push.bind(queue), () => true);
    };
    expect(isCaught(() => new EventQueue())).toBe(false);
    expect(isCaught(byTimeAlone)).toBe(true);
    expect(isCaught(keepingAll)).toBe(true);
  });
});

function withPush(queue: EventQueue, push: Queue["push"], cancel: Queue["cancel"]): Queue {
  return {
    push,
    cancel,
    peekTime: () => queue.peekTime(),
    pop: () => queue.pop(),
    aOf: (slot) => queue.aOf(slot),
    get poppedTime() {
      return queue.poppedTime;
    },
    get poppedKey() {
      return queue.poppedKey;
    },
    get size() {
      return queue.size;
    },
  };
}
