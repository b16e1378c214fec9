import { declarations } from "../tokens/tokens.ts";
import { CHART_STYLE } from "./chart-style.ts";
import { MEDIA_STYLE } from "./media-style.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { VERDICT_STYLE } from "./verdict-style.ts";

/**
 * The whole style of the page. Dark is for screens alone, so that paper is always light; a reader who
 * chose a theme by hand has it in `data-theme`.
 */
export function stylesheet(): string {
  const light = declarations("light");
  const dark = declarations("dark");
  return [
    `:root{color-scheme:light;${light}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${dark}}}`,
    `@media screen{:root[data-theme=dark]{color-scheme:dark;${dark}}}`,
    PAGE_STYLE,
    VERDICT_STYLE,
    CHART_STYLE,
    MEDIA_STYLE,
  ]
    .join("\n")
    .replace(/\n+/g, "\n");
}
