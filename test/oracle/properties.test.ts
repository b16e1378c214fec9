import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PipelineShape } from "../../src/oracle/evidence.ts";
import { fromReferenceRun, wholeInput } from "../../src/oracle/expected-outputs.ts";
import { judge } from "../../src/oracle/judge.ts";
import { NEVER_LATE } from "../../src/oracle/late-book.ts";
import { nameOf } from "../../src/oracle/ledger.ts";
import {
  batchOf,
  CUT,
  cleanOutputs,
  type InputRecord,
  inputOf,
  kinds,
  ledgerOf,
  mapOnly,
  type Output,
  property,
  trialOf,
  tumbling,
} from "./fixture.ts";

const forked: PipelineShape = {
  keepsOrder: true,
  stages: [
    { kind: "flat-map", name: "split", fanOut: 2 },
    { kind: "filter", name: "most", keepShare: 0.8 },
    { kind: "process", name: "count", timerMillis: 200 },
  ],
};
const shapes = fc.constantFrom(mapOnly, tumbling, forked);

const record: fc.Arbitrary<InputRecord> = fc.record({
  ts: fc.integer({ min: 1_000, max: 2_000 }),
  key: fc.integer({ min: 0, max: 4 }),
  value: fc.integer({ min: 0, max: 0xffff_ffff }),
  arrivalMicros: fc.constant(0),
});
/** Arrivals rise with the offset. */
const partitions = fc
  .array(fc.array(record, { minLength: 1, maxLength: 25 }), { minLength: 1, maxLength: 3 })
  .map((all) =>
    all.map((records) => records.map((r, i) => ({ ...r, arrivalMicros: 1_000 * (i + 1) }))),
  );

/** Any interleaving of the logs that keeps each (partition, key, source) in order. */
function shuffled(outputs: readonly Output[], luck: readonly number[]): Output[] {
  const lanes = new Map<string, Output[]>();
  const bySource = [...outputs].sort(
    (a, b) => a.id - b.id || a.windowStart - b.windowStart || a.ts - b.ts,
  );
  for (const output of bySource) {
    const source = output.id < 0 ? "results" : Math.floor(output.id / 2 ** 36);
    const lane = `${output.partition}/${output.key}/${source}`;
    lanes.set(lane, [...(lanes.get(lane) ?? []), output]);
  }
  const open = [...lanes.values()];
  const mixed: Output[] = [];
  for (let i = 0; open.length > 0; i++) {
    const pick = (luck[i % luck.length] ?? 0) % open.length;
    mixed.push(open[pick]!.shift()!);
    if (open[pick]!.length === 0) open.splice(pick, 1);
  }
  return mixed;
}

const cases = fc.record({
  shape: shapes,
  input: partitions.map(inputOf),
  luck: fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }),
  pick: fc.nat(),
});
const change = { limits: {}, properties: { order: true } };

describe("over any input", () => {
  it("passes any order of the log that keeps each key's order", () => {
    fc.assert(
      fc.property(cases, ({ shape, input, luck }) => {
        const outputs = shuffled(cleanOutputs(input, shape, CUT), luck);
        const verdict = judge(trialOf({ input, shape, outputs, change }));
        expect(verdict.findings).toEqual([]);
      }),
    );
  });

  it("finds exactly one gap, and which, when one output is taken away", () => {
    fc.assert(
      fc.property(cases, ({ shape, input, luck, pick }) => {
        const outputs = shuffled(cleanOutputs(input, shape, CUT), luck);
        fc.pre(outputs.length > 0);
        const [gone] = outputs.splice(pick % outputs.length, 1);
        const verdict = judge(trialOf({ input, shape, outputs, change }));
        expect(kinds(verdict)).toEqual(["gap"]);
        expect(property(verdict, "no-gap")).toMatchObject({
          failures: 1,
          witnesses: [{ output: nameOf(batchOf([gone!]), 0) }],
        });
      }),
    );
  });

  it("finds exactly one duplicate, and which, when one output comes twice", () => {
    fc.assert(
      fc.property(cases, ({ shape, input, luck, pick }) => {
        const outputs = shuffled(cleanOutputs(input, shape, CUT), luck);
        fc.pre(outputs.length > 0);
        const twin = outputs[pick % outputs.length]!;
        outputs.splice(luck[0]! % outputs.length, 0, twin);
        const verdict = judge(trialOf({ input, shape, outputs, change }));
        expect(kinds(verdict)).toContain("duplicate");
        expect(verdict.headline).toMatchObject({ lost: 0, duplicated: 1, wrong: 0, phantom: 0 });
        expect(property(verdict, "no-duplicate").witnesses).toMatchObject([
          { output: nameOf(batchOf([twin]), 0) },
        ]);
      }),
    );
  });

  it("judges alike by the straight line and by a reference run", () => {
    fc.assert(
      fc.property(cases, ({ shape, input, luck, pick }) => {
        const clean = cleanOutputs(input, shape, CUT);
        const whole = wholeInput(input.partitions);
        const expected = fromReferenceRun(ledgerOf(input, shape, clean), NEVER_LATE, whole);
        const outputs = shuffled(clean, luck);
        if (pick % 3 === 0) outputs.splice(0, 1);
        if (pick % 3 === 1 && outputs.length > 0) outputs.push({ ...outputs[0]!, value: 3 });
        const trial = trialOf({ input, shape, outputs, change });
        expect(judge({ ...trial, expected })).toEqual(judge(trial));
      }),
    );
  });
});
