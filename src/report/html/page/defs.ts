import { type Markup, markup } from "../markup/markup.ts";

/** Hatches for all drawings: the two jobs slope in opposite ways, so that grey print tells them apart. */
export function hatches(): Markup {
  const stripes = (id: string, kind: string, angle: number, width: number): Markup =>
    markup`<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})"><path class="${kind}" stroke-width="${width}" d="M0 0V6"/></pattern>`;
  const crossed = (id: string, kind: string): Markup =>
    markup`<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="${kind}" stroke-width="1.2" d="M0 0V6M0 0H6"/></pattern>`;
  return markup`<svg class="defs" aria-hidden="true"><defs>${[
    stripes("hatch-blue", "h-blue", 45, 3),
    stripes("hatch-green", "h-green", -45, 3),
    crossed("cross-blue", "h-blue"),
    crossed("cross-green", "h-green"),
    stripes("hatch-idle", "h-idle", 45, 2.4),
    stripes("hatch-lost", "h-lost", 45, 2.4),
  ]}</defs></svg>`;
}
