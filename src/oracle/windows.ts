import type { StageFunctions } from "./evidence.ts";
import { ResultTable } from "./result-table.ts";
import type { StageShape, WindowShape } from "./stage-shape.ts";

export type TakeResult = (
  key: number,
  start: number,
  end: number,
  value: number,
  count: number,
) => void;

/** A record, or a result on its way; its `count` is how many records went into it. */
export interface Entry {
  key: number;
  ts: number;
  value: number;
  count: number;
}

/** What a stage collects until it makes its results. */
export interface WindowStore {
  /** Of the entry nothing is kept, so that one can serve for all. */
  add(entry: Entry): void;
  /** Hands every result over, once. */
  drain(take: TakeResult): void;
}

/** Where tumbling and sliding windows collect; may be where the results go, to save the room. */
export interface Place {
  readonly table: ResultTable;
  readonly stage: number;
}

/** The store of a stage that makes results; undefined for the others. */
export function openWindows(
  stage: StageShape,
  functions: StageFunctions,
  place: Place = { table: new ResultTable(), stage: 0 },
): WindowStore | undefined {
  if (stage.kind === "process" && stage.timerMillis > 0) {
    const panes = { size: stage.timerMillis, slide: stage.timerMillis, offset: 0 };
    return new PaneStore(place, panes, functions, stage.name);
  }
  if (stage.kind !== "window") return undefined;
  const { assigner } = stage;
  if (assigner.type === "session") return new SessionStore(assigner.gapMillis, functions);
  const { sizeMillis: size, offsetMillis: offset } = assigner;
  const slide = assigner.type === "sliding" ? assigner.slideMillis : size;
  return new PaneStore(place, { size, slide, offset }, functions, undefined);
}

/**
 * The starts of the tumbling or sliding windows that hold `ts`, latest first; none for sessions.
 */
export function windowStarts(assigner: WindowShape["assigner"], ts: number): readonly number[] {
  if (assigner.type === "session") return [];
  const slide = assigner.type === "sliding" ? assigner.slideMillis : assigner.sizeMillis;
  const starts: number[] = [];
  for (
    let start = lastStart(ts, slide, assigner.offsetMillis);
    start > ts - assigner.sizeMillis;
    start -= slide
  ) {
    starts.push(start);
  }
  return starts;
}

/** TimeWindow.getWindowStartWithOffset. */
function lastStart(ts: number, slide: number, offset: number): number {
  return Math.floor((ts - offset) / slide) * slide + offset;
}

interface Panes {
  readonly size: number;
  readonly slide: number;
  readonly offset: number;
}

/** Tumbling and sliding windows, and the periods of timers. */
class PaneStore implements WindowStore {
  readonly #table: ResultTable;
  readonly #stage: number;
  readonly #size: number;
  readonly #slide: number;
  readonly #offset: number;
  readonly #functions: StageFunctions;
  /** The process function whose timers these are. */
  readonly #timer: string | undefined;

  constructor(
    { table, stage }: Place,
    { size, slide, offset }: Panes,
    functions: StageFunctions,
    timer: string | undefined,
  ) {
    this.#table = table;
    this.#stage = stage;
    this.#size = size;
    this.#slide = slide;
    this.#offset = offset;
    this.#functions = functions;
    this.#timer = timer;
  }

  add(entry: Entry): void {
    const { key, ts } = entry;
    const table = this.#table;
    const [size, slide] = [this.#size, this.#slide];
    for (let start = lastStart(ts, slide, this.#offset); start > ts - size; start -= slide) {
      const row = table.rowOf(table.window(this.#stage, start, start + size), key);
      if (this.#timer !== undefined) continue;
      const digest = this.#functions.windowAdd(table.value(row), entry.value);
      table.setPayload(row, digest, table.count(row) + entry.count);
    }
  }

  drain(take: TakeResult): void {
    const table = this.#table;
    const size = table.size;
    for (let row = 0; row < size; row++) {
      if (table.stage(row) !== this.#stage) continue;
      const key = table.key(row);
      const start = table.start(row);
      if (this.#timer === undefined) {
        take(key, start, table.end(row), table.value(row), table.count(row));
      } else {
        const value = this.#functions.timerValue(this.#timer, key, start);
        take(key, start, table.end(row), value, 1);
      }
    }
  }
}

interface Session {
  start: number;
  end: number;
  value: number;
  count: number;
}

/** MergingWindowSet: windows that meet, even at one end, become one (TimeWindow.intersects). */
class SessionStore implements WindowStore {
  readonly #gap: number;
  readonly #functions: StageFunctions;
  /** Per key, ascending, apart from each other. */
  readonly #sessions = new Map<number, Session[]>();

  constructor(gap: number, functions: StageFunctions) {
    this.#gap = gap;
    this.#functions = functions;
  }

  add({ key, ts, value, count }: Entry): void {
    let sessions = this.#sessions.get(key);
    if (sessions === undefined) {
      sessions = [];
      this.#sessions.set(key, sessions);
    }
    const digest = this.#functions.windowAdd(0, value);
    const added: Session = { start: ts, end: ts + this.#gap, value: digest, count };
    let from = sessions.length;
    while (from > 0 && sessions[from - 1]!.end >= added.start) from--;
    let to = from;
    for (; to < sessions.length && sessions[to]!.start <= added.end; to++) {
      const met = sessions[to]!;
      added.start = Math.min(added.start, met.start);
      added.end = Math.max(added.end, met.end);
      added.value = this.#functions.windowMerge(added.value, met.value);
      added.count += met.count;
    }
    sessions.splice(from, to - from, added);
  }

  drain(take: TakeResult): void {
    for (const [key, sessions] of this.#sessions) {
      for (const { start, end, value, count } of sessions) take(key, start, end, value, count);
    }
  }
}
