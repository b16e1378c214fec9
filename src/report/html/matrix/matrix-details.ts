import type { Matrix, MatrixRow } from "../../../explore/matrix/matrix.ts";
import { cellSentence, PROTOCOL_WORDS, replayCommand } from "../../matrix/matrix-words.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { cellChip } from "./matrix-grid.ts";

/** Each hazard in full: its question, its file, what came of each protocol and how to see it again. */
export function matrixDetails({ rows, protocols }: Matrix): Markup {
  return markup`${rows.map(
    (row, i) => markup`<div class="hazard" id="hazard-${i + 1}"><h3>${row.what}</h3>
<p>${row.question} <code>${row.file}</code></p>
<table><tbody>${protocols.map((protocol, column) => wayRow(row, protocol, column))}</tbody></table></div>
`,
  )}`;
}

function wayRow(
  { cells, file }: MatrixRow,
  protocol: Matrix["protocols"][number],
  column: number,
): Markup | undefined {
  const cell = cells[column];
  if (cell === undefined) return undefined;
  const command = replayCommand(file, protocol, cell);
  const replay =
    command !== undefined && cell.kind !== "pass" && markup`<br><code>${command}</code>`;
  return markup`<tr><td class="grid">${cellChip(cell, undefined, protocol)}</td><td class="way">${PROTOCOL_WORDS[protocol].long}</td><td>${cellSentence(cell)}${replay}</td></tr>`;
}
