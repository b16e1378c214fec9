import {
  type Color,
  converter,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  wcagContrast,
} from "culori";
import { describe, expect, it } from "vitest";
import {
  declarations,
  TOKENS,
  type TokenName,
  variable,
} from "../../../../src/report/html/tokens/tokens.ts";

const GROUNDS = ["light", "dark"] as const;
type Ground = (typeof GROUNDS)[number];

const TEXTS: readonly TokenName[] = [
  "ink",
  "ink2",
  "ink3",
  "blueText",
  "greenText",
  "duplicateText",
  "lostText",
];
const MARKS: readonly TokenName[] = ["ink", "blue", "green", "duplicate", "lost", "idle"];

/** What is written or drawn on a fill, and the least contrast it needs there. */
const ON_FILLS: readonly (readonly [TokenName, TokenName, number])[] = [
  ["ink", "panel", 4.5],
  ["ink2", "panel", 4.5],
  ["ink3", "panel", 4.5],
  ["ink", "blueTint", 4.5],
  ["ink", "greenTint", 4.5],
  ["ink", "lostTint", 4.5],
  ["ink2", "blueTint", 4.5],
  ["ink2", "greenTint", 4.5],
  ["blueText", "blueTint", 4.5],
  ["lostText", "lostTint", 4.5],
  ["onLost", "lost", 4.5],
  ["blue", "blueTint", 3],
  ["greenText", "greenTint", 3],
  ["lost", "lostTint", 3],
];

function colour(name: TokenName, ground: Ground): string {
  return TOKENS[name][ground];
}

function contrast(above: TokenName, below: TokenName, ground: Ground): number {
  return wcagContrast(colour(above, ground), colour(below, ground));
}

/** As readers with each kind of colour vision see it: Machado and others 2009, full severity. */
const VISIONS: Readonly<Record<string, (hex: string) => Color>> = {
  normal: linear,
  protan: seenThrough(filterDeficiencyProt(1)),
  deutan: seenThrough(filterDeficiencyDeuter(1)),
  tritan: seenThrough(filterDeficiencyTrit(1)),
};

/** The matrices are for linear light, which the filters do not know, so it is given as if it were not. */
function seenThrough(filter: (colour: Color) => Color): (hex: string) => Color {
  return (hex) => ({ ...filter({ ...linear(hex), mode: "rgb" } as Color), mode: "lrgb" }) as Color;
}

function linear(hex: string): Color {
  return converter("lrgb")(hex) as Color;
}

const distance = differenceCiede2000();

function closest(ground: Ground, see: (hex: string) => Color): number {
  const seen = MARKS.map((mark) => see(colour(mark, ground)));
  const pairs = seen.flatMap((a, i) => seen.slice(i + 1).map((b) => distance(a, b)));
  return Math.min(...pairs);
}

describe.each(GROUNDS)("the colours of the %s page", (ground) => {
  it.each(TEXTS)("%s can be read: contrast 4.5 on the page", (name) => {
    expect(contrast(name, "page", ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)("%s can be seen: contrast 3 on the page", (name) => {
    expect(contrast(name, "page", ground)).toBeGreaterThanOrEqual(3);
  });

  it.each(ON_FILLS)("%s on %s has contrast %d", (above, below, least) => {
    expect(contrast(above, below, ground)).toBeGreaterThanOrEqual(least);
  });

  it.each(Object.entries(VISIONS))("six marks stay apart for %s vision", (_, see) => {
    expect(closest(ground, see)).toBeGreaterThanOrEqual(15);
  });
});

describe("the measure of the colours", () => {
  it("refuses the set that looked fine: lost and green fall together for deutan readers", () => {
    const see = VISIONS["deutan"]!;
    expect(distance(see("#c2185b"), see("#12805c"))).toBeLessThan(5);
  });

  it("knows black on white", () => {
    expect(wcagContrast("#000", "#fff")).toBe(21);
  });
});

describe("the tokens as a stylesheet", () => {
  it("are custom properties of the same names", () => {
    expect(variable("blueText")).toBe("var(--blue-text)");
    expect(declarations("dark")).toContain("--blue-text:#93a8ff;");
  });

  it("are six hexadecimal digits each", () => {
    for (const { light, dark } of Object.values(TOKENS)) {
      expect([light, dark].join()).toMatch(/^#[0-9a-f]{6},#[0-9a-f]{6}$/);
    }
  });
});
