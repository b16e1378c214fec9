import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asciiOf } from "../../src/report/ascii.ts";
import {
  clipped,
  type Span,
  type Style,
  type Text,
  widthOf,
  wrapped,
} from "../../src/report/text.ts";
import { unpainted } from "./fixture.ts";

const word = fc.stringMatching(/^[a-zäß·→]{1,12}$/);
const span: fc.Arbitrary<Span> = fc.record({
  text: fc.array(word, { minLength: 1, maxLength: 6 }).map((list) => list.join(" ")),
  style: fc.constantFrom<Style>("plain", "dim", "failed"),
});
const text: fc.Arbitrary<Text> = fc.array(span, { minLength: 1, maxLength: 6 });
const stringOf = (line: Text): string => line.map((part) => part.text).join("");

describe("wrapped text", () => {
  it("keeps every word, its style, and the width", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 80, max: 120 }), (given, width) => {
        const lines = wrapped(given, width);
        expect(lines.map(stringOf).join(" ").split(/ +/)).toEqual(stringOf(given).split(/ +/));
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        const styles = (part: Text): Set<Style> => new Set(part.map(({ style }) => style));
        expect(styles(lines.flat())).toEqual(styles(given));
      }),
    );
  });

  it("does not divide a number from its unit", () => {
    const lines = wrapped([{ text: "readable at +4.125\u00a0s", style: "plain" }], 18);
    expect(lines.map(unpainted)).toEqual(["readable at", "+4.125 s"]);
  });
});

describe("clipped text", () => {
  it("fits, and ends in an ellipsis where something is missing", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (given, width) => {
        const line = clipped(given, width);
        expect(widthOf(line)).toBe(Math.min(width, widthOf(given)));
        if (widthOf(given) > width) expect(stringOf(line).endsWith("…")).toBe(true);
      }),
    );
  });
});

describe("text in ASCII", () => {
  it("has no other sign, whatever comes in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (string) => {
        const line = asciiOf([{ text: string, style: "plain" }]);
        expect(stringOf(line)).toMatch(/^[\n -~]*$/);
      }),
    );
  });
});
