/** The filter of the failures: "out:lost p:2 ts:4..5 key:abc", and words that stand anywhere. */
import type { FailedRecord } from "../../explore/report-facts.ts";

type Test = (failure: FailedRecord, row: string) => boolean;

/** What can be asked of a failure besides its words. */
export interface QueryFacts {
  /** "lost", "duplicated"… */
  readonly outcome: (failure: FailedRecord) => string;
  readonly keyName: (failure: FailedRecord) => string;
  /** Event time in seconds from the origin. */
  readonly seconds: (failure: FailedRecord) => number | undefined;
}

/** Whether a failure, whose row has that text, is asked for; every term must hold. */
export function failureTest(query: string, facts: QueryFacts): Test {
  const tests = query
    .split(/\s+/)
    .filter((term) => term !== "")
    .map((term) => termTest(term, facts));
  return (failure, row) => tests.every((test) => test(failure, row));
}

function termTest(term: string, facts: QueryFacts): Test {
  const colon = term.indexOf(":");
  const value = term.slice(colon + 1).toLowerCase();
  switch (colon < 0 ? "" : term.slice(0, colon).toLowerCase()) {
    case "out":
      return (failure) =>
        facts.outcome(failure).startsWith(value) || failure.kind.startsWith(value);
    case "p":
      return ({ partition }) => isWithin(partition ?? undefined, value);
    case "key":
      return (failure) => facts.keyName(failure).toLowerCase().includes(value);
    case "ts":
      return (failure) => isWithin(facts.seconds(failure), value);
    default:
      return (_, row) => row.toLowerCase().includes(term.toLowerCase());
  }
}

/** A microsecond: what is written with six decimals, and computed, are the same. */
const NEAR = 1e-6;

/** "4..5", "4.." or "4". */
function isWithin(value: number | undefined, range: string): boolean {
  if (value === undefined) return false;
  const [from = "", to] = range.split("..");
  const low = from === "" ? Number.NEGATIVE_INFINITY : Number(from);
  if (to === undefined) return Math.floor(value) === Math.floor(low);
  const high = to === "" ? Number.POSITIVE_INFINITY : Number(to);
  return value >= low - NEAR && value <= high + NEAR;
}
