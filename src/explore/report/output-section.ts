import type { OutputSection } from "../report-charts.ts";
import type { ReportSpan } from "../report-facts.ts";
import type { WatchedRun } from "./watched-run.ts";

export function outputSection(watched: WatchedRun): OutputSection {
  const { outputs } = watched.ear;
  const { latency, overall, visible, startMicros, binMicros, first, last } = outputs;
  return {
    startMicros,
    binMicros,
    visible,
    latency: {
      p50: latency.map((counts) => counts.quantile(0.5)),
      p95: latency.map((counts) => counts.quantile(0.95)),
      p99: latency.map((counts) => counts.quantile(0.99)),
      max: latency.map((counts) => counts.max),
    },
    overall: {
      p50: overall.quantile(0.5),
      p95: overall.quantile(0.95),
      p99: overall.quantile(0.99),
      max: overall.max,
      outputs: overall.count,
    },
    longestSilence: longestSilence(watched),
    first,
    last,
  };
}

function longestSilence({ ledger, frame }: WatchedRun): ReportSpan | null {
  const { appends } = ledger;
  const { from, to } = frame.window;
  const instants = Array.from({ length: appends.count }, (_, append) => appends.visibleAt(append))
    .filter((at) => at >= from && at <= to)
    .sort((a, b) => a - b);
  let longest: ReportSpan | null = null;
  for (let i = 1; i < instants.length; i++) {
    const span = { from: instants[i - 1] as number, to: instants[i] as number };
    if (longest === null || span.to - span.from > longest.to - longest.from) longest = span;
  }
  return longest;
}
