import type {
  TickScale,
  Ticks,
  TimelineRail,
  TimelineSection,
} from "../../../explore/report-charts.ts";
import type { ReportSpan } from "../../../explore/report-facts.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { bars } from "../markup/svg.ts";
import type { TimeFrame } from "./frame.ts";
import type { JobTone } from "./view.ts";

export type FoundTicks =
  | { readonly kind: "each"; readonly at: readonly number[] }
  | ({ readonly kind: "counts"; readonly ticks: Ticks } & Pick<TickScale, "from" | "pixelMicros">);

/** The ticks of a rail for that span: those of the focus where it lies within, else of the window. */
export function ticksIn(
  { window, focus }: Pick<TimelineSection, "window" | "focus">,
  rail: Pick<TimelineRail, "ticks" | "focusTicks">,
  span: ReportSpan,
): FoundTicks {
  const isInFocus = focus !== null && span.from >= focus.from && span.to <= focus.to;
  const scale = isInFocus ? focus : window;
  const ticks = isInFocus ? rail.focusTicks : rail.ticks;
  if (scale.ticks === "each") return { kind: "each", at: ticks.at };
  return { kind: "counts", ticks, from: scale.from, pixelMicros: scale.pixelMicros };
}

const LEVELS = 4;

/** The more records a pixel, the denser it is drawn: four levels, each one path. */
export function density(
  { ticks, from, pixelMicros }: Extract<FoundTicks, { readonly kind: "counts" }>,
  frame: TimeFrame,
  tone: JobTone,
  top: number,
  height: number,
): readonly Markup[] {
  const { first, count } = ticks;
  const most = count.reduce((a, b) => Math.max(a, b), 1);
  const levels: (readonly [number, number])[][] = Array.from({ length: LEVELS }, () => []);
  let i = 0;
  while (i < count.length) {
    const level = levelOf(count[i] ?? 0, most);
    let end = i + 1;
    while (end < count.length && levelOf(count[end] ?? 0, most) === level) end++;
    const start = from + (first + i) * pixelMicros;
    const part = level < 0 ? undefined : frame.part(start, start + (end - i) * pixelMicros);
    if (part !== undefined && part[1] > part[0]) levels[level]?.push(part);
    i = end;
  }
  return levels.flatMap((spans, level) =>
    spans.length === 0
      ? []
      : [markup`<path class="dense${level + 1} ${tone}" d="${bars(spans, top, height)}"/>`],
  );
}

/** −1: nothing is there. */
function levelOf(count: number, most: number): number {
  if (count === 0) return -1;
  return Math.min(LEVELS - 1, Math.floor((LEVELS * Math.sqrt(count)) / Math.sqrt(most + 1)));
}
