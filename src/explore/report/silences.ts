import type { ReportSpan } from "../report-facts.ts";
import type { WatchedRun } from "./watched-run.ts";

const SHOWN_MAX = 20;
/** Without `withIdleness` a partition counts as silent after this long, or ten times its usual gap. */
const SILENT_MICROS = 2_000_000;

/** Spans of the window in which nothing arrived in a partition, the longest ones; in order of time. */
export function silencesOf(watched: WatchedRun, partition: number): readonly ReportSpan[] {
  const { options, frame, pipeline } = watched;
  const { topic } = pipeline;
  const { from, to } = frame.window;
  const first = topic.endOffset(partition, from);
  const end = topic.endOffset(partition, to);
  const usual = (to - from) / Math.max(1, end - first);
  const { idlenessMicros } = options.outgoing.watermarks;
  const least = idlenessMicros > 0 ? idlenessMicros : Math.max(SILENT_MICROS, 10 * usual);
  const spans: ReportSpan[] = [];
  let last = from;
  for (let offset = first; offset <= end; offset++) {
    const at = offset === end ? to : topic.arrival(partition, offset);
    if (at - last > least) spans.push({ from: last, to: at });
    last = at;
  }
  const longest = spans.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, SHOWN_MAX);
  return longest.sort((a, b) => a.from - b.from);
}
