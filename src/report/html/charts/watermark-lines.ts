import type {
  WatermarkBand,
  WatermarkLine,
  WatermarkSection,
} from "../../../explore/report-charts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import type { TimeFrame } from "./frame.ts";
import { LEFT, RIGHT } from "./frame.ts";
import { fadedIf, isFaded, type JobTone, toneOf, type View } from "./view.ts";

/** Steps that all lines together may have, so that a page of many subtasks stays small. */
const STEPS_MAX = 12_000;

/** Event time of a watermark to a height, or of its lag. */
export type Height = (wm: number, at: number) => number;

interface Steps {
  readonly t: readonly number[];
  readonly wm: readonly (number | null)[];
}

/** What the lines are drawn from. */
interface LinePlot {
  readonly model: ReportModel;
  readonly view: Pick<View, "subtask">;
  readonly frame: TimeFrame;
  readonly height: Height;
}

/** One path a job for the many, one a subtask for those that decided. */
export function watermarkLines({ model, view, frame, height }: LinePlot): Markup {
  const { watermarks } = model;
  const gap = Math.max(1, (watermarks.lines.length * (RIGHT - LEFT)) / STEPS_MAX);
  const { subtask } = view;
  const isThick = ({ role, subtask: mine, isDecisive }: WatermarkLine): boolean =>
    subtask === undefined ? isDecisive : !isFaded(view, role, [mine]);
  const thin = watermarks.lines.filter((line) => !isThick(line));
  const thick = watermarks.lines.filter(isThick);
  const thinOf = (tone: JobTone): Markup | undefined => {
    const d = thin
      .filter(({ role }) => toneOf(model, role) === tone)
      .map((line) => stepPath(line, frame, height, gap))
      .join("");
    return d === "" ? undefined : markup`<path class="line ${tone}" d="${d}"/>`;
  };
  const bands = watermarks.bands.map((band) => bandOf(band, model, frame, height));
  const others = [
    ...bands,
    ...[thinOf("blue"), thinOf("green")].filter((one) => one !== undefined),
  ];
  return markup`${fadedIf(subtask !== undefined, others)}${thick.map(
    (line) =>
      markup`<path class="line decisive ${toneOf(model, line.role)}" d="${stepPath(line, frame, height, 1)}"/>`,
  )}`;
}

/**
 * Keeps each value until the next; a null value, and the end of the run, lift the pen. Steps closer
 * than `gap` pixels become one.
 */
export function stepPath({ t, wm }: Steps, frame: TimeFrame, height: Height, gap: number): string {
  let path = "";
  let isDown = false;
  let lastX = Number.NEGATIVE_INFINITY;
  const first = Math.max(
    0,
    t.findLastIndex((at) => at <= frame.from),
  );
  for (let i = first; i < t.length; i++) {
    const at = t[i] ?? 0;
    if (at > frame.to) break;
    const value = wm[i] ?? null;
    const x = frame.clamped(at);
    if (value === null) {
      if (isDown) path += `H${px(x)}`;
      isDown = false;
      continue;
    }
    const next = t[i + 1];
    const isCrowded =
      isDown && x - lastX < gap && next !== undefined && next <= frame.to && wm[i + 1] !== null;
    if (isCrowded) continue;
    const y = px(height(value, Math.max(at, frame.from)));
    path += isDown ? `H${px(x)}V${y}` : `M${px(x)} ${y}`;
    isDown = true;
    lastX = x;
  }
  return isDown ? `${path}H${RIGHT}` : path;
}

function bandOf(
  { role, t, low, high }: WatermarkBand,
  model: ReportModel,
  frame: TimeFrame,
  height: Height,
): Markup {
  const lower = stepPath({ t, wm: low }, frame, height, 2);
  const upper = stepPath({ t, wm: high }, frame, height, 2);
  const tone = toneOf(model, role);
  return markup`<path class="band ${tone}" d="${closedBand(t, low, high, frame, height)}"/><path class="line ${tone}" d="${lower}${upper}"/>`;
}

/** The area between two step lines, span by span. */
function closedBand(
  t: readonly number[],
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  frame: TimeFrame,
  height: Height,
): string {
  return t
    .map((at, i) => {
      const [bottom, top] = [low[i] ?? null, high[i] ?? null];
      const part = frame.part(at, t[i + 1] ?? frame.to);
      if (bottom === null || top === null || part === undefined) return "";
      const [from, to] = part;
      return `M${px(from)} ${px(height(top, at))}H${px(to)}V${px(height(bottom, at))}H${px(from)}z`;
    })
    .join("");
}

/** The value of a line at that time; null: it has none. */
export function valueAt({ t, wm }: Steps, at: number): number | null {
  const i = t.findLastIndex((time) => time <= at);
  return i < 0 ? null : (wm[i] ?? null);
}

/** The lowest and highest event time that the lines and bands show in that span. */
export function extentOf(
  { lines, bands }: WatermarkSection,
  frame: TimeFrame,
  extra: readonly number[],
): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const add = (value: number | null): void => {
    if (value === null) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  const addSteps = (steps: Steps): void => {
    add(valueAt(steps, frame.from));
    steps.t.forEach((at, i) => {
      if (frame.has(at)) add(steps.wm[i] ?? null);
    });
  };
  const all: readonly (WatermarkLine | Steps)[] = [
    ...lines,
    ...bands.flatMap(({ t, low: wm, high: top }) => [
      { t, wm },
      { t, wm: top },
    ]),
  ];
  all.forEach(addSteps);
  extra.forEach(add);
  return low > high ? [0, 1] : [low, high];
}
