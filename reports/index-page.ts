import type { ReportModel } from "../src/explore/report-model.ts";
import { type Markup, markup, rawText } from "../src/report/html/markup/markup.ts";
import { stylesheet } from "../src/report/html/style/stylesheet.ts";
import { headline, VERDICTS } from "../src/report/html/words/headline-words.ts";
import type { GalleryEntry } from "./gallery.ts";

/** A report of the gallery, as far as the list shows it. */
export interface ListedReport {
  readonly entry: GalleryEntry;
  readonly model: Pick<ReportModel, "header" | "verdict">;
}

/** The page that lists them. */
export function indexPage(reports: readonly ListedReport[]): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Handover: reports</title>
<link rel="icon" href="data:,">
<style>${rawText(stylesheet())}${rawText(OWN)}</style>
</head>
<body>
<div class="page">
<header class="top"><p class="what"><b>Handover</b> <span class="dim">reports of simulated hand-overs</span></p></header>
<main>
<h1>What a run can come to</h1>
<p class="lead">Each report is one file: it asks for nothing, says everything without a script, and with one simulates its hand-over again when a setting is moved.</p>
<ol class="gallery">${reports.map(listed)}</ol>
</main>
<footer><p>Made by <code>npm run gallery</code>, the same bytes every time.</p></footer>
</div>
</body>
</html>
`.text;
}

const OWN = `
.gallery{list-style:none;margin:24px 0 0;padding:0;max-width:980px}
.gallery li{display:grid;grid-template-columns:130px minmax(0,1fr);gap:4px 20px;padding:16px 0;border-top:1px solid var(--hair)}
.gallery h2{margin:0;font-size:18px}
.gallery p{margin:2px 0;color:var(--ink2)}
@media (max-width:640px){.gallery li{grid-template-columns:minmax(0,1fr)}}
`;

function listed({ entry, model }: ListedReport): Markup {
  const { word, sign } = VERDICTS[model.verdict.status];
  const { title, question } = model.header;
  return markup`<li><p><span class="chip big ${model.verdict.status}">${sign} ${word}</span></p>
<div><h2><a href="${entry.name}.html">${title}: ${headline(model)}</a></h2>
<p>${question}</p>
<p class="note">${entry.about}</p></div></li>`;
}
