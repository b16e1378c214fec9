import type { Frontier } from "./evidence.ts";
import type { LateIds } from "./late-book.ts";
import type { Ledger } from "./ledger.ts";
import { UNSEEN } from "./mark.ts";
import type { ResultTable } from "./result-table.ts";

/** Entry of `values` for an output that the record should not have. */
export const NOT_EXPECTED: -1 = -1;

/**
 * What readers should see: by computing it (`straightLine`), or as one pipeline without faults
 * and without a hand-over put it out (`fromReferenceRun`). Where no record can be late both are
 * equal.
 */
export interface ExpectedOutputs {
  readonly basis: "straight-line" | "reference-run";
  /**
   * Fills in the digests of the outputs of offsets `from` … `to` − 1, at most a `BLOCK` of them, or
   * NOT_EXPECTED: for each record all its sub-indexes. Only where records reach the output.
   */
  outputsOf(partition: number, from: number, to: number, values: Float64Array): void;
  /** Digest and count of every result; marks have no meaning here. */
  readonly results: ResultTable;
  readonly late: LateIds;
  /** Beyond it the reference does not know: what is visible there is not judged. */
  readonly frontier: Frontier;
}

/**
 * The reference is what `ledger` saw of a fault-free run of one pipeline that read the same
 * input.
 */
export function fromReferenceRun(
  ledger: Ledger,
  late: LateIds,
  frontier: Frontier,
): ExpectedOutputs {
  const slots = ledger.records;
  return {
    basis: "reference-run",
    results: ledger.results,
    late,
    frontier,
    outputsOf: (partition, from, to, values) => {
      const first = from * slots.fanOut;
      for (let place = first; place < to * slots.fanOut; place++) {
        const isExpected = slots.mark(partition, place) !== UNSEEN;
        values[place - first] = isExpected ? slots.value(partition, place) : NOT_EXPECTED;
      }
    },
  };
}

/** Nothing lies beyond it. */
export function wholeInput(partitions: number): Frontier {
  return {
    offsets: new Array<number>(partitions).fill(Number.POSITIVE_INFINITY),
    resultsUpTo: Number.POSITIVE_INFINITY,
  };
}
