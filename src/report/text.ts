/**
 * Styled text, laid out before it is coloured: widths are those of what is seen. Who prints gives
 * the colours.
 */

export type Style = "plain" | "dim" | "strong" | "failed" | "doubtful" | "duplicate" | Colour;
type Colour = "blue" | "green";

export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** A piece of one line. */
export type Text = readonly Span[];

/** Puts a style around a piece of text. */
export type Paint = (style: Style, text: string) => string;

export function styled(style: Style, text: string): Text {
  return [{ text: printable(text), style }];
}

/** Plain words with styled pieces between them. */
export function words(
  strings: TemplateStringsArray,
  ...pieces: readonly (string | number | boolean | Text)[]
): Text {
  return strings.flatMap((string, i) => {
    const piece = pieces[i] ?? [];
    const between = typeof piece === "object" ? piece : styled("plain", String(piece));
    return string === "" ? between : [...styled("plain", string), ...between];
  });
}

/** The texts with a separator between them. */
export function joined(texts: readonly Text[], separator: string): Text {
  return texts.flatMap((text, i) => (i === 0 ? text : [...styled("plain", separator), ...text]));
}

/** Columns on a terminal, one a code point. Not modelled: characters of two columns, or of none. */
export function widthOf(text: Text): number {
  return text.reduce((width, span) => width + [...span.text].length, 0);
}

/** Filled with blanks to that width. */
export function padded(text: Text, width: number, align: "left" | "right" = "left"): Text {
  const blanks = styled("plain", " ".repeat(Math.max(0, width - widthOf(text))));
  return align === "left" ? [...text, ...blanks] : [...blanks, ...text];
}

/** Cut to that width; an ellipsis says so. */
export function clipped(text: Text, width: number): Text {
  if (widthOf(text) <= width) return text;
  const kept: Span[] = [];
  let room = width - 1;
  for (const { text: string, style } of text) {
    const part = [...string].slice(0, room).join("");
    room -= [...part].length;
    kept.push({ text: part, style });
  }
  return [...kept, { text: "…", style: "plain" }];
}

/** Broken between words into lines of at most that width; a longer word stays whole. */
export function wrapped(text: Text, width: number): readonly Text[] {
  const lines: Span[][] = [[]];
  let column = 0;
  for (const word of wordsOf(text)) {
    const length = widthOf(word);
    if (column > 0 && column + length > width) {
      lines.push([]);
      column = 0;
    }
    lines.at(-1)?.push(...word);
    column += length;
  }
  return lines.map(trimmedEnd);
}

/** Each word with the blanks behind it; a word may change its style within. */
function wordsOf(text: Text): readonly Text[] {
  const found: Span[][] = [];
  let isOver = true;
  for (const { text: string, style } of text) {
    for (const part of string.match(/[^ ]+ *| +/g) ?? []) {
      if (isOver) found.push([]);
      found.at(-1)?.push({ text: part, style });
      isOver = part.endsWith(" ");
    }
  }
  return found;
}

function trimmedEnd(line: Text): Text {
  const end = line.findLastIndex(({ text }) => text.trim() !== "");
  return line
    .slice(0, end + 1)
    .map((span, i) => (i === end ? { ...span, text: span.text.trimEnd() } : span));
}

/** One line as it is written: no-break spaces have done their work, blanks at the end are none. */
export function painted(text: Text, paint: Paint): string {
  const spans: Span[] = [];
  for (const { text: string, style } of text) {
    const before = spans.at(-1);
    const isSame = before !== undefined && before.style === style;
    if (isSame) spans[spans.length - 1] = { text: before.text + string, style };
    else spans.push({ text: string, style });
  }
  return trimmedEnd(spans)
    .map(({ text: string, style }) => {
      const flat = string.replaceAll("\u00a0", " ");
      return style === "plain" || flat.trim() === "" ? flat : paint(style, flat);
    })
    .join("");
}

// Controls, and what turns the direction of text around.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Names come from files: what would move a terminal's cursor or change its colours is shown as �. */
export function printable(text: string): string {
  return text.replace(HARMFUL, "�");
}

/** The same for text that has lines and tabs of its own. */
export function printableLines(text: string): string {
  return text.replace(HARMFUL, (sign) => (sign === "\n" || sign === "\t" ? sign : "�"));
}
