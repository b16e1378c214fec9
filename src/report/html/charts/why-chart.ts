/** Chart 6: the events that decided about one record; time runs down, not to scale. */
import type { Cause, Lifeline, SliceEvent } from "../../../explore/report-causes.ts";
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { spanText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { disc, px } from "../markup/svg.ts";
import { failureName, judgementLines } from "../words/cause-words.ts";
import { plainProse } from "../words/prose.ts";
import { eventText } from "./event-axis.ts";
import { type Label, LabelLayer, type Tone } from "./label.ts";
import { lostRings } from "./marks.ts";
import type { ChartContent } from "./timeline-chart.ts";
import { toneOf } from "./view.ts";

export const WHY_WIDTH = 620;
const STAMPS = 96;
const TOP = 58;
const ROW = 42;

interface WhyPlot {
  readonly model: ReportModel;
  readonly names: Names;
  readonly cause: Cause;
  readonly failure: FailedRecord;
  readonly layer: LabelLayer;
  readonly x: (lifeline: number) => number;
  readonly y: (at: number) => number;
}

export function whyChart(
  model: ReportModel,
  names: Names,
  cause: Cause,
  failure: FailedRecord,
): ChartContent {
  const { lifelines, events } = cause.slice;
  const instants = [
    ...new Set(events.flatMap(({ sentAt, at, from, to }) => (from === to ? [at] : [sentAt, at]))),
  ].sort((a, b) => a - b);
  const bottom = TOP + instants.length * ROW;
  const step = (WHY_WIDTH - STAMPS - 40 - 110) / Math.max(1, lifelines.length - 1);
  const x = (i: number): number => STAMPS + 40 + i * step;
  const y = (at: number): number => TOP + 18 + instants.indexOf(at) * ROW;
  const layer = new LabelLayer({ left: 0, top: 0, right: WHY_WIDTH, bottom });
  const plot: WhyPlot = { model, names, cause, failure, layer, x, y };
  const heads = lifelines.map((lifeline, i) => lifelineHead(plot, lifeline, i, bottom));
  for (const at of instants)
    layer.place({ x: 0, y: y(at) + 4, text: names.instant(at), tone: "ink3" });
  // Judgements take their room before the words of messages do.
  const judged = events
    .filter(({ from, to }) => from === to)
    .map((event) => localEvent(plot, event));
  const sent = events.filter(({ from, to }) => from !== to).map((event) => message(plot, event));
  return { height: bottom + 8, content: [...heads, ...sent, ...judged, ...layer.drawn] };
}

function lifelineHead(plot: WhyPlot, lifeline: Lifeline, i: number, bottom: number): Markup {
  const { model, layer, x } = plot;
  const [title, note] = lifelineName(plot, lifeline);
  const role = "role" in lifeline ? lifeline.role : undefined;
  const tone: Tone = role === undefined ? "ink" : toneOf(model, role);
  layer.place(
    { x: x(i), y: 14, text: title, tone, face: "bold", anchor: "middle" },
    { x: x(i), y: 14, text: title, tone, face: "bold", anchor: "middle", size: 11, within: 84 },
  );
  if (note !== "") layer.place({ x: x(i), y: 29, text: note, tone: "ink3", anchor: "middle" });
  const kind = role === undefined ? "lifeline" : `lifeline ${toneOf(model, role)}`;
  return markup`<path class="${kind}" d="M${px(x(i))} 38V${px(bottom)}"/>`;
}

function lifelineName({ names }: WhyPlot, lifeline: Lifeline): readonly [string, string] {
  switch (lifeline.kind) {
    case "source":
      return [`Source p${lifeline.partition}`, ""];
    case "config-map":
      return ["ConfigMap", ""];
    case "controller":
      return ["Controller", ""];
    case "gate":
      return [plainProse(names.subtask(lifeline)), lifeline.isProposer ? "proposer" : "gate"];
    case "sink":
      return [plainProse(names.job(lifeline.role)), "sink"];
    case "faults":
      return ["Faults", ""];
  }
}

/** Something that happens at one place: a judgement, a fault. */
function localEvent(plot: WhyPlot, event: SliceEvent): Markup {
  const { cause, failure, names, layer, x, y } = plot;
  const lifeline = cause.slice.lifelines[event.from];
  const point = { x: x(event.from), y: y(event.at) };
  if (event.kind === "judgement" && lifeline?.kind === "gate") {
    const passed = failure.decisions[lifeline.role]?.passed === true;
    const [knew, did] = judgementLines(lifeline.role, failure, names);
    const tone: Tone = passed ? (failure.kind === "duplicate" ? "duplicate" : "ink") : "lost";
    // A ring with a cross means lost; what was only left to the other job has a ring alone.
    sideLines(layer, point, [
      { text: knew, tone },
      { text: did, tone, face: "bold" },
    ]);
    if (passed)
      return markup`<path class="${failure.kind === "duplicate" ? "twice-mark" : "write-toggle"}" d="${disc(point, 4.5)}"/>`;
    return markup`${lostRings([point])}`;
  }
  sideLines(layer, point, [
    { text: eventWords(plot, event), tone: event.kind === "fault" ? "lost" : "ink2", face: "bold" },
  ]);
  return markup`<path class="write-toggle" d="${disc(point, 4)}"/>`;
}

type Line = Pick<Label, "text" | "tone" | "face">;

/** Beside a mark, on whichever side there is room. */
function sideLines(
  layer: LabelLayer,
  { x, y }: { readonly x: number; readonly y: number },
  lines: readonly Line[],
): void {
  const on = (anchor: "start" | "end"): readonly Label[] =>
    lines.map((line, i) => ({
      ...line,
      ...{ x: anchor === "start" ? x + 11 : x - 11, anchor, halo: true },
      y: y + 4 + (i - (lines.length - 1) / 2) * 14,
    }));
  layer.place(
    on("start"),
    on("end"),
    on("start").map((line) => ({ ...line, y: line.y + 12 })),
    on("end").map((line) => ({ ...line, y: line.y + 12 })),
  );
}

function message(plot: WhyPlot, event: SliceEvent): Markup {
  const { layer, x, y } = plot;
  const from = { x: x(event.from), y: y(event.sentAt) };
  const to = { x: x(event.to), y: y(event.at) };
  const text = eventWords(plot, event);
  const toRight = to.x > from.x;
  if (event.isSlow) {
    const bend = `M${px(from.x)} ${px(from.y)}C${px(from.x + (to.x - from.x) * 0.06)} ${px(to.y)} ${px(from.x + (to.x - from.x) * 0.4)} ${px(to.y)} ${px(to.x)} ${px(to.y)}`;
    const spot = { tone: "lost", face: "bold", halo: true, text } as const;
    const middle = { x: from.x + (to.x - from.x) * 0.35, y: to.y - 6 };
    layer.place(
      { ...spot, ...middle, anchor: "middle" },
      { ...spot, ...middle, y: to.y + 14, anchor: "middle" },
      { ...spot, x: Math.min(from.x, to.x) - 8, y: to.y, anchor: "end" },
    );
    return markup`<path class="message slow" d="${bend}${head(to, toRight)}"/>`;
  }
  const isLevel = Math.abs(to.y - from.y) < 1;
  const at = {
    x: from.x + (to.x - from.x) * (isLevel ? 0.5 : 0.45),
    y: (from.y + to.y) / 2 - (isLevel ? 7 : 10),
  };
  const note = { ...at, text, tone: "ink2", anchor: "middle", halo: true } as const;
  const start = { ...note, x: Math.min(from.x, to.x) + 8, anchor: "start" } as const;
  layer.place(note, start, { ...note, y: note.y + 22 }, { ...start, y: note.y + 22 });
  return markup`<path class="message plain" d="M${px(from.x)} ${px(from.y)}L${px(to.x)} ${px(to.y)}${head(to, toRight)}"/><path class="write" d="${disc(from, 3)}"/>`;
}

function head({ x, y }: { readonly x: number; readonly y: number }, toRight: boolean): string {
  const back = toRight ? -7 : 7;
  return `M${px(x + back)} ${px(y - 4)}L${px(x)} ${px(y)}L${px(x + back)} ${px(y + 4)}`;
}

/** What happens, in a few words. */
export function eventWords(
  { model, names, failure }: Pick<WhyPlot, "model" | "names" | "failure">,
  event: SliceEvent,
): string {
  const { kind, sentAt, at, detail } = event;
  const { toggle } = model.handover;
  switch (kind) {
    case "proposal":
      return toggle === null ? "proposes a toggle" : `toggle ${eventText(model, toggle.toggle)}`;
    case "delivery":
      return event.isSlow ? `${spanText(at - sentAt)} on the way` : spanText(at - sentAt);
    case "arrival":
      return failure.ts === null
        ? plainProse(failureName(failure, names))
        : `${plainProse(failureName(failure, names))}, event time ${eventText(model, failure.ts)}`;
    case "judgement":
      return "judged";
    case "fault":
      return String(detail["kind"] ?? "fault");
    case "idle":
      return "source idle";
    case "start-up":
      return `start-up ${spanText(Math.max(0, at - sentAt))}`;
    case "lateness":
      return "record late";
    case "appearance":
      return "written";
  }
}
