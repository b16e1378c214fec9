import { type Markup, markup, type Piece } from "../markup/markup.ts";

export interface SectionParts {
  /** Of the element, so that links find it without a script. */
  readonly id: string;
  readonly number: number;
  /** A question; `answer` is what was computed. */
  readonly title: Piece;
  readonly answer: Piece;
  readonly body: Piece;
}

/** A question, its answer in one line, and what shows it. */
export function section({ id, number, title, answer, body }: SectionParts): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title"><span class="number">${number}</span> ${title}</h2>
<p class="answer">${answer}</p>
${body}</section>`;
}

/** A drawing that may be wider than the window: it scrolls by itself, and is one stop of the tab key. */
export function scrolled(drawn: Markup, name: string): Markup {
  return markup`<div class="chart scroll" role="region" tabindex="0" aria-label="Chart: ${name}">${drawn}</div>`;
}

export interface TableParts {
  readonly summary: string;
  readonly head: readonly string[];
  /** Columns of numbers stand on the right; by index. */
  readonly numbers?: readonly number[];
  readonly rows: readonly (readonly Piece[])[];
  /** Rows there are; where it is more than `rows`, the table says so. */
  readonly total?: number;
}

/** The same data as text, closed until somebody wants it; found by the browser's search all the same. */
export function dataTable(parts: TableParts): Markup {
  const { summary, rows } = parts;
  if (rows.length === 0) return markup``;
  return markup`<details><summary>${summary}</summary>${bareTable(parts)}</details>`;
}

/** The table alone. */
export function bareTable({
  summary,
  head,
  numbers = [],
  rows,
  total = rows.length,
}: TableParts): Markup {
  const side = (i: number): Markup | undefined =>
    numbers.includes(i) ? markup` class="n"` : undefined;
  const more =
    total > rows.length && markup`<p class="note">The first ${rows.length} of ${total}.</p>`;
  return markup`<div class="table scroll" role="region" tabindex="0" aria-label="${summary}"><table><thead><tr>${head.map(
    (name, i) => markup`<th scope="col"${side(i)}>${name}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) => markup`<tr>${row.map((cell, i) => markup`<td${side(i)}>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>${more}`;
}
