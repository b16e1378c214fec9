import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import { authorOf, cleanRecords, kinds, property, trialOf } from "../fixture.ts";

describe("single writer", () => {
  it("finds the outgoing job writing a key behind the incoming one", () => {
    const outputs = cleanRecords();
    const row = outputs.length - 1;
    outputs[row] = { ...outputs[row]!, author: authorOf("outgoing") };
    const verdict = judge(trialOf({ outputs }));
    expect(kinds(verdict)).toEqual(["writer"]);
    expect(property(verdict, "single-writer").counts).toEqual({ zombies: 0, crossings: 1 });
    const unasked = judge(trialOf({ outputs, change: { properties: {} } }));
    expect(unasked.status).toBe("pass");
    expect(property(unasked, "single-writer").status).toBe("noted");
  });

  it("fails a zombie, asked for or not: attempt 0 writes behind attempt 1", () => {
    const outputs = cleanRecords();
    outputs[20] = { ...outputs[20]!, author: authorOf("outgoing", 1) };
    const verdict = judge(trialOf({ outputs, change: { properties: {} } }));
    expect(kinds(verdict)).toEqual(["writer"]);
    expect(property(verdict, "single-writer").counts["zombies"]).toBeGreaterThan(0);
  });
});
