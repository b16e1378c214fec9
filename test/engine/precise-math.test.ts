import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log } from "../../src/engine/precise-math.ts";

/** How far two numbers lie apart, as a share of the greater. */
function apart(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

const positive = fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true });

describe("logarithm and exponential made of + − × ÷", () => {
  it("are the built-in ones to 1e-15 relative", () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(apart(log(x), Math.log(x))).toBeLessThan(1e-15);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(apart(exp(x), Math.exp(x))).toBeLessThan(1e-15);
      }),
    );
  });

  it("have the same bits on every machine", () => {
    expect([log(2), log(10), log(1e-300), exp(1), exp(-20), exp(500)]).toMatchInlineSnapshot(`
      [
        0.6931471805599453,
        2.302585092994046,
        -690.7755278982137,
        2.7182818284590455,
        2.061153622438558e-9,
        1.4035922178528375e+217,
      ]
    `);
  });

  it("are exact where the answer is a whole number", () => {
    expect([log(1), exp(0)]).toEqual([0, 1]);
  });

  it("end where doubles end", () => {
    const infinity = Number.POSITIVE_INFINITY;
    expect([log(0), log(-1), log(infinity)]).toEqual([-infinity, Number.NaN, infinity]);
    expect([exp(710), exp(-800), exp(Number.NaN)]).toEqual([infinity, 0, Number.NaN]);
    expect(log(5e-324)).toBeCloseTo(-744.44, 2);
    expect(exp(-745)).toBeGreaterThan(0);
  });
});
