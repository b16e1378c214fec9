import { type Markup, markup } from "../markup/markup.ts";
import { cross, dot, lozenge, type Point } from "../markup/svg.ts";

/** Lost: rings with a cross in them; all of a drawing are three elements. */
export function lostRings(points: readonly Point[]): readonly Markup[] {
  if (points.length === 0) return [];
  const dots = points.map(dot).join("");
  const crosses = points.map((point) => cross(point, 2.4)).join("");
  return [
    markup`<path class="lost-ring" d="${dots}"/><path class="lost-core" d="${dots}"/><path class="lost-cross" d="${crosses}"/>`,
  ];
}

/** Duplicated. */
export function lozenges(points: readonly Point[], radius: number): readonly Markup[] {
  if (points.length === 0) return [];
  return [
    markup`<path class="twice-mark" d="${points.map((one) => lozenge(one, radius)).join("")}"/>`,
  ];
}

/** Points of one class, as wide as its stroke. */
export function dots(kind: string, points: readonly Point[]): readonly Markup[] {
  return points.length === 0
    ? []
    : [markup`<path class="${kind}" d="${points.map(dot).join("")}"/>`];
}
