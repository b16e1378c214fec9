/**
 * The colours of the page. Colour means job or outcome, never judgement: a pass is ink on paper.
 * Contrast and the distances as colour-blind readers see them are held by a test.
 */

/** One colour on white and one on the dark page, as "#rrggbb". */
export interface Token {
  readonly light: string;
  readonly dark: string;
}

function token(light: string, dark: string): Token {
  return { light, dark };
}

export type TokenName =
  | "page"
  | "panel"
  | "ink"
  | "ink2"
  | "ink3"
  | "rule"
  | "hair"
  | "grid"
  | "blue"
  | "blueText"
  | "green"
  | "greenText"
  | "duplicate"
  | "duplicateText"
  | "lost"
  | "lostText"
  | "onLost"
  | "onDuplicate"
  | "idle"
  | "blueTint"
  | "greenTint"
  | "lostTint"
  | "blueMid"
  | "greenMid";

export const TOKENS: Readonly<Record<TokenName, Token>> = {
  page: token("#ffffff", "#10151c"),
  panel: token("#f5f6f8", "#181e27"),
  /** Text, the toggle's line, what holds. */
  ink: token("#12161d", "#f2f5f9"),
  ink2: token("#454d5a", "#b9c1cd"),
  ink3: token("#636b78", "#949daa"),
  rule: token("#cfd4db", "#3a4350"),
  hair: token("#e6e9ed", "#262d38"),
  grid: token("#eef0f3", "#1d242e"),
  /** Marks of the blue job, and its words. */
  blue: token("#2450b5", "#7590f7"),
  blueText: token("#1f47a3", "#93a8ff"),
  green: token("#3fa37a", "#4fcf9d"),
  greenText: token("#1d7652", "#62d9aa"),
  /** Written more than once. */
  duplicate: token("#d4610c", "#fbd11f"),
  duplicateText: token("#a94a05", "#fbd11f"),
  /** Written by nobody, and FAIL. */
  lost: token("#a1122c", "#f5453d"),
  lostText: token("#a1122c", "#ff7a70"),
  /** On a ground of `lost`. */
  onLost: token("#ffffff", "#10151c"),
  onDuplicate: token("#ffffff", "#10151c"),
  /** A source that is idle, and the bar of a margin that holds. */
  idle: token("#6f7886", "#7c828b"),
  blueTint: token("#d9e2f6", "#222d55"),
  greenTint: token("#d3ebe0", "#173a30"),
  lostTint: token("#f7dfe2", "#421b1d"),
  blueMid: token("#9db3e3", "#43549b"),
  greenMid: token("#96cfb5", "#2b7259"),
};

/** The custom property of a token, as a stylesheet uses it. */
export function variable(name: TokenName): string {
  return `var(${propertyOf(name)})`;
}

/** `--blue-text: #1f47a3;` and so on, for one ground. */
export function declarations(ground: keyof Token): string {
  return Object.entries(TOKENS)
    .map(([name, value]) => `${propertyOf(name as TokenName)}:${value[ground]}`)
    .join(";");
}

function propertyOf(name: TokenName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
