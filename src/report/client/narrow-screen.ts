import type { ReportModel } from "../../explore/report-model.ts";
import { WIDTH } from "../html/charts/frame.ts";
import { xAt } from "./plot-pointer.ts";
import type { TimeCharts } from "./time-charts.ts";

/** Where the moment stands in a chart that is wider than the screen, as a share of what is seen. */
const PLACE = 0.4;

/** On a narrow screen the charts over time begin where it was decided, not at their left end. */
export function showToggle(charts: TimeCharts, { handover }: ReportModel): void {
  const at = handover.toggle?.writtenAt ?? null;
  if (at === null) return;
  for (const { host, svg, span } of charts.placed()) {
    const scroller = host.querySelector(".scroll");
    if (scroller === null || scroller.scrollWidth <= scroller.clientWidth) continue;
    const scale = svg.getBoundingClientRect().width / WIDTH;
    scroller.scrollLeft = xAt(at, span) * scale - PLACE * scroller.clientWidth;
  }
}
