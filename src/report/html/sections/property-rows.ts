import { scaleSqrt } from "d3";
import type { PropertyRow } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { PropertyStatus } from "../../../oracle/verdict.ts";
import type { Names } from "../../names.ts";
import { countOf, countText, signedSpanText, spanText } from "../../quantity.ts";
import { witnessSentence } from "../../witness-sentence.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { prose } from "../words/prose.ts";
import { settingInSentence } from "../words/setting-words.ts";

const MARKS: Readonly<Record<PropertyStatus, { readonly word: string; readonly sign: string }>> = {
  fail: { word: "FAIL", sign: "✕" },
  inconclusive: { word: "OPEN", sign: "?" },
  noted: { word: "NOTE", sign: "·" },
  pass: { word: "PASS", sign: "✓" },
  "not-applicable": { word: "NONE", sign: "·" },
};

/** What failed first, then what is open or noted, then what holds; each from the smallest margin on. */
const ORDER: readonly PropertyStatus[] = ["fail", "inconclusive", "noted", "pass"];

export function inOrder(properties: readonly PropertyRow[]): readonly PropertyRow[] {
  return ORDER.flatMap((status) =>
    properties
      .filter((property) => property.status === status)
      .map((property, place) => ({ property, place }))
      .toSorted((a, b) => distance(a.property) - distance(b.property) || a.place - b.place)
      .map(({ property }) => property),
  );
}

function distance({ margin }: PropertyRow): number {
  return margin?.micros ?? Number.MAX_SAFE_INTEGER;
}

/** The table of the first screen. */
export function propertyRows(model: ReportModel, names: Names): Markup {
  const { verdict } = model;
  const rows = inOrder(verdict.properties);
  const none = verdict.properties.filter(({ status }) => status === "not-applicable");
  const bar = marginBar(rows);
  return markup`<table class="properties"><caption class="unseen">Properties of the hand-over</caption>
<thead><tr><th scope="col"><span class="unseen">Result</span></th><th scope="col">Property</th><th scope="col">Checked</th><th scope="col" colspan="2">Margin to failing</th></tr></thead>
<tbody>${rows.map((row) => tableRow(row, model, names, bar))}</tbody></table>${
    none.length > 0 &&
    markup`<p class="note">Not applicable: ${none.map(({ title }) => title).join(", ")}.</p>`
  }`;
}

function tableRow(
  row: PropertyRow,
  model: ReportModel,
  names: Names,
  bar: (micros: number) => Markup,
): Markup {
  const { status, title, witness, margin, failure } = row;
  const { word, sign } = MARKS[status];
  const isBad = status === "fail" || status === "inconclusive";
  const told = isBad && witness !== null;
  const sentence = told ? prose(witnessSentence(row, witness, names)) : undefined;
  const span = told ? markup` rowspan="2"` : undefined;
  const more =
    told &&
    markup`<tr class="witness"><td colspan="4">${sentence}${
      failure !== null && markup` <a href="#failure/${failure}">Details</a>`
    }</td></tr>`;
  return markup`<tr class="row${told ? " told" : ""}"><td${span}><span class="chip ${status}">${sign} ${word}</span></td><th scope="row">${title}</th><td>${checkedText(row)}</td><td>${margin !== null && bar(margin.micros)}</td><td>${marginText(row, model)}</td></tr>${more}`;
}

/** "8 of 1 284 records"; of what passed, how much was looked at. */
export function checkedText({
  name,
  status,
  checked,
  failures,
  unit,
  counts,
}: PropertyRow): string {
  const took = counts["tookMicros"];
  if (took !== undefined && checked === 1) return spanText(took);
  const all = countOf(checked, unit);
  if (status === "pass") return all;
  return `${countText(failures)} ${name === "order" ? "in" : "of"} ${all}`;
}

/** Limits that a scenario sets itself. */
const LIMITS: Readonly<Record<string, string>> = {
  "handed-over-within": "time allowed",
  "visible-within": "time allowed",
  silence: "silence allowed",
  "key-silence": "silence of a key",
};

function marginText({ name, status, margin }: PropertyRow, { margins }: ReportModel): Markup {
  if (margin === null) {
    const along = margins.find(
      ({ property, marginMicros }) => property === name && marginMicros === null,
    );
    if (along === undefined) return markup`<span class="dim">yes or no</span>`;
    const verb = status === "fail" ? "fails" : "holds";
    return markup`<span class="dim">${verb} at any ${settingInSentence(along.setting)}</span>`;
  }
  const { micros, against, isMonotone } = margin;
  const what = LIMITS[against] ?? (against.includes(".") ? settingInSentence(against) : against);
  const note = isMonotone ? what : `${what}, not monotone`;
  return markup`<b class="${micros < 0 ? "bad" : ""}">${signedSpanText(micros)}</b> <span class="dim">${note}</span>`;
}

const BAR_WIDTH = 120;

/** Bars around one zero line, by the square root, so that small ones are seen beside large ones. */
function marginBar(rows: readonly PropertyRow[]): (micros: number) => Markup {
  const all = rows.flatMap(({ margin }) => (margin === null ? [] : [margin.micros]));
  const low = Math.min(0, ...all);
  const high = Math.max(0, ...all);
  const zero = low < 0 ? 40 : 1;
  const scale = scaleSqrt([0, Math.max(high, -low, 1)], [0, BAR_WIDTH - zero]);
  return (micros) => {
    const length = Math.max(2, Math.min(scale(Math.abs(micros)), micros < 0 ? zero : BAR_WIDTH));
    const left = micros < 0 ? zero - length : zero;
    return markup`<svg class="margin" width="${BAR_WIDTH}" height="14" viewBox="0 0 ${BAR_WIDTH} 14" aria-hidden="true"><rect class="${micros < 0 ? "m-bad" : "m-good"}" x="${px(left)}" y="2" width="${px(length)}" height="10"/><path class="zero" d="M${zero} 0v14"/></svg>`;
  };
}
