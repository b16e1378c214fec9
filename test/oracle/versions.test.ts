import { describe, expect, it } from "vitest";
import type { PipelineShape, StageFunctions } from "../../src/oracle/evidence.ts";
import { judge } from "../../src/oracle/judge.ts";
import { type LineBefore, straightLine } from "../../src/oracle/reference.ts";
import type { Trial } from "../../src/oracle/trial.ts";
import type { Projection, UnsettledOutputs, Versions } from "../../src/oracle/versions.ts";
import {
  authorOf,
  CUT,
  cleanOutputs,
  kinds,
  ledgerOf,
  type Output,
  functions as plain,
  property,
  steadyInput,
  trialOf,
  windowed,
} from "./fixture.ts";

/** A function for each name; the others as they are. */
const functions: StageFunctions = {
  ...plain,
  mapValue: (name, value) => (Math.imul(value, 31) + (name === "enrich" ? 1 : 2)) >>> 0,
};

const input = steadyInput(60);
const room = (shape: PipelineShape): PipelineShape => ({
  ...shape,
  branches: { recordFanOut: 1, forksResults: false },
});

/** Below the cut as the old version has it, from there on as the new one has. */
function handedOver(old: PipelineShape, next: PipelineShape): Output[] {
  const of = (shape: PipelineShape): Output[] =>
    cleanOutputs(input, shape, CUT, functions).map((output) => ({ ...output }));
  return [
    ...of(old).filter(({ author }) => author.role === "outgoing"),
    ...of(next).filter(({ author }) => author.role === "incoming"),
  ];
}

function trial(
  [old, next]: readonly [PipelineShape, PipelineShape],
  outputs: readonly Output[],
  projection: Projection = { by: "output", ignores: [] },
  others: Partial<Versions> = {},
): Trial {
  const of = {
    outgoing: straightLine(input, old, functions, { fanOut: fanOutOf(old, next) }),
    incoming: straightLine(input, next, functions, { fanOut: fanOutOf(old, next) }),
  };
  const versions: Versions = { of, unsettled: [], restored: undefined, ...others };
  const shape = {
    ...room(old),
    branches: { recordFanOut: fanOutOf(old, next), forksResults: false },
  };
  const parts = { input, shape: old, outputs };
  const change = { shape, ledger: ledgerOf(input, shape, outputs), versions, projection };
  return trialOf({ ...parts, change: { ...change, limits: {}, properties: {}, late: undefined } });
}

function fanOutOf(...shapes: readonly PipelineShape[]): number {
  return shapes.every(({ stages }) => stages.some(({ kind }) => kind === "window")) ? 0 : 1;
}

const mapped = (name: string): PipelineShape => ({
  keepsOrder: true,
  stages: [{ kind: "map", name }],
});
const changed = [mapped("enrich"), mapped("enrich-v2")] as const;
const anyValue: Projection = { by: "output", ignores: ["value"] };

describe("two versions of a function", () => {
  const outputs = handedOver(...changed);

  it("are said to differ in every record, and in what, if nobody declared it", () => {
    const verdict = judge(trial(changed, outputs));
    expect(kinds(verdict)).toEqual(["differs"]);
    expect(property(verdict, "alike")).toMatchObject({
      checked: 120,
      failures: 120,
      counts: { change: 120, values: 120, presence: 0 },
    });
    expect(verdict.headline).toMatchObject({ differing: 120, lost: 0, duplicated: 0, wrong: 0 });
  });

  it("pass where values are declared to differ, with what differs noted", () => {
    const verdict = judge(trial(changed, outputs, anyValue));
    expect(verdict.status).toBe("pass");
    expect(property(verdict, "alike")).toMatchObject({ status: "noted", failures: 120 });
  });

  it("fail where a job wrote the value of the other version", () => {
    const wrong = outputs.map((output, i) =>
      i === 3 ? { ...output, author: authorOf("incoming") } : output,
    );
    expect(kinds(judge(trial(changed, wrong, anyValue)))).toEqual(["payload"]);
  });

  it("lose a record that neither of them wrote, and double one that both did", () => {
    const [first, ...rest] = outputs;
    expect(kinds(judge(trial(changed, rest, anyValue)))).toEqual(["gap"]);
    const again = { ...first!, author: authorOf("incoming") };
    expect(kinds(judge(trial(changed, [...outputs, again], anyValue)))).toEqual(["duplicate"]);
  });

  it("are not asked for where both jobs are alike", () => {
    expect(judge(trialOf()).properties.map(({ name }) => name)).not.toContain("alike");
  });
});

describe("a version with a filter more", () => {
  const filtered: PipelineShape = {
    keepsOrder: true,
    stages: [
      { kind: "map", name: "enrich" },
      { kind: "filter", name: "wanted", keepShare: 0.5 },
    ],
  };
  const pair = [mapped("enrich"), filtered] as const;
  const anyPresence: Projection = { by: "output", ignores: ["presence"] };

  it("owes nobody what it leaves out", () => {
    const verdict = judge(trial(pair, handedOver(...pair), anyPresence));
    expect(verdict.status).toBe("pass");
    expect(property(verdict, "alike").counts).toMatchObject({ presence: 60, values: 0 });
  });

  it("cannot have written what it leaves out", () => {
    const outputs = handedOver(mapped("enrich"), mapped("enrich"));
    const verdict = judge(trial(pair, outputs, anyPresence));
    expect(kinds(verdict)).toContain("phantom");
  });
});

describe("windows of another size", () => {
  const tumbling = (sizeMillis: number): PipelineShape =>
    windowed({ type: "tumbling", sizeMillis, offsetMillis: 0 });
  const pair = [tumbling(100), tumbling(250)] as const;
  const byKey: Projection = { by: "key", ignores: [] };
  const outputs = handedOver(...pair);

  it("hold each record of a key once, if both end at the cut", () => {
    const verdict = judge(trial(pair, outputs, byKey));
    expect(verdict.status).toBe("pass");
    expect(property(verdict, "no-gap")).toMatchObject({ checked: 120, unit: "records" });
  });

  it("show each record that two results hold, and each that none does", () => {
    const doubled = judge(trial(pair, [...outputs, ...early(pair[1])], byKey));
    expect(kinds(doubled)).toEqual(["duplicate"]);
    const { count } = early(pair[1])[0]!;
    expect(property(doubled, "no-duplicate").failures).toBe(count);
    const lost = judge(trial(pair, outputs.slice(1), byKey));
    expect(kinds(lost)).toEqual(["gap"]);
    expect(property(lost, "no-gap").failures).toBe(outputs[0]!.count);
  });

  /** The first window of the new version, which the incoming job should have left alone. */
  function early(shape: PipelineShape): Output[] {
    const [first] = cleanOutputs(input, shape, CUT, functions);
    return [{ ...first!, author: authorOf("incoming") }];
  }
});

describe("a restored window", () => {
  const stages = (name: string): PipelineShape => ({
    keepsOrder: true,
    stages: [
      { kind: "map", name },
      {
        kind: "window",
        name: "sums",
        assigner: { type: "tumbling", sizeMillis: 100, offsetMillis: 0 },
        allowedLatenessMillis: 0,
      },
    ],
  });
  const before: LineBefore = { shape: stages("enrich"), offsets: [25, 25] };
  const [old, next] = [stages("enrich"), stages("enrich-v2")];

  it("holds what the old version put in and what the new one did", () => {
    const row = (shape: PipelineShape, at: LineBefore | undefined, start: number): number => {
      const { results } = straightLine(input, shape, functions, { before: at });
      return results.value(results.find(1, 0, start, start + 100));
    };
    const digestOf = (name: string, offset: number): number =>
      functions.windowAdd(0, functions.mapValue(name, 7 * offset));
    // Records 20, 22, …, 28 of partition 0 have key 0 and are in the window that begins at 1200.
    const half = [20, 22, 24].map((offset) => digestOf("enrich", offset));
    const rest = [26, 28].map((offset) => digestOf("enrich-v2", offset));
    const sum = [...half, ...rest].reduce((a, b) => (a + b) >>> 0, 0);
    expect(row(next, before, 1_200)).toBe(sum);
    expect(row(next, before, 1_100)).toBe(row(old, undefined, 1_100));
    expect(row(next, before, 1_300)).toBe(row(next, undefined, 1_300));
  });

  it("keeps the bounds that it had, while new records go into windows of the new size", () => {
    const sized = (sizeMillis: number): PipelineShape =>
      windowed({ type: "tumbling", sizeMillis, offsetMillis: 0 });
    const was = { shape: sized(100), offsets: [25, 25] };
    const { results } = straightLine(input, sized(400), functions, { before: was });
    expect(results.count(results.find(0, 0, 1_200, 1_300))).toBe(3);
    expect(results.count(results.find(0, 0, 1_200, 1_600))).toBe(17);
  });
});

describe("what is left to chance", () => {
  const share = (of: "value" | "presence"): UnsettledOutputs => ({
    reason: "nondeterminism",
    record: (id) => (id % 10 === 0 ? of : undefined),
    result: () => undefined,
  });
  const pair = [mapped("enrich"), mapped("enrich")] as const;
  const other = (output: Output): Output =>
    output.id % 10 === 0 ? { ...output, value: output.value ^ 1 } : output;
  const outputs = handedOver(...pair).map(other);

  it("is counted, with its reason, and called neither wrong nor lost", () => {
    const values = judge(trial(pair, outputs, undefined, { unsettled: [share("value")] }));
    expect(kinds(values)).toEqual(["differs"]);
    expect(property(values, "alike").counts).toMatchObject({ nondeterminism: 12, values: 12 });
    const kept = outputs.filter(({ id }) => id % 20 !== 0);
    const presence = judge(trial(pair, kept, undefined, { unsettled: [share("presence")] }));
    expect(kinds(presence)).toEqual(["differs"]);
  });

  it("excuses no other record, and no second appearance", () => {
    const settled = outputs.find(({ id }) => id % 10 === 1)!;
    const wrong = outputs.map((one) => (one === settled ? { ...one, value: 1 } : one));
    const chance = { unsettled: [share("presence")] };
    expect(kinds(judge(trial(pair, wrong, anyValue, chance)))).toContain("payload");
    expect(kinds(judge(trial(pair, [...outputs, outputs[0]!], anyValue, chance)))).toContain(
      "duplicate",
    );
  });
});
