import type { TraceEntry } from "../../engine/trace.ts";
import type { RunLog, RunLogEntry } from "../report-model.ts";
import type { WatchedRun } from "./watched-run.ts";

const SHOWN_MAX = 500;

/** What the hand-over is about comes first when there is no room for all. */
const RANKS: Readonly<Record<string, number>> = {
  transition: 0,
  stored: 0,
  "job-status": 0,
  crossed: 1,
  "gate-write": 1,
  "checkpoint-failed": 1,
  "commit-refused": 1,
  "send-refused": 1,
  "informer-handler-failed": 1,
  watched: 2,
  listed: 2,
  "gate-opened": 2,
  "checkpoint-completed": 3,
};

/** In order of time; what cannot be shown is counted. */
export function runLog({ trace, frame }: WatchedRun): RunLog {
  const { entries } = trace;
  const { from, to } = frame.window;
  const rank = ({ at, what, where }: TraceEntry): number => {
    const own = where === "faults" ? 0 : (RANKS[what] ?? 4);
    return at >= from && at <= to ? own : own + 10;
  };
  const indexes = entries.map((_, i) => i);
  const chosen =
    entries.length <= SHOWN_MAX
      ? indexes
      : indexes.sort((a, b) => rank(entries[a]!) - rank(entries[b]!) || a - b).slice(0, SHOWN_MAX);
  const ordered = chosen.sort((a, b) => entries[a]!.at - entries[b]!.at || a - b);
  return { total: entries.length, shown: ordered.map((i) => entryOf(entries[i]!)) };
}

function entryOf({ at, where, what, detail }: TraceEntry): RunLogEntry {
  const { sends: _, receives: __, ...rest } = detail ?? {};
  return { at, where, what, detail: rest };
}
