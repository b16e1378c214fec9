import { type EventTime, saturatingAdd } from "../event-time.ts";
import type { Element } from "./element.ts";
import type { WindowRow } from "./keyed-state.ts";
import { type Timed, TimerHeap } from "./timer-heap.ts";
import type { FireWindow, WindowFunctions, WindowStore } from "./window-store.ts";

interface Session {
  readonly key: number;
  readonly start: EventTime;
  readonly end: EventTime;
  digest: number;
  count: number;
  /** The trigger's timer at end − 1; the cleanup timer too when no lateness is allowed. */
  fires: SessionTimer | undefined;
  cleansUp: SessionTimer | undefined;
}

interface SessionTimer extends Timed {
  readonly session: Session;
}

/**
 * Session windows (Flink: `MergingWindowSet` with `EventTimeSessionWindows`): windows that overlap
 * or touch become one; whether a record is late is asked of the merged window (W17).
 */
export class SessionStore implements WindowStore {
  readonly #element: Element;
  readonly #functions: WindowFunctions;
  readonly #fire: FireWindow;
  readonly #gap: number;
  readonly #lateness: number;
  /** Per key, apart from each other. */
  readonly #sessions = new Map<number, Session[]>();
  readonly #timers = new TimerHeap<SessionTimer>();

  constructor(options: {
    readonly element: Element;
    readonly functions: WindowFunctions;
    readonly fire: FireWindow;
    readonly gapMillis: number;
    readonly allowedLatenessMillis: number;
  }) {
    this.#element = options.element;
    this.#functions = options.functions;
    this.#fire = options.fire;
    this.#gap = options.gapMillis;
    this.#lateness = options.allowedLatenessMillis;
  }

  add(watermark: EventTime): boolean {
    const { ts, key, value, count } = this.#element;
    const session = this.#sessionFor(key, ts, ts + this.#gap);
    if (this.#cleanupTime(session.end) <= watermark) return false;
    if (session.cleansUp === undefined) this.#keep(session);
    session.digest = this.#functions.windowAdd(session.digest, value);
    session.count += count;
    const isOpen = session.end - 1 > watermark;
    if (isOpen) this.#arm(session);
    if (!isOpen) this.#emit(session);
    return true;
  }

  advance(watermark: EventTime): void {
    for (;;) {
      const timer = this.#timers.peek();
      if (timer === undefined || timer.time > watermark) return;
      this.#timers.remove(timer);
      const session = timer.session;
      if (timer === session.fires) {
        session.fires = undefined;
        this.#emit(session);
      }
      if (timer === session.cleansUp) this.#drop(session);
    }
  }

  get next(): EventTime {
    return this.#timers.peek()?.time ?? Number.POSITIVE_INFINITY;
  }

  rows(): WindowRow[] {
    const rows: WindowRow[] = [];
    for (const sessions of this.#sessions.values()) {
      for (const { key, start, end, digest, count, fires } of sessions) {
        rows.push({ key, start, end, digest, count, armed: fires !== undefined });
      }
    }
    return rows;
  }

  restore(row: WindowRow): void {
    const session = newSession(row.key, row.start, row.end);
    session.digest = row.digest;
    session.count = row.count;
    this.#keep(session);
    if (row.armed) this.#arm(session);
  }

  // The session that the new window becomes part of; a merged or new one is kept by the caller.
  #sessionFor(key: number, from: EventTime, to: EventTime): Session {
    const met = (this.#sessions.get(key) ?? []).filter((s) => s.start <= to && from <= s.end);
    const start = met.reduce((least, s) => Math.min(least, s.start), from);
    const end = met.reduce((most, s) => Math.max(most, s.end), to);
    const [only] = met;
    if (met.length === 1 && only?.start === start && only.end === end) return only;
    const merged = newSession(key, start, end);
    for (const session of met) {
      merged.digest = this.#functions.windowMerge(merged.digest, session.digest);
      merged.count += session.count;
      this.#drop(session);
    }
    return merged;
  }

  #keep(session: Session): void {
    const sessions = this.#sessions.get(session.key);
    if (sessions === undefined) this.#sessions.set(session.key, [session]);
    else sessions.push(session);
    session.cleansUp = this.#timer(session, this.#cleanupTime(session.end));
  }

  #arm(session: Session): void {
    if (session.fires !== undefined) return;
    const cleanup = session.cleansUp;
    const time = session.end - 1;
    session.fires = cleanup?.time === time ? cleanup : this.#timer(session, time);
  }

  #drop(session: Session): void {
    if (session.fires !== undefined) this.#timers.remove(session.fires);
    if (session.cleansUp !== undefined) this.#timers.remove(session.cleansUp);
    const sessions = this.#sessions.get(session.key)!;
    sessions.splice(sessions.indexOf(session), 1);
    if (sessions.length === 0) this.#sessions.delete(session.key);
  }

  #timer(session: Session, time: EventTime): SessionTimer {
    const timer: SessionTimer = { session, time, position: 0 };
    this.#timers.add(timer);
    return timer;
  }

  #emit({ key, start, end, digest, count }: Session): void {
    this.#fire(key, start, end, digest, count);
  }

  #cleanupTime(end: EventTime): EventTime {
    return saturatingAdd(end - 1, this.#lateness);
  }
}

function newSession(key: number, start: EventTime, end: EventTime): Session {
  return { key, start, end, digest: 0, count: 0, fires: undefined, cleansUp: undefined };
}
