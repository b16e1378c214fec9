import { appendOf, UNSEEN } from "../../oracle/mark.ts";
import type { JudgedRun } from "../run-ear.ts";
import { LatencyCounts } from "./latency-counts.ts";

/** Median time from event to reader over all outputs (µs, to within 1 %); null without an output. */
export function medianLatency(judged: JudgedRun): number | null {
  const counts = new LatencyCounts();
  ofRecords(judged, counts);
  ofResults(judged, counts);
  return counts.quantile(0.5);
}

function ofRecords({ pipeline, ledger, options }: JudgedRun, counts: LatencyCounts): void {
  const { input } = pipeline;
  const { records, appends } = ledger;
  if (records.fanOut === 0) return;
  const row = { id: 0, ts: 0, key: 0, value: 0, arrivalMicros: 0 };
  for (let partition = 0; partition < input.partitions; partition++) {
    const count = input.count(partition);
    for (let offset = 0; offset < count; offset++) {
      const mark = records.mark(partition, offset * records.fanOut);
      if (mark === UNSEEN) continue;
      input.readInto(partition, offset, row);
      counts.add(latency(row.ts, appends.visibleAt(appendOf(mark)), options.epochMillis));
    }
  }
}

function ofResults({ ledger, options }: JudgedRun, counts: LatencyCounts): void {
  const { results, appends } = ledger;
  for (let row = 0; row < results.size; row++) {
    const visibleAt = appends.visibleAt(appendOf(results.mark(row)));
    counts.add(latency(results.end(row) - 1, visibleAt, options.epochMillis));
  }
}

/** Negative ones, of events that are ahead of the clock, count as 0. */
function latency(ts: number, visibleAt: number, epochMillis: number): number {
  return Math.max(0, Math.round(visibleAt - (ts - epochMillis) * 1000));
}

/** The longest time without an output, between the first and the last of the run. */
export function silenceOf({ ledger }: JudgedRun): number | null {
  const { appends } = ledger;
  const instants = Array.from({ length: appends.count }, (_, append) => appends.visibleAt(append));
  instants.sort((a, b) => a - b);
  let longest: number | null = null;
  for (let i = 1; i < instants.length; i++) {
    longest = Math.max(longest ?? 0, (instants[i] as number) - (instants[i - 1] as number));
  }
  return longest;
}
