import { describe, expect, it } from "vitest";
import type { JobFlow } from "../../../src/oracle/evidence.ts";
import { IdSummer } from "../../../src/oracle/id-sum.ts";
import { judge } from "../../../src/oracle/judge.ts";
import { CUT, cleanOutputs, kinds, property, steadyInput, trialOf } from "../fixture.ts";

describe("conservation", () => {
  const sum = (...ids: readonly number[]): IdSummer => {
    const summer = new IdSummer();
    for (const id of ids) summer.add(id);
    return summer;
  };
  const flow: JobFlow = {
    role: "outgoing",
    attempt: 0,
    read: sum(1, 2, 3, 4, 5, 6),
    forked: sum(6),
    filtered: sum(1),
    late: sum(2),
    absorbed: sum(),
    gateDropped: sum(3),
    emitted: sum(4, 6, 6),
    inFlight: sum(5),
  };

  it("holds when each record went somewhere", () => {
    expect(judge(trialOf({ facts: { flows: [flow] } })).status).toBe("pass");
  });

  it("finds a job in which a record vanished, by count", () => {
    const verdict = judge(trialOf({ facts: { flows: [{ ...flow, inFlight: sum() }] } }));
    expect(kinds(verdict)).toEqual(["conservation"]);
  });

  it("finds one record taken for another, by hash", () => {
    const verdict = judge(trialOf({ facts: { flows: [{ ...flow, inFlight: sum(4) }] } }));
    expect(property(verdict, "conservation").witnesses[0]?.detail).toMatchObject({
      in: 7,
      out: 7,
      sameIds: false,
    });
  });

  it("finds an output that was noted and then belonged to no class", () => {
    const verdict = judge(trialOf({ change: { input: steadyInput(59) } }));
    expect(kinds(verdict)).toEqual(["conservation"]);
    expect(property(verdict, "conservation").witnesses[0]?.detail).toMatchObject({
      what: "distinct outputs",
      in: 120,
      out: 118,
    });
  });

  it("balances the input against what was filtered, forked or came from nowhere", () => {
    const stages = [
      { kind: "filter", name: "half", keepShare: 0.5 },
      { kind: "flat-map", name: "split", fanOut: 3 },
    ] as const;
    const shape = { keepsOrder: true, stages };
    const outputs = cleanOutputs(steadyInput(60), shape, CUT);
    outputs.push({ ...outputs[0]!, windowStart: 3 });
    const verdict = judge(trialOf({ shape, outputs }));
    expect(kinds(verdict)).toEqual(["phantom"]);
    expect(property(verdict, "conservation")).toMatchObject({ status: "pass", checked: 2 });
  });
});
