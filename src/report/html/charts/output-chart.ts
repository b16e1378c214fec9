/** Chart 7: what readers saw: outputs a moment, by job, and how late they were. */
import { area, curveStepAfter, max, scaleLinear, scaleLog } from "d3";
import type { OutputSection } from "../../../explore/report-charts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import { countText, spanText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { bars, px } from "../markup/svg.ts";
import { LEFT, RIGHT, TimeFrame, timeAxis, timeGrid, WIDTH } from "./frame.ts";
import { LabelLayer, label } from "./label.ts";
import { dots } from "./marks.ts";
import type { ChartContent } from "./timeline-chart.ts";
import { isUpper } from "./timeline-plot.ts";
import { ROLES, toneOf, type View } from "./view.ts";

const TOP = 22;
const THROUGHPUT_BOTTOM = 130;
const LATENCY_TOP = 156;
const BOTTOM = 282;

interface OutputPlot {
  readonly model: ReportModel;
  readonly output: OutputSection;
  readonly frame: TimeFrame;
  readonly layer: LabelLayer;
  /** Bins that the view shows any of. */
  readonly bins: readonly number[];
  /** Outputs come in bursts, as where transactions are committed: a bar each, wide enough to see. */
  readonly inBursts: boolean;
}

/** If fewer of the bins have an output, they are bursts. */
const BURST_SHARE = 0.3;
/** Of a bar, in pixels. */
const BAR_MIN = 4;

export function outputChart(model: ReportModel, view: View): ChartContent {
  const { output } = model;
  const frame = new TimeFrame(view.span, model.header.clock.originMicros);
  const count = Math.max(output.visible.outgoing.length, output.visible.incoming.length);
  const bins = Array.from({ length: count }, (_, i) => i).filter((i) => {
    const from = output.startMicros + i * output.binMicros;
    return from + output.binMicros > frame.from && from < frame.to;
  });
  const layer = new LabelLayer({ left: -4, top: 0, right: WIDTH + 4, bottom: BOTTOM });
  const filled = bins.filter((i) => ROLES.some((role) => (output.visible[role][i] ?? 0) > 0));
  const inBursts = filled.length < BURST_SHARE * bins.length;
  const plot: OutputPlot = { model, output, frame, layer, bins, inBursts };
  return {
    height: BOTTOM + 30,
    content: [
      ...phases(plot),
      timeGrid(frame, TOP, BOTTOM),
      ...silence(plot),
      ...throughput(plot),
      ...latency(plot),
      ...layer.drawn,
      timeAxis(frame, BOTTOM),
    ],
  };
}

/** The hand-over, shaded behind the plots. */
function phases({ model, frame }: OutputPlot): readonly Markup[] {
  const { startedAt, endedAt } = model.handover;
  const part = startedAt === null ? undefined : frame.part(startedAt, endedAt ?? frame.to);
  if (part === undefined) return [];
  const [from, to] = part;
  return [
    markup`<rect class="phase" x="${px(from)}" y="${TOP}" width="${px(to - from)}" height="${BOTTOM - TOP}"/>`,
  ];
}

function throughput(plot: OutputPlot): readonly Markup[] {
  const { model, output, layer, bins } = plot;
  const [upper, lower] = isUpper(model, "outgoing") ? ROLES : [...ROLES].reverse();
  if (upper === undefined || lower === undefined) return [];
  const of = (role: typeof upper, i: number): number => output.visible[role][i] ?? 0;
  const most = max(bins, (i) => of(upper, i) + of(lower, i)) ?? 1;
  const y = scaleLinear([0, Math.max(1, most)], [THROUGHPUT_BOTTOM, TOP + 12]);
  const shape = (low: (i: number) => number, high: (i: number) => number): string =>
    between(
      plot,
      (i) => y(low(i)),
      (i) => y(high(i)),
    );
  const perSecond = (most * 1e6) / output.binMicros;
  layer.place({
    x: LEFT - 10,
    y: y(most) + 4,
    text: `${countText(Math.round(perSecond))}/s`,
    anchor: "end",
    tone: "ink3",
  });
  layer.place({ x: LEFT - 10, y: THROUGHPUT_BOTTOM + 4, text: "0", anchor: "end", tone: "ink3" });
  layer.place({ x: 0, y: TOP + 8, text: "visible", tone: "ink", face: "bold" });
  layer.place({ x: 0, y: TOP + 23, text: `in ${spanText(output.binMicros)}`, tone: "ink3" });
  return [
    markup`<path class="grid" d="M${LEFT} ${px(y(most))}H${RIGHT}"/>`,
    markup`<path class="area ${toneOf(model, lower)}" d="${shape(
      () => 0,
      (i) => of(lower, i),
    )}"/>`,
    markup`<path class="area ${toneOf(model, upper)}" d="${shape(
      (i) => of(lower, i),
      (i) => of(lower, i) + of(upper, i),
    )}"/>`,
    markup`<path class="axis" d="M${LEFT} ${THROUGHPUT_BOTTOM}H${RIGHT}"/>`,
  ];
}

/** What lies between two lines: one area, or where outputs come in bursts a bar for each. */
function between(
  { output, frame, bins, inBursts }: OutputPlot,
  low: (i: number) => number,
  high: (i: number) => number,
): string {
  const left = (i: number): number => frame.clamped(output.startMicros + i * output.binMicros);
  if (!inBursts) {
    const shape = area<number>().x(left).y0(low).y1(high).curve(curveStepAfter).digits(1);
    return shape([...bins, (bins.at(-1) ?? 0) + 1]) ?? "";
  }
  return bins
    .filter((i) => low(i) - high(i) > 0)
    .map((i) => bars([barOf(left(i), left(i + 1))], high(i), low(i) - high(i)))
    .join("");
}

/** From left to right, and not too narrow to be seen. */
function barOf(left: number, right: number): readonly [number, number] {
  const more = Math.max(0, BAR_MIN - (right - left)) / 2;
  return [left - more, right + more];
}

function latency(plot: OutputPlot): readonly Markup[] {
  const { output, frame, layer, bins, inBursts } = plot;
  const { p50, p99, max: most } = output.latency;
  const values = bins
    .flatMap((i) => [p50[i], most[i]])
    .filter((v): v is number => typeof v === "number" && v > 0);
  layer.place({ x: 0, y: LATENCY_TOP + 8, text: "latency", tone: "ink", face: "bold" });
  layer.place({ x: 0, y: LATENCY_TOP + 23, text: "event to reader", tone: "ink3" });
  if (values.length === 0) return [];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const y = scaleLog([low * 0.8, Math.max(high * 1.15, low * 2)], [BOTTOM - 6, LATENCY_TOP]);
  const middle = (i: number): number =>
    frame.clamped(output.startMicros + (i + 0.5) * output.binMicros);
  const at = (value: number | null | undefined): number => y(Math.max(low * 0.8, value ?? low));
  const has = (i: number): boolean => typeof p50[i] === "number" && typeof p99[i] === "number";
  const [lower, upper] = [(i: number) => at(p50[i]), (i: number) => at(p99[i])];
  const band = inBursts
    ? between({ ...plot, bins: bins.filter(has) }, lower, upper)
    : area<number>().defined(has).x(middle).y0(lower).y1(upper).digits(1)(bins);
  const largest = bins
    .filter((i) => typeof most[i] === "number")
    .map((i) => ({ x: middle(i), y: at(most[i]) }));
  const lines = tickValues(low, high);
  layer.place({
    x: RIGHT + 14,
    y: at(lastOf(p50, bins)) + 4,
    text: "median to p99",
    tone: "ink2",
    face: "bold",
  });
  layer.placeNear(
    [{ x: RIGHT + 14, y: at(lastOf(most, bins)) - 4, text: "largest", tone: "ink3" }],
    40,
  );
  return [
    markup`<path class="grid" d="${lines.map((value) => `M${LEFT} ${px(y(value))}H${RIGHT}`).join("")}"/>`,
    ...lines.map((value) =>
      label({ x: LEFT - 10, y: y(value) + 4, text: spanText(value), anchor: "end", tone: "ink3" }),
    ),
    markup`<path class="latency" d="${band ?? ""}"/>`,
    ...dots("largest", largest),
  ];
}

function lastOf(values: readonly (number | null)[], bins: readonly number[]): number | null {
  const i = bins.findLast((bin) => typeof values[bin] === "number");
  return i === undefined ? null : (values[i] ?? null);
}

/** 1, 2 and 5 of each power of ten, at most some five of them. */
function tickValues(low: number, high: number): readonly number[] {
  const ticks: number[] = [];
  for (let power = 1; power <= 1e12; power *= 10) {
    for (const n of [1, 2, 5])
      if (n * power >= low && n * power <= high * 1.1) ticks.push(n * power);
  }
  const every = Math.ceil(ticks.length / 5);
  return ticks.filter((_, i) => i % every === 0);
}

/** The longest time without an output. */
function silence({ output, frame, layer }: OutputPlot): readonly Markup[] {
  const span = output.longestSilence;
  const part = span === null ? undefined : frame.part(span.from, span.to);
  if (span === null || part === undefined || part[1] - part[0] < 6) return [];
  const [from, to] = part;
  const y = TOP - 4;
  const text = `${spanText(span.to - span.from)} without an output`;
  layer.place(
    { x: (from + to) / 2, y: y - 6, text, anchor: "middle", tone: "ink2" },
    { x: to, y: y - 6, text, anchor: "end", tone: "ink2" },
    { x: from, y: y - 6, text, tone: "ink2" },
  );
  return [markup`<path class="bracket" d="M${px(from)} ${y + 5}v-5H${px(to)}v5"/>`];
}
