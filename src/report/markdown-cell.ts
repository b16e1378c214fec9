import { printable } from "./text.ts";

/** A text as it is read in a cell of a Markdown table that this project keeps: no markup, no end of the cell. */
export function markdownCell(text: string): string {
  return printable(text).replace(/[\\`*_<|]/g, (sign) => `\\${sign}`);
}
