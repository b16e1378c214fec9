/**
 * How wide a text will be at most, where no browser can be asked: by the widths of DejaVu Sans, one
 * of the widest among the fonts that the page may get.
 */

/** Hundredths of the font size, from the blank to "~". */
const WIDTHS: readonly number[] = [
  ...[32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 46, 32, 36, 64, 64, 64, 64],
  ...[64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 73, 77, 63, 59, 77],
  ...[75, 29, 54, 66, 56, 89, 75, 79, 63, 79, 69, 64, 64, 74, 68, 99, 69, 66, 69, 39],
  ...[36, 39, 84, 50, 50, 61, 63, 56, 63, 62, 36, 63, 63, 28, 28, 58, 28, 97, 63, 61],
  ...[63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 54, 64, 34, 64, 84],
];

const LATIN_END = 0x250;
const BLANK = 32;
const BOLD = 1.12;
const MONO = 0.62;

export type Face = "regular" | "bold" | "mono";

/** In pixels, for one line. */
export function textWidth(text: string, size: number, face: Face = "regular"): number {
  let hundredths = 0;
  let signs = 0;
  for (const sign of text) {
    hundredths += widthOfSign(sign.codePointAt(0) ?? BLANK);
    signs++;
  }
  if (face === "mono") return signs * MONO * size;
  return (hundredths / 100) * size * (face === "bold" ? BOLD : 1);
}

/** Accented letters are as wide as a capital, what is beyond them as wide as the font is high. */
function widthOfSign(point: number): number {
  const known = WIDTHS[(point === 0xa0 || point === 0x202f ? BLANK : point) - BLANK];
  if (known !== undefined) return known;
  if (NARROW.has(point)) return 32;
  return point < LATIN_END ? 70 : WIDE.has(point) ? 84 : 100;
}

const NARROW = new Set([..."·’‘"].map((sign) => sign.codePointAt(0)));
const WIDE = new Set([..."−–×≤≥→"].map((sign) => sign.codePointAt(0)));

/** Cut so that it fits; an ellipsis says so. */
export function fitted(text: string, width: number, size: number, face: Face = "regular"): string {
  if (textWidth(text, size, face) <= width) return text;
  const signs = [...text];
  while (signs.length > 0 && textWidth(`${signs.join("")}…`, size, face) > width) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}
