import { scaleLinear } from "d3";
import type { Gauge, GaugeZone } from "../../../explore/report-margins.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { PropertyName } from "../../../oracle/verdict.ts";
import { countText, spanText } from "../../quantity.ts";
import { drawing } from "../charts/frame.ts";
import { type Label, LabelLayer } from "../charts/label.ts";
import { textWidth } from "../charts/text-width.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { settingInSentence, settingLabel } from "../words/setting-words.ts";

/** The bar is as wide as the table below it; marks may stand out on either side. */
const PAD = 8;
const LEFT = PAD;
const RIGHT = PAD + 820;
const WIDTH = RIGHT + PAD;
const BAR_TOP = 40;
const BAR = 26;
const BOTTOM = BAR_TOP + BAR;
const HEIGHT = 100;

/** What a zone of the gauge is called in which that property fails. */
const FAILING: Readonly<Partial<Record<PropertyName, string>>> = {
  "no-gap": "records lost",
  "no-duplicate": "records duplicated",
  payload: "results wrong",
  order: "out of order",
  "whole-transactions": "transactions torn",
  "late-set": "late records differ",
  alike: "outputs differ between the jobs",
  "visible-in-time": "visible too late",
  "handed-over": "hand-over does not end",
  "end-state": "wrong end state",
  "no-silence": "silent too long",
};

/** The axis of the setting that binds: where it fails, where it does not, and where this run stands. */
export function gaugeChart(model: ReportModel): Markup | undefined {
  const { gauge } = model;
  if (gauge === null) return undefined;
  const x = scaleLinear([gauge.lowMicros, gauge.highMicros], [LEFT, RIGHT]);
  const at = (micros: number): number => Math.max(LEFT, Math.min(RIGHT, x(micros)));
  const layer = new LabelLayer({ left: 0, top: 0, right: WIDTH, bottom: HEIGHT });
  for (const micros of [gauge.usedMicros, gauge.recommendedMicros ?? gauge.usedMicros]) {
    layer.block({ left: at(micros) - 7, right: at(micros) + 7, top: BAR_TOP - 10, bottom: BOTTOM });
  }
  wordsAbove(gauge, at, layer);
  const bracket = bracketOf(model, at, layer);
  const zones = gauge.zones.map((zone) => zoneOf(zone, gauge, at, layer));
  const marks = [usedMark(at(gauge.usedMicros)), recommendedMark(gauge, at)];
  endWords(gauge, layer);
  return drawing({
    id: "gauge",
    width: WIDTH,
    height: HEIGHT,
    title: `How far from failing: ${settingInSentence(gauge.setting)}`,
    answer: gaugeAnswer(model),
    content: [...zones, ...marks, ...bracket, ...layer.drawn],
  });
}

/** What the axis begins and ends with; below a bracket that reaches so far. */
function endWords({ lowMicros, highMicros }: Gauge, layer: LabelLayer): void {
  const low = { x: LEFT, text: spanText(lowMicros), tone: "ink3" } as const;
  const high = { x: RIGHT, text: spanText(highMicros), tone: "ink3", anchor: "end" } as const;
  for (const word of [low, high])
    layer.place({ ...word, y: BOTTOM + 17 }, { ...word, y: BOTTOM + 28 });
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
    margin === null ? "" : `${marginWords(gauge, margins)}.`,
  ].join(" ");
}

function zoneWords(failing: readonly PropertyName[], gauge: Gauge): string {
  if (failing.includes("no-gap") && failing.includes("no-duplicate")) return "lost and duplicated";
  const [first] = failing;
  if (first !== undefined) return FAILING[first] ?? "fails";
  return gauge.seeds > 1 ? `holds, ${countText(gauge.seeds)} seeds run` : "holds";
}

function zoneOf(
  { fromMicros, toMicros, failing }: GaugeZone,
  gauge: Gauge,
  at: (micros: number) => number,
  layer: LabelLayer,
): Markup {
  const [left, right] = [at(fromMicros), at(toMicros)];
  const isLoss = failing.includes("no-gap") || failing.includes("no-duplicate");
  const kind = failing.length === 0 ? "zone-holds" : isLoss ? "zone-fails" : "zone-other";
  const text = zoneWords(failing, gauge);
  const word = { text, tone: isLoss ? "lost" : "ink2" } as const;
  const inside = { ...word, y: BAR_TOP + 17 };
  const fits = textWidth(text, 12) <= right - left - 8;
  const above = { ...word, x: left, y: BAR_TOP - 6 };
  const candidates: readonly Label[] = [
    { ...inside, x: (left + right) / 2, anchor: "middle" },
    { ...inside, x: left + 8 },
    { ...inside, x: right - 8, anchor: "end" },
  ];
  layer.place(...(fits ? candidates : []), ...(failing.length > 0 ? [above] : []));
  const ground =
    fits && kind === "zone-other"
      ? markup`<rect class="zone-word" x="${px((left + right) / 2 - textWidth(text, 12) / 2 - 4)}" y="${BAR_TOP + 5}" width="${px(textWidth(text, 12) + 8)}" height="${BAR - 10}"/>`
      : undefined;
  return markup`<rect class="${kind}" x="${px(left)}" y="${BAR_TOP}" width="${px(right - left)}" height="${BAR}"/>${ground}`;
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
  layer.place({ ...name, x: RIGHT, anchor: "end" }, { ...name, x: LEFT });
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
  const text = marginWords(gauge, margins);
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const room = RIGHT - textWidth(spanText(gauge.highMicros), 12) - 12;
  const word = { y: BOTTOM + 17, text, tone: isBad ? "lost" : "ink", face: "bold" } as const;
  const fitsRight = right + 8 + textWidth(text, 12, "bold") < room;
  layer.place(
    ...(fitsRight ? [{ ...word, x: right + 8 }] : []),
    { ...word, x: left - 8, anchor: "end" },
    { ...word, x: (left + right) / 2, y: BOTTOM + 28, anchor: "middle" },
    { ...word, x: left, y: BOTTOM + 28 },
    { ...word, x: right, y: BOTTOM + 28, anchor: "end" },
  );
  layer.block({
    left,
    right,
    top: BOTTOM,
    bottom: BOTTOM + 14,
  });
  return [
    markup`<path class="${isBad ? "bracket-bad" : "bracket"}" d="M${px(from)} ${BOTTOM + 6}v7H${px(to)}v-7"/>`,
  ];
}

/** An edge that is known to within this share of its value is told as it is. */
const COARSE = 0.1;

function marginWords(gauge: Gauge, margins: ReportModel["margins"]): string {
  const found = margins[gauge.margin];
  const micros = found?.marginMicros ?? 0;
  if (micros >= 0) return `${spanText(micros)} away from failing`;
  const { holdsAtMicros: holds, failsAtMicros: fails } = found ?? {};
  const needed = gauge.usedMicros - micros;
  const isCoarse = Math.abs((holds ?? 0) - (fails ?? 0)) > COARSE * Math.max(needed, 1);
  if (isCoarse) return `this run needed up to ${spanText(needed)}`;
  if (gauge.usedMicros === 0) return `this run needed ${spanText(needed)}`;
  return `${spanText(-micros)} short of the ${spanText(needed)} that this run needed`;
}
