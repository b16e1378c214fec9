/**
 * The trace of a run in Chrome's trace format, which Perfetto opens: a process for each job and for
 * the cluster, a thread for each subtask, arrows for messages.
 *
 * The first part of `where` is the process, the rest the thread. Three details mean something:
 * `durationMicros` makes a span that begins at `at`; `sends` names a message, and each later entry
 * that `receives` the same name gets an arrow from there.
 */
import type { TraceEntry } from "../engine/trace.ts";

/** One event of the format; times are microseconds. */
export interface ChromeEvent {
  readonly name: string;
  /** M names a process or thread, X is a span, i an instant, s and f are the ends of an arrow. */
  readonly ph: "M" | "X" | "i" | "s" | "f";
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number;
  /** Of an instant: that of its thread. Of an arrow's end: the span around it. */
  readonly s?: "t";
  readonly bp?: "e";
  readonly args?: Readonly<Record<string, string | number | boolean>>;
}

/** Processes in this order, whoever speaks first; others follow in order of appearance. */
const FIRST = ["outgoing", "incoming"];

/** Flink's highest parallelism. */
const SUBTASKS_MAX = 32_768;

/** `labels` says more of a process than its name: `{ outgoing: "Green" }`. */
export function chromeTrace(
  entries: Iterable<TraceEntry>,
  labels: Readonly<Record<string, string>> = {},
): readonly ChromeEvent[] {
  const tracks = new Tracks(labels);
  const arrows = new Arrows();
  const events: ChromeEvent[] = [];
  for (const entry of entries) {
    const track = tracks.of(entry.where);
    const { at: ts, what: name, detail = {} } = entry;
    const { durationMicros, sends, receives, ...args } = detail;
    const isEnd = sends !== undefined || receives !== undefined;
    const cat = entry.where.split("/")[0] ?? "";
    const common = { name, cat, ...track, ts, args: isEnd ? detail : args };
    // Arrows hold on to spans, so a message is one, if a short one.
    const dur = Number(durationMicros ?? 1);
    const isSpan = isEnd || durationMicros !== undefined;
    events.push(isSpan ? { ...common, ph: "X", dur } : { ...common, ph: "i", s: "t" });
    if (receives !== undefined) events.push(...arrows.received(String(receives), track, ts));
    if (sends !== undefined) arrows.sent(String(sends), track, ts);
  }
  return [...tracks.names(), ...events];
}

/** The file's text, an event a line. */
export function* chromeTraceText(events: Iterable<ChromeEvent>): Generator<string> {
  let separator = '{"displayTimeUnit":"ms","traceEvents":[\n';
  for (const event of events) {
    yield `${separator}${JSON.stringify(event)}`;
    separator = ",\n";
  }
  yield separator.startsWith("{") ? `${separator}]}\n` : "\n]}\n";
}

interface Track {
  readonly pid: number;
  readonly tid: number;
}

/** Numbers for processes and threads. */
class Tracks {
  readonly #labels: Readonly<Record<string, string>>;
  readonly #pids = new Map<string, number>(FIRST.map((process, i) => [process, i + 1]));
  readonly #threads = new Map<string, Track>();

  constructor(labels: Readonly<Record<string, string>>) {
    this.#labels = labels;
  }

  of(where: string): Track {
    const known = this.#threads.get(where);
    if (known !== undefined) return known;
    const process = processOf(where);
    const pid = this.#pids.get(process) ?? this.#pids.size + 1;
    this.#pids.set(process, pid);
    const track = { pid, tid: this.#threads.size + 1 };
    this.#threads.set(where, track);
    return track;
  }

  /** The events that name them; a process in which nothing happened is left out. */
  *names(): Generator<ChromeEvent> {
    const named = new Set<number>();
    for (const [where, { pid, tid }] of this.#threads) {
      const process = processOf(where);
      if (!named.has(pid)) {
        const label = this.#labels[process];
        const name = label === undefined ? process : `${process} (${label})`;
        yield { name: "process_name", ph: "M", pid, tid: 0, args: { name } };
        yield { name: "process_sort_index", ph: "M", pid, tid: 0, args: { sort_index: pid } };
      }
      named.add(pid);
      const name = where.slice(process.length + 1) || process;
      yield { name: "thread_name", ph: "M", pid, tid, args: { name } };
      const place = { sort_index: placeOf(name) };
      yield { name: "thread_sort_index", ph: "M", pid, tid, args: place };
    }
  }
}

/** Tasks in order of the graph, subtasks in order of their number, the job as a whole above them. */
function placeOf(thread: string): number {
  const [task = "", subtask = ""] = thread.split("/");
  const isSubtask = /^\d+$/.test(task) && /^\d+$/.test(subtask);
  return isSubtask ? 1 + Number(task) * SUBTASKS_MAX + Number(subtask) : 0;
}

function processOf(where: string): string {
  return where.split("/")[0] ?? "";
}

/** Messages under way. */
class Arrows {
  readonly #sent = new Map<string, { readonly track: Track; readonly ts: number }>();
  #count = 0;

  sent(message: string, track: Track, ts: number): void {
    this.#sent.set(message, { track, ts });
  }

  /** Both ends of the arrow; nothing for a message that nobody sent. */
  received(message: string, track: Track, ts: number): readonly ChromeEvent[] {
    const from = this.#sent.get(message);
    if (from === undefined) return [];
    const common = { name: message, cat: "message", id: ++this.#count };
    return [
      { ...common, ph: "s", ...from.track, ts: from.ts },
      { ...common, ph: "f", bp: "e", ...track, ts },
    ];
  }
}
