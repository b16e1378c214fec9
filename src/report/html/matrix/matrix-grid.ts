import { type MatrixCell, wasRun } from "../../../explore/matrix/cell.ts";
import { type Matrix, type MatrixRow, tallies } from "../../../explore/matrix/matrix.ts";
import { cellSentence, cellWord, PROTOCOL_WORDS, THEME_WORDS } from "../../matrix/matrix-words.ts";
import { type Markup, markup } from "../markup/markup.ts";

/** The table: a row a hazard under its theme, a column a protocol under its group. */
export function matrixGrid(matrix: Matrix): Markup {
  const { protocols, rows } = matrix;
  const groups = groupsOf(matrix);
  return markup`<div class="grid" role="region" tabindex="0" aria-label="Protocols against hazards"><table>
<thead><tr class="groups"><td></td>${groups.map(
    ({ name, span }) => markup`<th colspan="${span}" scope="colgroup"><span>${name}</span></th>`,
  )}</tr>
<tr><td></td>${protocols.map(
    (name) =>
      markup`<th scope="col" title="${PROTOCOL_WORDS[name].long}">${PROTOCOL_WORDS[name].short}</th>`,
  )}</tr></thead>
<tbody>
${rows.map((row, i) => [
  row.theme !== rows[i - 1]?.theme &&
    markup`<tr class="theme"><th colspan="${protocols.length + 1}" scope="colgroup">${THEME_WORDS[row.theme]}</th></tr>
`,
  gridRow(row, i, matrix),
])}</tbody>
${totals(matrix)}</table></div>`;
}

function groupsOf({ protocols }: Matrix): readonly { name: string; span: number }[] {
  const groups: { name: string; span: number }[] = [];
  for (const protocol of protocols) {
    const name = PROTOCOL_WORDS[protocol].group;
    const last = groups.at(-1);
    if (last?.name === name) last.span++;
    else groups.push({ name, span: 1 });
  }
  return groups;
}

function gridRow({ what, cells }: MatrixRow, index: number, { protocols }: Matrix): Markup {
  return markup`<tr><th scope="row"><a href="#hazard-${index + 1}">${what}</a></th>${cells.map(
    (cell, i) => markup`<td>${cellChip(cell, `#hazard-${index + 1}`, protocols[i] ?? "")}</td>`,
  )}</tr>
`;
}

/** A cell: a link to what came in full where `target` is one. */
export function cellChip(cell: MatrixCell, target: string | undefined, protocol: string): Markup {
  const word = cellWord(cell);
  const isSome = wasRun(cell) && cell.kind !== "pass" && cell.pass > 0;
  const kind = !wasRun(cell) ? "na" : word === "✓ back" ? "back" : cell.kind;
  const shape = `cell ${kind}${isSome ? " some" : ""}`;
  if (target === undefined) return markup`<span class="${shape}">${word}</span>`;
  return markup`<a class="${shape}" href="${target}" title="${protocol}: ${cellSentence(cell)}">${word}</a>`;
}

function totals(matrix: Matrix): Markup {
  return markup`<tfoot><tr><th scope="row">got through</th>${tallies(matrix).map(
    ({ pass, of }) =>
      markup`<td>${pass}/${of}<span class="bar"><i style="width:${of === 0 ? 0 : Math.round((100 * pass) / of)}%"></i></span></td>`,
  )}</tr></tfoot>
`;
}
