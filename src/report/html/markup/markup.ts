/**
 * Markup as text, built by one tag that escapes whatever it is given: names come from files, and a
 * file may be hostile.
 */
import { printable } from "../../text.ts";

/** Text that is markup already; only `markup` makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: text is escaped, markup is not, nothing is left out. */
export type Piece = string | number | undefined | false | Markup | readonly Piece[];

/** Markup with pieces in it, each escaped unless it is markup itself. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = strings[0] ?? "";
  pieces.forEach((piece, i) => {
    text += textOf(piece) + (strings[i + 1] ?? "");
  });
  return new Markup(text);
}

export const EMPTY: Markup = new Markup("");

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === "string") return escaped(piece);
  if (typeof piece === "number") return String(piece);
  if (piece === undefined || piece === false) return "";
  return piece.map(textOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text for between tags and for quoted attributes. Control signs, which a parser would refuse, and
 * those that turn the direction of all that follows are shown as �.
 */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A name out of a file, whose direction must not turn the words around it. */
export function name(text: string): Markup {
  return markup`<bdi>${text}</bdi>`;
}

/** Text of our own that is no markup and is not escaped: a style sheet, or data that was made safe. */
export function rawText(text: string): Markup {
  return new Markup(text);
}
