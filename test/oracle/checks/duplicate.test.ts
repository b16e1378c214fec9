import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import {
  authorOf,
  CUT,
  cleanOutputs,
  cleanRecords,
  cleanResults,
  kinds,
  property,
  rowOf,
  steadyInput,
  trialOf,
  tumbling,
  windowed,
} from "../fixture.ts";

describe("no duplicate", () => {
  it("finds a record that both jobs put out, and says who was first", () => {
    const outputs = cleanRecords();
    const twin = outputs[rowOf(outputs, 0, 30)]!;
    outputs.push({ ...twin, author: authorOf("incoming"), visibleAt: 700_000 });
    const verdict = judge(trialOf({ outputs }));
    expect(kinds(verdict)).toEqual(["duplicate"]);
    const result = property(verdict, "no-duplicate");
    expect(result).toMatchObject({ failures: 1, counts: { "outgoing/incoming": 1, differing: 0 } });
    expect(result.witnesses[0]).toMatchObject({
      output: { partition: 0, offset: 30 },
      appearance: { role: "incoming", visibleAt: 700_000 },
      earlier: { role: "outgoing", transaction: 0 },
    });
  });

  it("counts apart what one job repeats, and payloads that differ", () => {
    const outputs = cleanRecords();
    const first = outputs[rowOf(outputs, 0, 3)]!;
    const last = outputs[rowOf(outputs, 0, 59)]!;
    outputs.push({ ...first, author: authorOf("outgoing", 1), value: first.value + 1 });
    outputs.push({ ...last, author: authorOf("incoming") });
    expect(property(judge(trialOf({ outputs })), "no-duplicate")).toMatchObject({
      failures: 2,
      counts: { "outgoing/outgoing": 1, "incoming/incoming": 1, differing: 1, replays: 1 },
    });
  });

  it("lets an at-least-once sink repeat its own job's outputs, and no others (F6)", () => {
    const outputs = cleanRecords();
    const first = outputs[rowOf(outputs, 0, 3)]!;
    outputs.push({ ...first, author: authorOf("outgoing", 1) });
    const change = { relaxations: { atLeastOnce: true } };
    const replay = judge(trialOf({ outputs, change }));
    const result = property(replay, "no-duplicate");
    expect(result).toMatchObject({ status: "pass", counts: { relaxed: 1 } });
    outputs.push({ ...first, author: authorOf("incoming") });
    expect(property(judge(trialOf({ outputs, change })), "no-duplicate").failures).toBe(1);
  });

  it("lets upserting readers see duplicates, and compares the last payload", () => {
    const outputs = cleanRecords();
    const twin = outputs[rowOf(outputs, 0, 3)]!;
    const ledger = { keepsLast: true };
    const change = { relaxations: { upsert: true } };
    const same = judge(trialOf({ outputs: [...outputs, twin], ledger, change }));
    expect(same.status).toBe("pass");
    const other = { ...twin, value: 5 };
    const wrong = judge(trialOf({ outputs: [...outputs, other], ledger, change }));
    expect(kinds(wrong)).toEqual(["payload"]);
  });

  it("takes a window that fires again with more records in it for an update (W17)", () => {
    const shape = windowed({ type: "tumbling", sizeMillis: 100, offsetMillis: 0 }, 50);
    const outputs = cleanOutputs(steadyInput(60), shape, CUT);
    const early = { ...outputs[0]!, count: outputs[0]!.count - 1, value: 1 };
    const updated = judge(trialOf({ shape, outputs: [early, ...outputs] }));
    expect(kinds(updated)).toEqual([]);
    expect(property(updated, "no-duplicate").counts["updates"]).toBe(1);
    const repeated = judge(trialOf({ shape, outputs: [...outputs, outputs[0]!] }));
    expect(kinds(repeated)).toEqual(["duplicate"]);
  });

  it("tells a window result that came again changed from one that came again", () => {
    const outputs = cleanResults();
    const same = judge(trialOf({ shape: tumbling, outputs: [...outputs, outputs[0]!] }));
    expect(property(same, "no-duplicate").counts).toMatchObject({ differing: 0 });
    const changed = { ...outputs[0]!, count: 1 };
    const other = judge(trialOf({ shape: tumbling, outputs: [...outputs, changed] }));
    expect(property(other, "no-duplicate").counts).toMatchObject({ differing: 1 });
  });
});
