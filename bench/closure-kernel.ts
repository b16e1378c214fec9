interface Event {
  readonly at: number;
  readonly sequence: number;
  readonly action: () => void;
}

/**
 * A simulator in the usual way: a binary heap of objects, each with a closure, ordered by a function.
 * It has no total order over components, no cancellation, no fingerprint, no trace.
 */
export class ClosureSimulator {
  readonly #events: Event[] = [];
  readonly #compare: (a: Event, b: Event) => number;
  #now = 0;
  #sequence = 0;

  constructor(
    compare: (a: Event, b: Event) => number = (a, b) => a.at - b.at || a.sequence - b.sequence,
  ) {
    this.#compare = compare;
  }

  get now(): number {
    return this.#now;
  }

  schedule(delay: number, action: () => void): void {
    this.#push({ at: this.#now + delay, sequence: this.#sequence++, action });
  }

  run(): void {
    for (let event = this.#pop(); event !== undefined; event = this.#pop()) {
      this.#now = event.at;
      event.action();
    }
  }

  #push(event: Event): void {
    const events = this.#events;
    let i = events.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.#compare(event, events[parent] as Event) >= 0) break;
      events[i] = events[parent] as Event;
      i = parent;
    }
    events[i] = event;
  }

  #pop(): Event | undefined {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    if (last === undefined || events.length === 0) return first;
    let i = 0;
    for (let child = 1; child < events.length; child = 2 * i + 1) {
      const right = child + 1;
      const isRight =
        right < events.length && this.#compare(events[right] as Event, events[child] as Event) < 0;
      if (isRight) child = right;
      if (this.#compare(events[child] as Event, last) >= 0) break;
      events[i] = events[child] as Event;
      i = child;
    }
    events[i] = last;
    return first;
  }
}
