import type { ReportModel } from "../../../explore/report-model.ts";
import { spanText } from "../../quantity.ts";
import { EMPTY, type Markup, markup } from "../markup/markup.ts";

/** Where a chart shows only what decided, the whole hand-over is there as well. */
export function wholeToo({ header }: Pick<ReportModel, "header">, draw: () => Markup): Markup {
  const { focus, window } = header.clock;
  if (focus === null) return EMPTY;
  const much = spanText(focus.to - focus.from);
  return markup`<p class="note of-focus">The chart shows the ${much} in which it was decided.</p><details class="whole"><summary>The whole hand-over, ${spanText(window.to - window.from)}</summary>${draw()}</details>`;
}
