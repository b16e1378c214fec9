/** The whole page: one file, no request, complete without a script. */
import { gzipSync } from "fflate";
import type { LiveParts } from "../../../explore/live/live-parts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import { pack } from "../../../explore/report-pack.ts";
import { colourWord } from "../../names.ts";
import { embeddedJson, isEmbeddable } from "../markup/embedded.ts";
import { type Markup, markup, rawText } from "../markup/markup.ts";
import { stylesheet } from "../style/stylesheet.ts";
import { headline, VERDICTS } from "../words/headline-words.ts";
import { hatches } from "./defs.ts";
import { sectionLinks, sectionsOf } from "./sections.ts";

/** What runs in the page: the script's text and its SHA-256 in base64, for the policy. */
export interface ClientScript {
  readonly text: string;
  readonly sha256: string;
}

export interface PageParts {
  readonly model: ReportModel;
  /** Undefined: a page that only stands there. */
  readonly script: ClientScript | undefined;
  /** What a live run takes; undefined: the page simulates nothing. */
  readonly live: LiveParts | undefined;
}

/** The page's text. The same parts give the same text, everywhere and always. */
export function reportPage({ model, script, live }: PageParts): string {
  const sections = sectionsOf(model);
  const { word } = VERDICTS[model.verdict.status];
  const head = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${word}: ${model.header.title}, ${headline(model)}</title>
<link rel="icon" href="data:,">
<style>${rawText(stylesheet())}</style>
</head>
<body>
<div class="page">
<a class="skip" href="#verdict">To the verdict</a>
${hatches()}${topLine(model)}
<nav class="sections" aria-label="Sections">${sectionLinks(sections)}<span class="spacer"></span><span class="tools" id="tools"></span></nav>
<main id="report">
${sections.map((one) => one.markup)}
</main>
<footer><p>Deterministic: the same scenario, seed and version give this file byte for byte.</p><p>No network. Complete without JavaScript.</p></footer>
</div>
${islands(model, live)}
</body>
</html>
`;
  return withScript(head.text, script);
}

function policy(script: ClientScript | undefined): string {
  const scripts = script === undefined ? "" : `; script-src 'sha256-${script.sha256}'`;
  return `default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'${scripts}`;
}

function topLine({ header }: ReportModel): Markup {
  const { jobs, title, seed, seeds, version, inputs } = header;
  const job = (role: "outgoing" | "incoming"): Markup => {
    const { colour, name, parallelism } = jobs[role];
    const own = name === role ? "" : ` ${name}`;
    return markup`<span class="job-${colour === "BLUE" ? "blue" : "green"}">${colourWord(colour)}${own && markup`<bdi>${own}</bdi>`}</span> ×${parallelism}`;
  };
  const of = seeds.runs > 1 ? ` of ${seeds.runs}` : "";
  return markup`<header class="top"><p class="what"><b><bdi>${title}</bdi></b> <span class="dim">hand-over from ${job("outgoing")} to ${job("incoming")}</span></p><p class="run">seed ${seed}${of} · handover ${version} · inputs ${inputs.slice(0, 7)}</p></header>`;
}

/** The summary can be read and searched as it is; the rest is packed. */
function islands(model: ReportModel, live: LiveParts | undefined): Markup {
  const { schema, header, verdict } = model;
  const summary = embeddedJson({ schema, header, verdict });
  return markup`<script type="application/json" id="summary">${rawText(summary)}</script>
${island("report-data", textBytes(JSON.stringify(pack(model))))}${live && island("live-data", textBytes(live.json))}${
  live !== undefined && live.columns.length > 0 && island("live-columns", live.columns)
}`;
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function island(id: string, bytes: Uint8Array): Markup {
  return markup`<script type="application/octet-stream" id="${id}">${rawText(packed(bytes))}</script>
`;
}

/** Gzip without a date, by one packer on every platform, as base64. */
function packed(bytes: Uint8Array): string {
  const zipped = gzipSync(bytes, { level: 9, mtime: 0 });
  let binary = "";
  for (let at = 0; at < zipped.length; at += 8_192) {
    binary += String.fromCharCode(...zipped.subarray(at, at + 8_192));
  }
  return btoa(binary);
}

/** Last, so that all that it looks for is there. */
function withScript(page: string, script: ClientScript | undefined): string {
  if (script === undefined) return page;
  if (!isEmbeddable(script.text)) throw new Error("the client's script would end its own element");
  const end = page.lastIndexOf("</body>");
  return `${page.slice(0, end)}<script>${script.text}</script>\n${page.slice(end)}`;
}
