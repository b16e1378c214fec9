import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import {
  cleanRecords,
  cleanResults,
  kinds,
  property,
  rowOf,
  trialOf,
  tumbling,
} from "../fixture.ts";

describe("payload", () => {
  it("finds a record that came out changed", () => {
    const outputs = cleanRecords();
    const row = rowOf(outputs, 1, 0);
    outputs[row] = { ...outputs[row]!, value: 99 };
    const verdict = judge(trialOf({ outputs }));
    expect(kinds(verdict)).toEqual(["payload"]);
    expect(property(verdict, "payload").witnesses).toMatchObject([
      { detail: { expected: 32, actual: 99 }, appearance: { role: "outgoing", transaction: 0 } },
    ]);
  });

  it("finds a window that lost one of its records", () => {
    const outputs = cleanResults();
    outputs[4] = { ...outputs[4]!, count: outputs[4]!.count - 1 };
    const verdict = judge(trialOf({ shape: tumbling, outputs }));
    expect(kinds(verdict)).toEqual(["payload"]);
    expect(property(verdict, "payload").witnesses[0]?.detail).toMatchObject({
      expectedCount: 5,
      actualCount: 4,
    });
  });
});
