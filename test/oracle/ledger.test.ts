import { describe, expect, it } from "vitest";
import { recordIdOf } from "../../src/oracle/evidence.ts";
import { judge } from "../../src/oracle/judge.ts";
import { Ledger } from "../../src/oracle/ledger.ts";
import {
  authorOf,
  batchOf,
  CUT,
  cleanOutputs,
  ledgerOf,
  mapOnly,
  property,
  steadyInput,
  trialOf,
  tumbling,
} from "./fixture.ts";

describe("the ledger", () => {
  it("does not care how the outputs are cut into batches", () => {
    const input = steadyInput(60);
    const outputs = cleanOutputs(input, mapOnly, CUT).map((o) => ({
      ...o,
      visibleAt: o.author.role === "outgoing" ? 500_000 : 700_000,
    }));
    const batch = batchOf(outputs);
    const whole = new Ledger(input, mapOnly);
    whole.add(batch, 0, 100, authorOf("outgoing"), 500_000);
    whole.add(batch, 100, 120, authorOf("incoming"), 700_000);
    const trial = trialOf({ outputs });
    expect(judge({ ...trial, ledger: whole })).toEqual(judge(trial));
    expect(whole.appends.count).toBe(2);
  });

  it("keeps the first 500 witnesses and counts them all", () => {
    const input = steadyInput(600);
    const verdict = judge(trialOf({ input, outputs: [] }));
    const gaps = property(verdict, "no-gap");
    expect([gaps.failures, gaps.witnesses.length]).toEqual([1_200, 500]);
  });

  it("keeps ids exact beyond 2^32", () => {
    const input = steadyInput(2);
    const outputs = cleanOutputs(input, mapOnly, CUT);
    expect(Math.max(...outputs.map((o) => o.id))).toBe(recordIdOf(1, 1));
    expect(ledgerOf(input, mapOnly, outputs).strays.count).toBe(0);
  });

  it("refuses a pipeline whose results fork: they could not be told apart", () => {
    const shape = {
      keepsOrder: true,
      stages: [
        { kind: "process", name: "p", timerMillis: 10 },
        { kind: "flat-map", name: "f", fanOut: 2 },
      ],
    } as const;
    expect(() => new Ledger(steadyInput(1), shape)).toThrow(/flat-map at stage 1/);
  });

  it("counts a result's way to the readers once, and knows the longest", () => {
    const outputs = cleanOutputs(steadyInput(60), tumbling, CUT);
    outputs[2] = { ...outputs[2]!, visibleAt: outputs[2]!.at + 3_000 };
    const ledger = ledgerOf(steadyInput(60), tumbling, [...outputs, outputs[0]!]);
    expect([ledger.timedResults, ledger.slowestResultMicros]).toEqual([24, 3_000]);
  });

  it("takes NaN for the sub-index of a record that no flat-map forked", () => {
    const outputs = cleanOutputs(steadyInput(60), mapOnly, CUT);
    const unforked = outputs.map((output) => ({ ...output, windowStart: Number.NaN }));
    expect(judge(trialOf({ outputs: unforked }))).toEqual(judge(trialOf({ outputs })));
  });
});
