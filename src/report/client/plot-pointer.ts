import type { ReportSpan } from "../../explore/report-facts.ts";
import { LEFT, RIGHT, WIDTH } from "../html/charts/frame.ts";

/** Where in a chart over time a pointer is: its x in the drawing's own unit. */
export function drawingX(svg: SVGSVGElement, clientX: number): number {
  const { left, width } = svg.getBoundingClientRect();
  return ((clientX - left) / width) * WIDTH;
}

/** The same for its y; drawings keep their proportions. */
export function drawingY(svg: SVGSVGElement, clientY: number): number {
  const { top, width } = svg.getBoundingClientRect();
  return ((clientY - top) / width) * WIDTH;
}

/** The time under that x; undefined: it is beside the plot. */
export function timeAt(x: number, { from, to }: ReportSpan): number | undefined {
  if (x < LEFT || x > RIGHT) return undefined;
  return from + ((x - LEFT) / (RIGHT - LEFT)) * (to - from);
}

export function xAt(time: number, { from, to }: ReportSpan): number {
  return LEFT + ((time - from) / (to - from)) * (RIGHT - LEFT);
}

/** A part of a span, moved and scaled around a centre, and never beyond `bounds`. */
export function zoomed(
  span: ReportSpan,
  factor: number,
  centre: number,
  bounds: ReportSpan,
): ReportSpan {
  const least = Math.max(1_000, (bounds.to - bounds.from) / 20_000);
  const width = Math.min(bounds.to - bounds.from, Math.max(least, (span.to - span.from) * factor));
  const share = (centre - span.from) / (span.to - span.from);
  return within({ from: centre - share * width, to: centre + (1 - share) * width }, bounds);
}

/** The same width, moved into the bounds. */
export function within({ from, to }: ReportSpan, bounds: ReportSpan): ReportSpan {
  const width = Math.min(to - from, bounds.to - bounds.from);
  const start = Math.min(Math.max(from, bounds.from), bounds.to - width);
  return { from: Math.round(start), to: Math.round(start + width) };
}
