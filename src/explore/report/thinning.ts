import type { ReportSpan } from "../report-facts.ts";

/** Points of a step line. */
export interface Steps {
  readonly t: readonly number[];
  readonly wm: readonly number[];
}

/**
 * The steps of a span as a chart of so many pixels can show them: of each pixel the first, the last,
 * the lowest and the highest one, and before all others the value at the span's beginning. NaN is a
 * value of its own.
 */
export function thinned({ t, wm }: Steps, { from, to }: ReportSpan, pixels: number): Steps {
  const thin: { readonly t: number[]; readonly wm: number[] } = { t: [], wm: [] };
  const width = Math.max(1, (to - from) / pixels);
  let i = lastUpTo(t, from);
  if (i >= 0) {
    thin.t.push(from);
    thin.wm.push(wm[i]!);
  }
  i++;
  while (i < t.length && t[i]! <= to) {
    const pixel = Math.floor((t[i]! - from) / width);
    let end = i;
    while (end < t.length && t[end]! <= to && Math.floor((t[end]! - from) / width) === pixel) end++;
    for (const kept of extremes(wm, i, end)) {
      if (Object.is(thin.wm.at(-1), wm[kept])) continue;
      thin.t.push(t[kept]!);
      thin.wm.push(wm[kept]!);
    }
    i = end;
  }
  return thin;
}

/** Of a span within the other: finer there than outside. */
export function thinnedTwice(
  steps: Steps,
  window: ReportSpan,
  focus: ReportSpan | null,
  pixels: number,
): Steps {
  if (focus === null) return thinned(steps, window, pixels);
  const parts = [
    thinned(steps, { from: window.from, to: focus.from - 1 }, pixels),
    thinned(steps, focus, pixels),
    thinned(steps, { from: focus.to + 1, to: window.to }, pixels),
  ];
  const all: { readonly t: number[]; readonly wm: number[] } = { t: [], wm: [] };
  for (const { t, wm } of parts) {
    t.forEach((at, i) => {
      if (all.t.length > 0 && Object.is(all.wm.at(-1), wm[i])) return;
      all.t.push(at);
      all.wm.push(wm[i]!);
    });
  }
  return all;
}

/** Index of the last point at or before `at`; −1 = none. */
function lastUpTo(t: readonly number[], at: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (t[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** First, last, lowest, highest and what is NaN of `from` … `to` − 1, each once, in order. */
function extremes(wm: readonly number[], from: number, to: number): readonly number[] {
  let lowest = from;
  let highest = from;
  let gap = -1;
  for (let i = from; i < to; i++) {
    const value = wm[i]!;
    if (Number.isNaN(value)) gap = i;
    if (value < wm[lowest]! || Number.isNaN(wm[lowest]!)) lowest = i;
    if (value > wm[highest]! || Number.isNaN(wm[highest]!)) highest = i;
  }
  const kept = [from, to - 1, lowest, highest, ...(gap < 0 ? [] : [gap])];
  return [...new Set(kept)].sort((a, b) => a - b);
}
