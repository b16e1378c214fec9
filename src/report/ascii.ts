import type { Text } from "./text.ts";

const SPELLED: Readonly<Record<string, string>> = {
  "\u00a0": " ",
  "✓": "v",
  "✕": "x",
  "→": "->",
  "−": "-",
  "–": "-",
  "·": ".",
  "…": "~",
  "≤": "<=",
  "×": "x",
  µ: "u",
  "━": "#",
  "─": "-",
};

/** The same text for a terminal that has ASCII alone; what has no spelling becomes "?". */
export function asciiOf(text: Text): Text {
  return text.map(({ text: string, style }) => ({ text: asciiString(string), style }));
}

export function asciiString(string: string): string {
  return string.replace(/[^\n -~]/gu, (sign) => SPELLED[sign] ?? "?");
}
