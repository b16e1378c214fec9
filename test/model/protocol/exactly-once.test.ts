import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyHandover } from "../../support/any-hand-over.ts";
import { tryExactness } from "../../support/beyond-protocols.ts";
import { effort } from "../../support/effort.ts";
import { EXACT, hardHandovers } from "../../support/hard-hand-overs.ts";

const VARIANTS = [
  "acknowledged-watermark",
  "offset-cut",
  "checkpoint-cut",
  "stop-with-savepoint",
  "record-timestamp",
] as const;

/**
 * Exactly-once, whenever the rest allows it: sinks that commit with checkpoints and one for each job,
 * no transaction that the broker times out, a source that can be read again, aligned checkpoints, and
 * what `beyond` names. For cuts by timestamp also: nothing later than `lateness`, no idle channels,
 * and no state behind the gate.
 */
describe.each(VARIANTS)("%s", (variant) => {
  it("loses and repeats nothing, whatever fails, lags, comes late or is heard late", () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(anyHandover(variant), (options) => {
        const { inexact, beyond, outcome } = tryExactness(options);
        const is = beyond ?? outcome.facts.handover.outcome;
        outcomes.set(is, (outcomes.get(is) ?? 0) + 1);
        expect(beyond === undefined ? inexact : []).toEqual([]);
      }),
      effort(60),
    );
    expect(outcomes.get("handed-over")).toBeGreaterThan(5);
  });
});

const HARD = Object.entries(EXACT).flatMap(([protocol, options]) =>
  hardHandovers(options).map((hard) => ({ protocol, ...hard })),
);

describe("the hard hand-overs", () => {
  it.each(HARD)("$protocol: $name", ({ options }) => {
    const { inexact, outcome } = tryExactness(options);
    expect(inexact).toEqual([]);
    expect(outcome.verdict.status).not.toBe("fail");
  });
});
