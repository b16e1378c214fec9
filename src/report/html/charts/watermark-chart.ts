/** Chart 1: processing time to the right, event time upwards; each job's watermarks and the toggle. */
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { type Point, px } from "../markup/svg.ts";
import { eventTicks, type HeightAxis, heightAxis } from "./event-axis.ts";
import { LEFT, TimeFrame, timeAxis, timeGrid, WIDTH } from "./frame.ts";
import { boxOf, type Label, LabelLayer, label } from "./label.ts";
import { dots, lostRings, lozenges } from "./marks.ts";
import { spanTicks } from "./time-ticks.ts";
import type { View } from "./view.ts";
import { extentOf, type Height, watermarkLines } from "./watermark-lines.ts";
import { annotations } from "./watermark-notes.ts";
import type { WatermarkPlot } from "./watermark-plot.ts";

const TOP = 26;
const BOTTOM = 336;
export const WATERMARK_HEIGHT = 366;

export function watermarkChart(model: ReportModel, names: Names, view: View): readonly Markup[] {
  const frame = new TimeFrame(view.span, model.header.clock.originMicros);
  const failed = failedIn(model, frame);
  const axis = view.isLag ? lagAxis(model, frame) : eventAxis(model, frame, failed);
  const { height, drawn, labels } = axis;
  const layer = new LabelLayer({ left: LEFT - 136, top: 0, right: WIDTH, bottom: BOTTOM });
  for (const one of labels) layer.block(boxOf(one));
  const plot: WatermarkPlot = {
    model,
    names,
    view,
    frame,
    height,
    layer,
    top: TOP,
    bottom: BOTTOM,
  };
  const notes = annotations(plot, failed);
  return [
    timeGrid(frame, TOP, BOTTOM),
    drawn,
    ...ideal(plot),
    ...notes.below,
    watermarkLines(plot),
    ...notes.above,
    ...failureMarks(plot, failed),
    ...layer.drawn,
    timeAxis(frame, BOTTOM),
  ];
}

function failedIn({ data, watermarks }: ReportModel, frame: TimeFrame): readonly FailedRecord[] {
  const ids = new Set(watermarks.failed);
  return data.failures.shown.filter(
    ({ id, arrival, ts }) => ids.has(id) && arrival !== null && ts !== null && frame.has(arrival),
  );
}

interface Axis extends Pick<HeightAxis, "drawn" | "labels"> {
  readonly height: Height;
}

function eventAxis(model: ReportModel, frame: TimeFrame, failed: readonly FailedRecord[]): Axis {
  const toggle = model.handover.toggle?.toggle;
  const extra = [
    ...failed.flatMap(({ ts }) => ts ?? []),
    ...(toggle === undefined ? [] : [toggle]),
  ];
  const [low, high] = extentOf(model.watermarks, frame, extra);
  const ticks = eventTicks(model, low, high, 5);
  const axis = heightAxis([low, high], ticks, { top: TOP, bottom: BOTTOM - 8 });
  return named(axis, "event time", (wm) => axis.height(wm));
}

/** How far each watermark is behind processing time. */
function lagAxis(model: ReportModel, frame: TimeFrame): Axis {
  const { epochMillis } = model.header.clock;
  const behind = (wm: number, at: number): number => at - (wm - epochMillis) * 1_000;
  const { lines, bands } = model.watermarks;
  const lags = [
    ...lines.flatMap(({ t, wm }) => t.map((at, i) => [at, wm[i] ?? null] as const)),
    ...bands.flatMap(({ t, low }) => t.map((at, i) => [at, low[i] ?? null] as const)),
  ].flatMap(([at, wm]) => (wm === null || !frame.has(at) ? [] : [behind(wm, at)]));
  const high = lags.reduce((most, lag) => Math.max(most, lag), 1);
  const low = lags.reduce((least, lag) => Math.min(least, lag), 0);
  const ticks = spanTicks({ from: low, to: high }, 0, 5);
  const axis = heightAxis([low, high], ticks, { top: TOP, bottom: BOTTOM - 8 });
  return named(axis, "behind", (wm, at) => axis.height(behind(wm, at)));
}

function named({ drawn, labels }: HeightAxis, text: string, height: Height): Axis {
  const name: Label = { x: LEFT - 10, y: 12, text, anchor: "end", face: "bold" };
  return { height, labels: [...labels, name], drawn: markup`${drawn}${label(name)}` };
}

/** Where a watermark would be that is never behind. */
function ideal(plot: WatermarkPlot): readonly Markup[] {
  const { model, frame, height, view, top, bottom, layer } = plot;
  if (view.isLag) return [];
  const { epochMillis } = model.header.clock;
  const at = (micros: number): number => height(epochMillis + micros / 1_000, micros);
  const [y0, y1] = [at(frame.from), at(frame.to)];
  const cut = (y: number): number => frame.from + ((y - y0) / (y1 - y0)) * (frame.to - frame.from);
  const [from, to] = [Math.max(frame.from, cut(bottom)), Math.min(frame.to, cut(top))];
  if (!(from < to)) return [];
  const spot = from + 0.82 * (to - from);
  const text: Label = {
    x: frame.x(spot) - 8,
    y: at(spot) - 6,
    text: "ideal: no lag",
    anchor: "end",
    tone: "ink3",
    halo: true,
  };
  layer.placeNear([text], 16);
  return [
    markup`<path class="ideal" d="M${px(frame.x(from))} ${px(at(from))}L${px(frame.x(to))} ${px(at(to))}"/>`,
  ];
}

function failureMarks(
  { frame, height }: WatermarkPlot,
  failed: readonly FailedRecord[],
): readonly Markup[] {
  const place = ({ arrival, ts }: FailedRecord): { x: number; y: number } => ({
    x: frame.x(arrival ?? 0),
    y: height(ts ?? 0, arrival ?? 0),
  });
  const isTwice = ({ kind }: FailedRecord): boolean => kind === "duplicate";
  const lost = spaced(failed.filter((one) => !isTwice(one)).map(place), 8);
  const twice = spaced(failed.filter(isTwice).map(place), 7);
  return [
    ...dots("lost-dot", lost.crowded),
    ...lostRings(lost.apart),
    ...dots("twice-dot", twice.crowded),
    ...lozenges(twice.apart, 4.5),
  ];
}

interface Spaced {
  readonly apart: readonly Point[];
  readonly crowded: readonly Point[];
}

/** Those that have room for a mark of their own, and those that would lie on another's. */
function spaced(points: readonly Point[], room: number): Spaced {
  const apart: Point[] = [];
  const crowded: Point[] = [];
  for (const point of points) {
    const isFree = apart.every(
      ({ x, y }) => Math.abs(x - point.x) >= room || Math.abs(y - point.y) >= room,
    );
    (isFree ? apart : crowded).push(point);
  }
  return { apart, crowded };
}
