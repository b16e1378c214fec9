import { scaleLinear } from "d3";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { label } from "./label.ts";
import { spanTicks, type Tick } from "./time-ticks.ts";

/** Every chart over processing time is as wide, with the same gutters, so that they line up. */
export const WIDTH = 1280;
export const LEFT = 140;
export const RIGHT = 1104;

/** Processing time from left to right, in microseconds. */
export class TimeFrame {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
  readonly #scale: (at: number) => number;

  constructor(window: { readonly from: number; readonly to: number }, origin: number) {
    this.from = window.from;
    this.to = Math.max(window.to, window.from + 1);
    this.ticks = spanTicks(this, origin, 10);
    this.#scale = scaleLinear([this.from, this.to], [LEFT, RIGHT]);
  }

  x(at: number): number {
    return this.#scale(at);
  }

  /** The time at that x. */
  timeOf(x: number): number {
    return this.from + ((x - LEFT) / (RIGHT - LEFT)) * (this.to - this.from);
  }

  /** As `x`, but never outside of the plot. */
  clamped(at: number): number {
    return this.#scale(Math.min(this.to, Math.max(this.from, at)));
  }

  has(at: number): boolean {
    return at >= this.from && at <= this.to;
  }

  /** The part of a span that is to be seen, in pixels; undefined: nothing of it. */
  part(from: number, to: number): readonly [number, number] | undefined {
    if (to < this.from || from > this.to) return undefined;
    return [this.clamped(from), this.clamped(to)];
  }
}

/** Upright hairlines at the ticks. */
export function timeGrid(frame: TimeFrame, top: number, bottom: number): Markup {
  const path = frame.ticks.map(({ at }) => `M${px(frame.x(at))} ${px(top)}V${px(bottom)}`).join("");
  return markup`<path class="grid" d="${path}"/>`;
}

/** The line, its ticks and what it is, below a plot. */
export function timeAxis(frame: TimeFrame, y: number): Markup {
  const marks = frame.ticks.map(({ at }) => `M${px(frame.x(at))} ${px(y)}v5`).join("");
  const names = frame.ticks.map(({ at, label: text }) =>
    label({ x: frame.x(at), y: y + 19, text, anchor: "middle", tone: "ink3" }),
  );
  const title = label({
    x: WIDTH,
    y: y + 19,
    text: "processing time",
    anchor: "end",
    face: "bold",
  });
  return markup`<path class="axis" d="M${LEFT} ${px(y)}H${RIGHT}${marks}"/>${names}${title}`;
}

export interface Drawing {
  /** Of the whole drawing; the chart's id is the anchor of its section. */
  readonly id: string;
  readonly width?: number;
  readonly height: number;
  /** The question, and its answer in words. */
  readonly title: string;
  readonly answer: string;
  readonly content: readonly Markup[];
}

/** A picture with its name and what it shows, for readers who do not see it. */
export function drawing({ id, width = WIDTH, height, title, answer, content }: Drawing): Markup {
  const size = markup`viewBox="0 0 ${width} ${px(height)}" width="${width}" height="${px(height)}"`;
  return markup`<svg id="${id}-chart" ${size} role="img" aria-label="${title}" aria-describedby="${id}-says"><desc id="${id}-says">${answer}</desc>${content}</svg>`;
}
