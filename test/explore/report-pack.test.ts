import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Packed, pack, unpack } from "../../src/explore/report-pack.ts";

/** JSON with lists of like objects and runs of numbers, as a report has them. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.string(),
    fc.array(fc.oneof(fc.integer(), fc.constant(null)), { maxLength: 12 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.string().map((key) => `k${key}`),
      tie("value"),
      { maxKeys: 4 },
    ),
    fc.array(fc.record({ a: fc.nat(), b: tie("value"), c: fc.constantFrom("x", "y") }), {
      maxLength: 8,
    }),
  ),
})).value;

describe("a packed report", () => {
  it("comes back to the byte", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        const packed = JSON.parse(JSON.stringify(pack(JSON.parse(text)))) as Packed;
        expect(JSON.stringify(unpack(packed))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("is shorter where rows are alike or numbers near each other", () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({
      at: 1_000_000 + i,
      where: "gate",
      ok: true,
    }));
    expect(JSON.stringify(pack(rows)).length).toBeLessThan(JSON.stringify(rows).length / 8);
  });

  it.each([
    ["more rows than a report has", { "#length": 1e9, "#columns": { a: { "#same": 1 } } }],
    ["no number of rows", { "#length": -1, "#columns": {} }],
    ["half a row", { "#length": 1.5, "#columns": {} }],
  ])("of %s is nothing", (_, packed) => {
    expect(unpack(packed)).toBe(null);
  });

  it("has no more rows in all than one report could", () => {
    const many = { "#length": 600_000, "#columns": { a: { "#same": 1 } } };
    const [first, second] = unpack([many, many]) as [unknown[] | null, unknown[] | null];
    expect(first).toHaveLength(600_000);
    expect(second).toBe(null);
  });

  it("is cut off where it is too deep", () => {
    let deep: Packed = 1;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(JSON.stringify(unpack(deep)).length).toBeLessThan(200);
  });
});
