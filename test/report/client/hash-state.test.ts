import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatHash,
  type HashState,
  PLAIN,
  parseHash,
} from "../../../src/report/client/hash-state.ts";

const anyState: fc.Arbitrary<HashState> = fc.record({
  target: fc.constantFrom("", "timeline", "why/gap:p2·1048", "failure/duplicate:p0·1#2"),
  span: fc.option(
    fc
      .record({
        from: fc.integer({ min: -1e9, max: 1e9 }),
        width: fc.integer({ min: 1, max: 1e9 }),
      })
      .map(({ from, width }) => ({ from, to: from + width })),
    { nil: undefined },
  ),
  isLag: fc.boolean(),
  subtask: fc.constantFrom(
    undefined,
    { role: "outgoing" as const, subtask: 0 },
    { role: "incoming" as const, subtask: 127 },
  ),
  query: fc.string({ unit: "grapheme" }),
  live: fc.constantFrom({}, { "handover.deletion-delay": "5000000", "handover.protocol": "basic" }),
  hasLetterKeys: fc.boolean(),
});

describe("the state in a link", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(parseHash(formatHash(state))).toEqual(state);
      }),
    );
  });

  it("is an element alone where nothing else is set, so that it works without a script", () => {
    expect(formatHash({ ...PLAIN, target: "ledger" })).toBe("#ledger");
    expect(
      formatHash({ ...PLAIN, target: "timeline", span: { from: 4_200_000, to: 6_500_000 } }),
    ).toBe("#timeline?t=4.2..6.5");
  });

  it("is plain where a link makes no sense", () => {
    for (const hash of ["", "#?t=5..4", "#?t=a..b", "#?t=1", "#?view=sideways"]) {
      expect(parseHash(hash)).toEqual(PLAIN);
    }
    expect(parseHash("#%E0%A4%A").target).toBe("%E0%A4%A");
  });
});
