/** The table of protocols against hazards as Markdown: an overview, then each hazard in full. */

import { type MatrixCell, wasRun } from "../../explore/matrix/cell.ts";
import { type Matrix, type MatrixRow, survivors, tallies } from "../../explore/matrix/matrix.ts";
import { markdownCell } from "../markdown-cell.ts";
import { countOf, glued } from "../quantity.ts";
import {
  cellSentence,
  cellWord,
  PROTOCOL_WORDS,
  replayCommand,
  THEME_WORDS,
} from "./matrix-words.ts";

/** `folder`: where the file will stand, for its links; with a slash at its end, or empty. */
export function matrixMarkdown(matrix: Matrix, folder: string): string {
  const { protocols, rows, seeds } = matrix;
  const link = ({ file, what }: MatrixRow): string =>
    `[${markdownCell(what)}](${file.startsWith(folder) ? file.slice(folder.length) : file})`;
  return [
    "# Which way survives which mishap",
    "",
    `Every way of handing over against every mishap, ${countOf(seeds, "seeds")} a cell, by simulation:`,
    "`npm run matrix` makes this file, a test runs each cell's seed again.",
    "",
    ...legend(matrix),
    "",
    ...overview(matrix, link),
    "",
    "## In full",
    "",
    ...rows.flatMap((row) => details(row, protocols, link)),
  ].join("\n");
}

function legend(matrix: Matrix): readonly string[] {
  const all = survivors(matrix);
  const names = all.map((name) => `\`${name}\``).join(", ");
  return [
    "- ✓ exactly once in every seed; ✓ back: exactly once, the hand-over was taken back",
    "- **gap** records lost; **dup** records twice; **wrong** output that nobody should see; **stall** not over in",
    "  time, or nobody left to write; ? proves nothing; n/a the protocol needs what the scenario lacks; – it has nothing that could",
    "  be struck",
    `- Through everything that any way gets through: ${names === "" ? "none" : names}.`,
  ];
}

/** The table alone, for another file. */
export function overview(
  matrix: Matrix,
  link: (row: MatrixRow) => string = ({ what }) => markdownCell(what),
): readonly string[] {
  const { protocols, rows } = matrix;
  const heads = protocols.map((name) => PROTOCOL_WORDS[name].short);
  const sums = tallies(matrix).map(({ pass, of }) => `**${pass}/${of}**`);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const themes = [...new Set(rows.map(({ theme }) => theme))];
  return [
    line(["", ...heads]),
    line(["---", ...heads.map(() => ":-:")]),
    ...themes.flatMap((theme) => [
      line([`**${THEME_WORDS[theme]}**`, ...heads.map(() => "")]),
      ...rows
        .filter((row) => row.theme === theme)
        .map((row) => line([link(row), ...row.cells.map(cellText)])),
    ]),
    line(["**got through**", ...sums]),
  ];
}

function cellText(cell: MatrixCell): string {
  const word = glued(cellWord(cell));
  return wasRun(cell) && cell.harms.length > 0 ? `**${word}**` : word;
}

function details(
  row: MatrixRow,
  protocols: Matrix["protocols"],
  link: (row: MatrixRow) => string,
): readonly string[] {
  const { cells, file, question } = row;
  const lines = protocols.map((protocol, i) => {
    const cell = cells[i];
    if (cell === undefined) return "";
    const command = replayCommand(file, protocol, cell);
    const replay = command === undefined || cell.kind === "pass" ? "" : `<br>\`${command}\``;
    return `| ${cellText(cell)} | ${protocol} | ${markdownCell(cellSentence(cell))}${replay} |`;
  });
  return [
    `<details><summary>${markdownCell(row.what)}</summary>`,
    "",
    `${link(row)}: ${markdownCell(question)}`,
    "",
    "| | way | what came |",
    "|---|---|---|",
    ...lines,
    "",
    "</details>",
    "",
  ];
}
