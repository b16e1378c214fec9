/** Chart 6: the events that decided about one record, a row each; time runs down, not to scale. */
import type { Cause, Lifeline, SliceEvent } from "../../../explore/report-causes.ts";
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { disc, lozenge, type Point, px } from "../markup/svg.ts";
import { judgementLines } from "../words/cause-words.ts";
import { eventWords, lifelineName } from "../words/slice-words.ts";
import { type Label, LabelLayer, type Tone } from "./label.ts";
import { lostRings } from "./marks.ts";
import type { ChartContent } from "./timeline-chart.ts";
import { toneOf } from "./view.ts";

export const WHY_WIDTH = 620;
const STAMPS = 80;
/** Beside the last lifeline, for what its gate did. */
const SIDE = 176;
const TOP = 44;
const ROW = 46;

interface WhyPlot {
  readonly model: ReportModel;
  readonly names: Names;
  readonly cause: Cause;
  readonly failure: FailedRecord;
  readonly layer: LabelLayer;
  readonly x: (lifeline: number) => number;
  /** The row of an event. */
  readonly y: (event: SliceEvent) => number;
}

export function whyChart(
  model: ReportModel,
  names: Names,
  cause: Cause,
  failure: FailedRecord,
): ChartContent {
  const { lifelines, events } = cause.slice;
  const bottom = TOP + events.length * ROW;
  const step = (WHY_WIDTH - STAMPS - 44 - SIDE) / Math.max(1, lifelines.length - 1);
  const layer = new LabelLayer({ left: -4, top: 0, right: WHY_WIDTH + 4, bottom });
  const plot: WhyPlot = {
    ...{ model, names, cause, failure, layer },
    x: (i) => STAMPS + 44 + i * step,
    y: (event) => TOP + (events.indexOf(event) + 0.55) * ROW,
  };
  const heads = lifelines.map((lifeline, i) => lifelineHead(plot, lifeline, i, bottom));
  for (const event of events) {
    layer.place({ x: 0, y: plot.y(event) + 4, text: names.instant(event.at), tone: "ink3" });
  }
  // What gates did takes its room before the words of messages do.
  const results = events.map((event) => result(plot, event));
  const arrows = events.flatMap((event) => arrow(plot, event) ?? []);
  return { height: bottom + 6, content: [...heads, ...arrows, ...results, ...layer.drawn] };
}

function lifelineHead(plot: WhyPlot, lifeline: Lifeline, i: number, bottom: number): Markup {
  const { model, names, layer, x } = plot;
  const [title, note] = lifelineName(lifeline, names);
  const tone: Tone = "role" in lifeline ? toneOf(model, lifeline.role) : "ink";
  const head = { x: x(i), y: 14, text: title, tone, face: "bold", anchor: "middle" } as const;
  layer.place(head, { ...head, size: 11, within: 84 });
  if (note !== "") layer.place({ x: x(i), y: 29, text: note, tone: "ink3", anchor: "middle" });
  const kind = tone === "ink" ? "lifeline" : `lifeline ${tone}`;
  return markup`<path class="${kind}" d="M${px(x(i))} 36V${px(bottom)}"/>`;
}

/** The mark at the end of an event, and beside it what came of it. */
function result(plot: WhyPlot, event: SliceEvent): Markup {
  const { cause, failure, names, layer, x, y } = plot;
  const point = { x: x(event.to), y: y(event) };
  const lifeline = cause.slice.lifelines[event.to];
  if (event.kind === "judgement" && lifeline?.kind === "gate") {
    const [knew, did] = judgementLines(lifeline.role, failure, names);
    const passed = failure.decisions[lifeline.role]?.passed === true;
    const isTwice = failure.kind === "duplicate";
    const tone: Tone = isTwice ? (passed ? "duplicate" : "ink") : passed ? "ink" : "lost";
    beside(layer, point, [
      { text: knew, tone },
      { text: did, tone, face: "bold" },
    ]);
    if (!passed) return markup`${lostRings([point])}`;
    if (!isTwice) return markup`<path class="write-toggle" d="${disc(point, 4.5)}"/>`;
    return markup`<path class="twice-mark" d="${lozenge(point, 6)}"/>`;
  }
  if (event.from === event.to) {
    const tone: Tone = event.kind === "fault" ? "lost" : "ink";
    beside(layer, point, [{ text: eventWords(plot, event), tone, face: "bold" }]);
    const kind = event.kind === "fault" ? "abort" : "write-toggle";
    const shape = event.kind === "fault" ? crossAt(point) : disc(point, 4);
    return markup`<path class="${kind}" d="${shape}"/>`;
  }
  if (event.kind === "delivery") {
    const words: Line = { text: "knows the toggle", tone: event.isSlow ? "lost" : "ink2" };
    beside(layer, point, [words]);
    return markup`<path class="write-toggle" d="${disc(point, 3.5)}"/>`;
  }
  return markup`<path class="write-toggle" d="${disc(point, 3.5)}"/>`;
}

function crossAt({ x, y }: Point): string {
  return `M${px(x - 5)} ${px(y - 5)}l10 10m0-10l-10 10`;
}

type Line = Pick<Label, "text" | "tone" | "face">;

/** On whichever side of a mark there is room. */
function beside(layer: LabelLayer, { x, y }: Point, lines: readonly Line[]): void {
  const on = (anchor: "start" | "end", dy: number): readonly Label[] =>
    lines.map((line, i) => ({
      ...line,
      ...{ x: anchor === "start" ? x + 12 : x - 12, anchor, halo: true },
      y: y + 4 + dy + (i - (lines.length - 1) / 2) * 15,
    }));
  layer.place(on("start", 0), on("end", 0), on("start", 16), on("end", 16), on("start", -16));
}

function arrow(plot: WhyPlot, event: SliceEvent): Markup | undefined {
  const { layer, x } = plot;
  if (event.from === event.to) return undefined;
  const from = { x: x(event.from), y: startOf(plot, event) };
  const to = { x: x(event.to), y: plot.y(event) };
  const toRight = to.x > from.x;
  const text = eventWords(plot, event);
  const d = event.isSlow
    ? `M${px(from.x)} ${px(from.y)}C${px(from.x)} ${px(to.y)} ${px(from.x)} ${px(to.y)} ${px(to.x)} ${px(to.y)}`
    : `M${px(from.x)} ${px(from.y)}L${px(to.x)} ${px(to.y)}`;
  const tone: Tone = event.isSlow ? "lost" : "ink2";
  const face = event.isSlow ? ("bold" as const) : undefined;
  const words = { text, tone, halo: true, ...(face === undefined ? {} : { face }) };
  const isLevel = Math.abs(to.y - from.y) < 1;
  const middle = {
    ...{ ...words, x: (from.x + to.x) / 2, anchor: "middle" as const },
    y: isLevel || event.isSlow ? to.y - 7 : (from.y + to.y) / 2 - 6,
  };
  const start = { ...words, x: Math.min(from.x, to.x) + 8, y: to.y - 7 };
  const end = { ...words, x: Math.max(from.x, to.x) - 8, y: to.y - 7, anchor: "end" as const };
  const under = { ...middle, y: to.y + 16 };
  layer.place(middle, start, end, under, { ...start, y: to.y + 16 }, { ...end, y: to.y + 16 });
  const kind = event.isSlow ? "message slow" : "message plain";
  return markup`<path class="${kind}" d="${d}${headOf(to, toRight)}"/><path class="write" d="${disc(from, 3)}"/>`;
}

/** A message begins where the one that it tells of ended; what came from the source is level. */
function startOf({ cause, y }: WhyPlot, event: SliceEvent): number {
  if (event.kind !== "delivery") return y(event);
  const cause0 = cause.slice.events.find(({ to, at }) => to === event.from && at <= event.sentAt);
  return cause0 === undefined ? y(event) - ROW / 2 : y(cause0);
}

function headOf({ x, y }: Point, toRight: boolean): string {
  const back = toRight ? -9 : 9;
  const tip = toRight ? -3 : 3;
  return `M${px(x + back)} ${px(y - 4)}L${px(x + tip)} ${px(y)}L${px(x + back)} ${px(y + 4)}`;
}
