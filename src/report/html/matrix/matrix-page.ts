/** The table of protocols against hazards as one file that asks for nothing and runs nothing. */
import { type Matrix, survivors } from "../../../explore/matrix/matrix.ts";
import { PROTOCOL_WORDS } from "../../matrix/matrix-words.ts";
import { countOf } from "../../quantity.ts";
import { type Markup, markup, rawText } from "../markup/markup.ts";
import { stylesheet } from "../style/stylesheet.ts";
import { matrixDetails } from "./matrix-details.ts";
import { matrixGrid } from "./matrix-grid.ts";
import { MATRIX_STYLE } from "./matrix-style.ts";

/** The page's text. The same table gives the same text. */
export function matrixPage(matrix: Matrix): string {
  const { rows, protocols, seeds } = matrix;
  const size = `${countOf(protocols.length, "ways")} of handing over, ${countOf(rows.length, "mishaps")}, ${countOf(seeds, "seeds")} a cell`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Which way survives which mishap</title>
<link rel="icon" href="data:,">
<style>${rawText(`${stylesheet()}${MATRIX_STYLE}`)}</style>
</head>
<body>
<div class="page matrix-page">
<header class="top"><p class="what"><b>handover matrix</b> <span class="dim">every protocol against every hazard, by simulation</span></p><p class="run">${size}</p></header>
<main>
<section class="whole-table" id="verdict">
<h1>${headline(matrix)}</h1>
<p class="lead">Each cell is the worst that any of its seeds came to; a dot says that other seeds held. The mishap is the row’s, the settings are those that a team would choose with the protocol. Ways “with a pause” stop the old job before the new one writes.</p>
${legend()}
${matrixGrid(matrix)}
</section>
<section id="in-full"><h2>In full</h2>
<p class="answer">What came in how many seeds, and the command that shows the seed with the most harm.</p>
${matrixDetails(matrix)}
</section>
</main>
<footer><p>Deterministic: the same scenarios, seeds and version give this file byte for byte.</p><p>No network. No script.</p></footer>
</div>
</body>
</html>
`.text;
}

function headline(matrix: Matrix): string {
  const names = survivors(matrix).map((name) => PROTOCOL_WORDS[name].long);
  if (names.length === 0) return "No way of handing over survives every mishap";
  const list =
    names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return `Of all ways, “${list}” ${names.length === 1 ? "survives" : "survive"} every mishap that can be survived`;
}

const LEGEND: readonly (readonly [kind: string, word: string, says: string])[] = [
  ["pass", "✓", "exactly once in every seed"],
  ["back", "✓ back", "exactly once, and taken back"],
  ["gap", "gap", "records lost"],
  ["duplicate", "dup", "records twice"],
  ["wrong", "wrong", "output that nobody should see"],
  ["stall", "stall", "not over in time, or nobody left to write"],
  ["inconclusive", "?", "proves nothing"],
  ["na", "n/a", "needs what the scenario lacks"],
  ["na", "–", "has nothing that could be struck"],
];

function legend(): Markup {
  return markup`<ul class="legend grid">${LEGEND.map(
    ([kind, word, says]) => markup`<li><span class="cell ${kind}">${word}</span>${says}</li>`,
  )}</ul>`;
}
