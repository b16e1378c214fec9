import type { InputRow, Role } from "../../oracle/evidence.ts";
import { NOT_EXPECTED } from "../../oracle/expected-outputs.ts";
import { appendOf, UNSEEN } from "../../oracle/mark.ts";
import { owesRecord, owesResult } from "../../oracle/owed.ts";
import { BLOCK } from "../../oracle/record-flow.ts";
import type { WatchedRun } from "./watched-run.ts";

/** What became of one expected output. */
export type Outcome = "once" | "lost" | "wrong" | "pending";

/** Hears what became of every output that was expected, and how often it came again. */
export interface OutcomeListener {
  record(
    row: InputRow,
    partition: number,
    offset: number,
    outcome: Outcome,
    by: Role | undefined,
    extra: number,
  ): void;
  result(stage: number, ts: number, outcome: Outcome, by: Role | undefined, extra: number): void;
}

/** Goes through input and expected results as the oracle's comparison does. */
export function walkOutcomes(watched: WatchedRun, listener: OutcomeListener): void {
  if (watched.ledger.records.fanOut > 0) walkRecords(watched, listener);
  walkResults(watched, listener);
}

function walkRecords(watched: WatchedRun, listener: OutcomeListener): void {
  const { pipeline, ledger, expected, frontier, ear } = watched;
  const { input } = pipeline;
  const slots = ledger.records;
  const { fanOut } = slots;
  const values = new Float64Array(BLOCK * fanOut);
  const row = { id: 0, ts: 0, key: 0, value: 0 };
  for (let partition = 0; partition < input.partitions; partition++) {
    const count = input.count(partition);
    for (let offset = 0; offset < count; offset++) {
      const within = offset % BLOCK;
      if (within === 0) {
        expected.outputsOf(partition, offset, Math.min(count, offset + BLOCK), values);
      }
      input.readInto(partition, offset, row);
      for (let sub = 0; sub < fanOut; sub++) {
        const value = values[within * fanOut + sub]!;
        if (value === NOT_EXPECTED) continue;
        const place = offset * fanOut + sub;
        const mark = slots.mark(partition, place);
        if (mark === UNSEEN) {
          const outcome = owesRecord(frontier, partition, offset, sub) ? "lost" : "pending";
          listener.record(row, partition, offset, outcome, undefined, 0);
          continue;
        }
        const outcome = slots.value(partition, place) === value ? "once" : "wrong";
        const by = ledger.appends.author(appendOf(mark)).role;
        const extra = ear.repeats.ofRecord(partition, offset, sub);
        listener.record(row, partition, offset, outcome, by, extra);
      }
    }
  }
}

function walkResults(
  { ledger, expected, frontier, ear }: WatchedRun,
  listener: OutcomeListener,
): void {
  const wanted = expected.results;
  const seen = ledger.results;
  for (let row = 0; row < wanted.size; row++) {
    const [stage, key] = [wanted.stage(row), wanted.key(row)];
    const [start, end] = [wanted.start(row), wanted.end(row)];
    const at = seen.find(stage, key, start, end);
    if (at < 0) {
      const isKnown = end <= expected.frontier.resultsUpTo;
      const isLost = isKnown && owesResult(frontier, stage, key, start, end);
      listener.result(stage, end - 1, isLost ? "lost" : "pending", undefined, 0);
      continue;
    }
    const isAlike = seen.value(at) === wanted.value(row) && seen.count(at) === wanted.count(row);
    const by = ledger.appends.author(appendOf(seen.mark(at))).role;
    const extra = ear.repeats.ofResult(stage, key, start, end);
    listener.result(stage, end - 1, isAlike ? "once" : "wrong", by, extra);
  }
}
