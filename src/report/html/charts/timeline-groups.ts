import type { LaneGroup } from "../../../explore/report-charts.ts";
import { countOf, countText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { RIGHT, WIDTH } from "./frame.ts";
import { isUpper, type TimelinePlot } from "./timeline-plot.ts";
import { density } from "./timeline-ticks.ts";
import { ROLES, toneOf } from "./view.ts";

/** Lanes that are not drawn one by one: how many, what went wrong in them, how busy they were. */
export function groupRows(
  plot: TimelinePlot,
  groups: readonly LaneGroup[],
  top: number,
  height: number,
): readonly Markup[] {
  return groups.flatMap((group, i) => groupRow(plot, group, top + i * height));
}

function groupRow(
  { model, frame, layer }: TimelinePlot,
  { lanes, counts, rails }: LaneGroup,
  top: number,
): readonly Markup[] {
  const { lost, duplicated, other, records } = counts;
  const bad = [
    ...(lost > 0 ? [`${countText(lost)} lost`] : []),
    ...(duplicated > 0 ? [`${countText(duplicated)} duplicated`] : []),
    ...(other > 0 ? [`${countText(other)} otherwise wrong`] : []),
  ];
  const more = `${countText(lanes.length)} more`;
  layer.place({ x: 0, y: top + 20, text: more, tone: "ink", face: "bold", within: 120 });
  layer.place({
    x: 0,
    y: top + 34,
    text: lanes[0]?.kind === "results" ? "results" : "partitions",
    tone: "ink3",
  });
  const x = RIGHT + 14;
  const within = WIDTH - x;
  const isBad = bad.length > 0;
  layer.place({
    x,
    y: top + 20,
    text: isBad ? bad.join(", ") : "no failure",
    tone: isBad ? "lost" : "ink2",
    face: "bold",
    within,
  });
  layer.place({ x, y: top + 34, text: countOf(records, "records"), tone: "ink3", within });
  const { from, pixelMicros } = model.timeline.window;
  return [
    markup`<path class="hair" d="M0 ${px(top)}H${WIDTH}"/>`,
    ...ROLES.flatMap((role) => {
      const at = top + (isUpper(model, role) ? 9 : 25);
      return density(
        { kind: "counts", ticks: rails[role], from, pixelMicros },
        frame,
        toneOf(model, role),
        at,
        10,
      );
    }),
  ];
}
