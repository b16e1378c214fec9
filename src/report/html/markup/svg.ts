/** Numbers and paths of drawings: one decimal, so that a point takes few bytes and no locale a say. */

/** A length or place in a drawing. */
export function px(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return Object.is(rounded, -0) ? "0" : String(rounded);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright stroke at each x, all in one path: of a thousand ticks one element. */
export function strokes(xs: readonly number[], top: number, height: number): string {
  let path = "";
  let last = "";
  for (const x of xs) {
    const at = px(x);
    if (at === last) continue;
    path += `M${at} ${px(top)}v${px(height)}`;
    last = at;
  }
  return path;
}

/** Rectangles of one height in one path; each as [from, to]. */
export function bars(
  spans: readonly (readonly [number, number])[],
  top: number,
  height: number,
): string {
  return spans
    .map(([from, to]) => `M${px(from)} ${px(top)}H${px(to)}v${px(height)}H${px(from)}z`)
    .join("");
}

/** A lozenge around a point. */
export function lozenge({ x, y }: Point, radius: number): string {
  const r = px(radius);
  return `M${px(x)} ${px(y - radius)}l${r} ${r}l-${r} ${r}l-${r}-${r}z`;
}

/**
 * A point that a round line cap makes a disc of, as wide as its stroke: the shortest way to write many.
 */
export function dot({ x, y }: Point): string {
  return `M${px(x)} ${px(y)}h0`;
}

/** The two strokes of a cross. */
export function cross({ x, y }: Point, arm: number): string {
  const span = px(2 * arm);
  return `M${px(x - arm)} ${px(y - arm)}l${span} ${span}m0-${span}l-${span} ${span}`;
}

/** A filled disc, where its rim matters. */
export function disc({ x, y }: Point, radius: number): string {
  const r = px(radius);
  return `M${px(x - radius)} ${px(y)}a${r} ${r} 0 1 0 ${px(2 * radius)} 0a${r} ${r} 0 1 0 ${px(-2 * radius)} 0z`;
}
