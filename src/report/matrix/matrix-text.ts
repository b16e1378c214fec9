/** The table of protocols against hazards, in a terminal. */
import type { MatrixCell } from "../../explore/matrix/cell.ts";
import { type Matrix, type MatrixRow, tallies } from "../../explore/matrix/matrix.ts";
import { countOf } from "../quantity.ts";
import { clipped, padded, type Style, styled, type Text, words } from "../text.ts";
import {
  cellSentence,
  cellWord,
  PROTOCOL_WORDS,
  replayCommand,
  THEME_WORDS,
} from "./matrix-words.ts";

const CELL = 8;
const LABEL_MIN = 24;

/** A line a hazard under its theme, a column a protocol; then how many each got through. */
export function matrixTable(matrix: Matrix, columns: number): readonly Text[] {
  const { protocols, rows, seeds } = matrix;
  const longest = Math.max(...rows.map(({ what }) => [...what].length));
  const room = Math.floor(columns) - 2 - CELL * protocols.length;
  const label = Math.max(LABEL_MIN, Math.min(room, longest));
  const line = (first: Text, cells: readonly Text[]): Text => [
    ...styled("plain", "  "),
    ...padded(clipped(first, label), label),
    ...cells.flatMap((cell) => [...styled("plain", " "), ...padded(cell, CELL - 1)]),
  ];
  const heads = protocols.map((name) => styled("dim", PROTOCOL_WORDS[name].short));
  const sums = tallies(matrix).map(({ pass, of }) => styled("strong", `${pass}/${of}`));
  return [
    line(styled("dim", `${countOf(seeds, "seeds")} a cell`), heads),
    ...rows.flatMap((row, i) => [
      ...(row.theme === rows[i - 1]?.theme ? [] : [[], heading(row)]),
      line(
        styled("plain", row.what),
        row.cells.map((cell) => styled(styleOf(cell), cellWord(cell))),
      ),
    ]),
    [],
    line(styled("strong", "got through"), sums),
  ];
}

function heading({ theme }: MatrixRow): Text {
  return words`  ${styled("dim", THEME_WORDS[theme])}`;
}

function styleOf({ kind }: MatrixCell): Style {
  if (kind === "pass") return "plain";
  if (kind === "n/a" || kind === "unstruck") return "dim";
  if (kind === "inconclusive" || kind === "stall") return "doubtful";
  return kind === "duplicate" ? "duplicate" : "failed";
}

/** Each cell of a hazard in full, with the command that shows it. */
export function hazardDetails({ what, question, file, cells }: MatrixRow, matrix: Matrix): Text[] {
  return [
    words`  ${styled("strong", what)}`,
    words`  ${styled("dim", question)}`,
    [],
    ...cells.flatMap((cell, i): Text[] => {
      const protocol = matrix.protocols[i];
      if (protocol === undefined) return [];
      const command = replayCommand(file, protocol, cell);
      return [
        words`  ${padded(styled(styleOf(cell), cellWord(cell)), CELL)}${styled("strong", protocol)}`,
        words`          ${cellSentence(cell)}`,
        ...(command === undefined ? [] : [words`          ${styled("dim", command)}`]),
      ];
    }),
  ];
}
