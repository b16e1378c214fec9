import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import {
  cleanRecords,
  cleanResults,
  ENDED_AT,
  kinds,
  property,
  rowOf,
  trialOf,
  tumbling,
} from "../fixture.ts";

describe("visibility", () => {
  it("finds an output that readers saw too late, and says the margin", () => {
    const outputs = cleanRecords();
    const row = rowOf(outputs, 0, 59);
    const slow = { ...outputs[row]!, visibleAt: outputs[row]!.visibleAt + 500_000 };
    outputs[row] = slow;
    const limits = { visibleWithinMicros: 500_000 };
    const verdict = judge(trialOf({ outputs, change: { limits } }));
    expect(kinds(verdict)).toEqual(["visibility"]);
    const { margin } = property(verdict, "visible-in-time");
    expect(margin).toMatchObject({ value: -1_005, unit: "us" });
    expect(property(judge(trialOf()), "visible-in-time").margin?.value).toBe(498_995);
  });

  it("finds a pending record that has waited too long", () => {
    const outputs = cleanRecords().slice(1);
    const frontier = { offsets: [0, 60], resultsUpTo: 0 };
    const limits = { visibleWithinMicros: 500_000 };
    const verdict = judge(trialOf({ outputs, change: { frontier, limits } }));
    expect(kinds(verdict)).toEqual(["visibility"]);
    expect(property(verdict, "visible-in-time").witnesses[0]?.detail).toEqual({ waited: ENDED_AT });
  });

  it("measures a result from its append", () => {
    const outputs = cleanResults();
    outputs[2] = { ...outputs[2]!, visibleAt: outputs[2]!.at + 600_000 };
    const ledger = { resultsVisibleWithinMicros: 500_000 };
    const change = { limits: { visibleWithinMicros: 500_000 } };
    const verdict = judge(trialOf({ shape: tumbling, outputs, ledger, change }));
    expect(kinds(verdict)).toEqual(["visibility"]);
  });
});
