import { scaleLinear } from "d3";
import type { Gauge, GaugeZone } from "../../../explore/report-margins.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { PropertyName } from "../../../oracle/verdict.ts";
import { countText, spanText } from "../../quantity.ts";
import { drawing } from "../charts/frame.ts";
import { type Label, LabelLayer } from "../charts/label.ts";
import { fitted, textWidth } from "../charts/text-width.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { settingInSentence, settingLabel } from "../words/setting-words.ts";

const WIDTH = 820;
const BAR_TOP = 40;
const BAR = 26;
const BOTTOM = BAR_TOP + BAR;
const HEIGHT = 96;

/** What a zone of the gauge is called in which that property fails. */
const FAILING: Readonly<Partial<Record<PropertyName, string>>> = {
  "no-gap": "records lost",
  "no-duplicate": "records duplicated",
  payload: "results wrong",
  order: "out of order",
  "whole-transactions": "transactions torn",
  "late-set": "late records differ",
  "visible-in-time": "visible too late",
  "handed-over": "hand-over does not end",
  "end-state": "wrong end state",
  "no-silence": "silent too long",
};

/** The axis of the setting that binds: where it fails, where it does not, and where this run stands. */
export function gaugeChart(model: ReportModel): Markup | undefined {
  const { gauge } = model;
  if (gauge === null) return undefined;
  const x = scaleLinear([gauge.lowMicros, gauge.highMicros], [0, WIDTH]);
  const at = (micros: number): number => Math.max(1, Math.min(WIDTH - 1, x(micros)));
  const layer = new LabelLayer({ left: -2, top: 0, right: WIDTH + 4, bottom: HEIGHT });
  const zones = gauge.zones.map((zone) => zoneOf(zone, gauge, at));
  const marks = [usedMark(at(gauge.usedMicros)), recommendedMark(gauge, at)];
  const bracket = bracketOf(model, at, layer);
  wordsAbove(gauge, at, layer);
  layer.place({ x: 0, y: BOTTOM + 17, text: spanText(gauge.lowMicros), tone: "ink3" });
  layer.place({
    x: WIDTH,
    y: BOTTOM + 17,
    text: spanText(gauge.highMicros),
    tone: "ink3",
    anchor: "end",
  });
  return drawing({
    id: "gauge",
    width: WIDTH,
    height: HEIGHT,
    title: `How far from failing: ${settingInSentence(gauge.setting)}`,
    answer: gaugeAnswer(model),
    content: [...zones, ...marks, ...bracket, ...layer.drawn],
  });
}

/** The same in a sentence. */
function gaugeAnswer({ gauge, margins }: ReportModel): string {
  if (gauge === null) return "";
  const margin = margins[gauge.margin]?.marginMicros ?? null;
  const parts = gauge.zones.map(
    ({ fromMicros, toMicros, failing }) =>
      `${spanText(fromMicros)} to ${spanText(toMicros)}: ${zoneWords(failing, gauge)}`,
  );
  return [
    `${settingLabel(gauge.setting)}, used ${spanText(gauge.usedMicros)}.`,
    `${parts.join("; ")}.`,
    margin === null ? "" : marginWords(margin, gauge.usedMicros),
  ].join(" ");
}

function zoneWords(failing: readonly PropertyName[], gauge: Gauge): string {
  const [first] = failing;
  if (first !== undefined) return FAILING[first] ?? "fails";
  return gauge.seeds > 1 ? `holds, ${countText(gauge.seeds)} seeds run` : "holds";
}

function zoneOf(
  { fromMicros, toMicros, failing }: GaugeZone,
  gauge: Gauge,
  at: (micros: number) => number,
): Markup {
  const [left, right] = [at(fromMicros), at(toMicros)];
  const isLoss = failing.includes("no-gap") || failing.includes("no-duplicate");
  const kind = failing.length === 0 ? "zone-holds" : isLoss ? "zone-fails" : "zone-other";
  const text = fitted(zoneWords(failing, gauge), right - left - 14, 12);
  const tone = failing.length === 0 ? "t-ink2" : isLoss ? "t-lost" : "t-ink2";
  const isAll = left < 2;
  const place = markup`x="${px(isAll ? left + 8 : (left + right) / 2)}" y="${BAR_TOP + 17}"`;
  const word =
    text.length < 3
      ? undefined
      : markup`<text ${place}${isAll ? undefined : markup` text-anchor="middle"`} class="${tone} halo-panel">${text}</text>`;
  return markup`<rect class="${kind}" x="${px(left)}" y="${BAR_TOP}" width="${px(right - left)}" height="${BAR}"/>${word}`;
}

function usedMark(x: number): Markup {
  const top = BAR_TOP - 10;
  return markup`<path class="used" d="M${px(x)} ${BAR_TOP}l-6 -10h12z"/><path class="used-line" d="M${px(x)} ${top + 8}V${BOTTOM + 5}"/>`;
}

function recommendedMark(
  { recommendedMicros, usedMicros }: Gauge,
  at: (micros: number) => number,
): Markup {
  if (recommendedMicros === null || recommendedMicros === usedMicros) return markup``;
  const x = at(recommendedMicros);
  return markup`<path class="wanted" d="M${px(x)} ${BAR_TOP}l-6 -10h12z"/><path class="wanted-line" d="M${px(x)} ${BAR_TOP}V${BOTTOM}"/>`;
}

function wordsAbove(gauge: Gauge, at: (micros: number) => number, layer: LabelLayer): void {
  const { usedMicros, recommendedMicros, setting } = gauge;
  pair(layer, at(usedMicros), spanText(usedMicros, 3), "used here");
  if (recommendedMicros !== null && recommendedMicros !== usedMicros) {
    pair(layer, at(recommendedMicros), spanText(recommendedMicros, 3), "recommended");
  }
  const name = { y: 26, text: `${settingInSentence(setting)} →`, tone: "ink3" } as const;
  layer.place({ ...name, x: WIDTH, anchor: "end" }, { ...name, x: 0 });
}

/** A value and what it is, on either side of its mark. */
function pair(layer: LabelLayer, x: number, value: string, what: string): void {
  const on = (anchor: "start" | "end"): readonly Label[] => {
    const place = { x: anchor === "start" ? x + 9 : x - 9, anchor };
    return [
      { ...place, y: 12, text: value, tone: "ink", face: "bold" },
      { ...place, y: 26, text: what, tone: "ink2" },
    ];
  };
  layer.place(on("start"), on("end"));
}

/** From where the run stands to where it would change. */
function bracketOf(
  { gauge, margins }: ReportModel,
  at: (micros: number) => number,
  layer: LabelLayer,
): readonly Markup[] {
  const margin = gauge === null ? null : (margins[gauge.margin]?.marginMicros ?? null);
  if (gauge === null || margin === null) return [];
  const [from, to] = [at(gauge.usedMicros), at(gauge.usedMicros - margin)];
  const isBad = margin < 0;
  const text = marginWords(margin, gauge.usedMicros);
  const right = Math.max(from, to) + 8;
  const room = WIDTH - textWidth(spanText(gauge.highMicros), 12) - 12;
  const fitsRight = right + textWidth(text, 12, "bold") < room;
  layer.place({
    x: fitsRight ? right : Math.min(from, to) - 8,
    y: BOTTOM + 17,
    text,
    tone: isBad ? "lost" : "ink",
    face: "bold",
    anchor: fitsRight ? "start" : "end",
  });
  return [
    markup`<path class="${isBad ? "bracket-bad" : "bracket"}" d="M${px(from)} ${BOTTOM + 6}v7H${px(to)}v-7"/>`,
  ];
}

function marginWords(margin: number, used: number): string {
  if (margin >= 0) return `${spanText(margin)} away from failing`;
  return `${spanText(-margin)} short of the ${spanText(used - margin)} that this run needed`;
}
