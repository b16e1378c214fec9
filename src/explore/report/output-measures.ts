import { appendOf, UNSEEN } from "../../oracle/mark.ts";
import type { JudgedRun } from "../run-ear.ts";

/** Median time from event to reader over all outputs (µs); null without an output. */
export function medianLatency(judged: JudgedRun): number | null {
  const latencies = [ofRecords(judged), ofResults(judged)];
  const all = new Float64Array(latencies.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const some of latencies) {
    all.set(some, at);
    at += some.length;
  }
  if (all.length === 0) return null;
  return all.sort((a, b) => a - b)[Math.ceil(all.length / 2) - 1] ?? null;
}

function ofRecords({ pipeline, ledger, options }: JudgedRun): readonly number[] {
  const { input } = pipeline;
  const { records, appends } = ledger;
  const found: number[] = [];
  if (records.fanOut === 0) return found;
  const row = { id: 0, ts: 0, key: 0, value: 0 };
  for (let partition = 0; partition < input.partitions; partition++) {
    const count = input.count(partition);
    for (let offset = 0; offset < count; offset++) {
      const mark = records.mark(partition, offset * records.fanOut);
      if (mark === UNSEEN) continue;
      input.readInto(partition, offset, row);
      found.push(latency(row.ts, appends.visibleAt(appendOf(mark)), options.epochMillis));
    }
  }
  return found;
}

function ofResults({ ledger, options }: JudgedRun): readonly number[] {
  const { results, appends } = ledger;
  return Array.from({ length: results.size }, (_, row) => {
    const visibleAt = appends.visibleAt(appendOf(results.mark(row)));
    return latency(results.end(row) - 1, visibleAt, options.epochMillis);
  });
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
