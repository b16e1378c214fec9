import { seededChance } from "../src/engine/choice.ts";

export interface Mm1Result {
  readonly served: number;
  /** Sum over all customers, microseconds. */
  readonly sojourn: number;
}

interface Event {
  readonly at: number;
  readonly sequence: number;
  readonly action: () => void;
}

/** A binary heap of objects with a closure each, ordered by time and sequence: the usual way. */
class ObjectHeap {
  readonly #events: Event[] = [];

  push(event: Event): void {
    const events = this.#events;
    let i = events.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(event, events[parent] as Event)) break;
      events[i] = events[parent] as Event;
      i = parent;
    }
    events[i] = event;
  }

  pop(): Event | undefined {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    if (last === undefined || events.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= events.length) break;
      const right = events[child + 1];
      if (right !== undefined && isBefore(right, events[child] as Event)) child++;
      if (!isBefore(events[child] as Event, last)) break;
      events[i] = events[child] as Event;
      i = child;
    }
    events[i] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

/** The same queue as `mm1OnTheEngine`, with the same luck, on closures. */
export function mm1OnClosures(customers: number): Mm1Result {
  const chance = seededChance(1);
  const arrivals = chance.stream("queue", "arrival");
  const services = chance.stream("queue", "service");
  const heap = new ObjectHeap();
  const waiting: number[] = [];
  let [now, sequence, arrived, served, sojourn, head] = [0, 0, 0, 0, 0, 0];
  const schedule = (micros: number, action: () => void): void => {
    heap.push({ at: now + Math.floor(micros), sequence: sequence++, action });
  };
  const serve = (): void => schedule(services.exponential(800), () => depart());
  const depart = (): void => {
    sojourn += now - (waiting[head++] as number);
    served++;
    if (head === waiting.length) head = waiting.length = 0;
    else serve();
  };
  const arrive = (): void => {
    waiting.push(now);
    if (waiting.length - head === 1) serve();
    if (++arrived < customers) schedule(arrivals.exponential(1_000), () => arrive());
  };
  schedule(arrivals.exponential(1_000), arrive);
  for (let event = heap.pop(); event !== undefined; event = heap.pop()) {
    now = event.at;
    event.action();
  }
  return { served, sojourn };
}
