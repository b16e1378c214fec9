import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import {
  cleanRecords,
  cleanResults,
  kinds,
  type Output,
  property,
  steadyInput,
  trialOf,
  tumbling,
} from "../fixture.ts";

describe("no silence", () => {
  /** Everything that arrived between the two instants becomes visible at the second. */
  const held = (from: number, to: number, keys: readonly number[]): Output[] =>
    cleanRecords().map((o) =>
      keys.includes(o.key) && o.visibleAt > from && o.visibleAt < to ? { ...o, visibleAt: to } : o,
    );

  it("finds a pause in which a record waited", () => {
    const limits = { silenceMicros: 50_000 };
    const outputs = held(200_000, 300_000, [0, 1, 2, 3]);
    const verdict = judge(trialOf({ outputs, change: { limits } }));
    expect(kinds(verdict)).toEqual(["silence"]);
    expect(judge(trialOf({ change: { limits } })).status).toBe("pass");
  });

  it("finds the silence of one key while others speak", () => {
    const outputs = held(200_000, 300_000, [3]);
    const overall = { silenceMicros: 50_000 };
    expect(judge(trialOf({ outputs, change: { limits: overall } })).status).toBe("pass");
    const perKey = { keySilenceMicros: 50_000 };
    const verdict = judge(trialOf({ outputs, change: { limits: perKey } }));
    expect(kinds(verdict)).toEqual(["silence"]);
    expect(property(verdict, "no-silence").witnesses[0]).toMatchObject({ key: 3 });
  });

  it("does not call it a silence when nothing had arrived", () => {
    const limits = { silenceMicros: 20_000, keySilenceMicros: 20_000 };
    const sparse = steadyInput(3);
    expect(judge(trialOf({ input: sparse, change: { limits } })).status).toBe("pass");
  });

  it("counts the pause at the end while a record is pending", () => {
    const outputs = cleanRecords().filter((o) => o.ts < 1_590);
    const frontier = { offsets: [59, 59], resultsUpTo: 1_590 };
    const limits = { silenceMicros: 50_000 };
    expect(kinds(judge(trialOf({ outputs, change: { frontier, limits } })))).toEqual(["silence"]);
  });

  it("says the longest pause and the distance to the limit, the smaller of the two", () => {
    const limits = { silenceMicros: 200_000, keySilenceMicros: 150_000 };
    const outputs = held(200_000, 300_000, [0, 1, 2, 3]);
    const result = property(judge(trialOf({ outputs, change: { limits } })), "no-silence");
    // The record of 200 ms is the first to wait.
    expect(result.counts).toEqual({ longestMicros: 100_000, longestOfKeyMicros: 100_000 });
    expect(result.margin).toEqual({ value: 50_000, unit: "us", against: "key-silence" });
    const overall = { silenceMicros: 200_000 };
    const one = property(judge(trialOf({ outputs, change: { limits: overall } })), "no-silence");
    expect(one.margin).toEqual({ value: 100_000, unit: "us", against: "silence" });
  });

  it("leaves lost records to the gap check", () => {
    const outputs = cleanRecords().filter((o) => o.key !== 3);
    const limits = { silenceMicros: 50_000, keySilenceMicros: 50_000 };
    expect(kinds(judge(trialOf({ outputs, change: { limits } })))).toEqual(["gap"]);
  });

  it("counts every pause between results, and knows no keys there", () => {
    const limits = { silenceMicros: 150_000, keySilenceMicros: 1 };
    expect(judge(trialOf({ shape: tumbling, change: { limits } })).status).toBe("pass");
    const outputs = cleanResults().map((o) => {
      const isHeld = o.visibleAt > 350_000 && o.visibleAt < 600_000;
      return isHeld ? { ...o, visibleAt: 600_000 } : o;
    });
    const verdict = judge(trialOf({ shape: tumbling, outputs, change: { limits } }));
    expect(kinds(verdict)).toEqual(["silence"]);
    expect(property(verdict, "no-silence").failures).toBe(1);
  });
});
