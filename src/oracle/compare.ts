/**
 * The one pass over input, expectation and ledger that several checks read from. Every output
 * falls into one class: as expected, lost, pending, wrong, a phantom, or beyond what the
 * reference knows.
 */
import type { Comparison, ComparisonInput } from "./comparison.ts";
import { findDifferences } from "./differences.ts";
import { IdSummer } from "./id-sum.ts";
import { compareRecords } from "./record-comparison.ts";
import { compareResults } from "./result-comparison.ts";
import { compareTotals } from "./totals.ts";
import { type Projection, type Versions, WHOLE_OUTPUT } from "./versions.ts";
import { Witnesses } from "./witness.ts";

/** Compares what was seen with what should be; linear in the input and in the results. */
export function compare(
  given: ComparisonInput,
  versions?: Versions,
  projection: Projection = WHOLE_OUTPUT,
): Comparison {
  const differences = versions && findDifferences(given, versions);
  const totals = versions && compareTotals(given, versions, projection);
  const found = { ...emptyComparison(given.ledger.appends.count), differences, totals };
  if (given.ledger.records.fanOut > 0) compareRecords(given, found);
  compareResults(given, found);
  found.phantoms.addAll(given.ledger.strays);
  return found;
}

function emptyComparison(appends: number): Comparison {
  return {
    due: 0,
    pending: 0,
    unjudged: 0,
    compared: 0,
    superseded: 0,
    lost: new Witnesses(),
    wrong: new Witnesses(),
    phantoms: new Witnesses(),
    slow: new Witnesses(),
    timed: 0,
    slowestMicros: 0,
    earliest: new Float64Array(appends).fill(Number.POSITIVE_INFINITY),
    earliestPending: Number.POSITIVE_INFINITY,
    sums: {
      read: new IdSummer(),
      filtered: new IdSummer(),
      unknown: new IdSummer(),
      expected: new IdSummer(),
      seen: new IdSummer(),
      missing: new IdSummer(),
      waiting: new IdSummer(),
    },
    differences: undefined,
    totals: undefined,
  };
}
