/** Chart 2: a lane a partition, each job a rail; what the gates let pass, and what went wrong. */
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { RIGHT, TimeFrame, timeAxis, timeGrid, WIDTH } from "./frame.ts";
import { LabelLayer } from "./label.ts";
import { groupRows } from "./timeline-groups.ts";
import { HEAD_HEIGHT, timelineHead } from "./timeline-head.ts";
import { laneFailures, laneRow } from "./timeline-lane.ts";
import { LANE, type LanePlace, type TimelinePlot } from "./timeline-plot.ts";
import type { View } from "./view.ts";

const GROUP = 44;

export interface ChartContent {
  readonly height: number;
  readonly content: readonly Markup[];
}

export function timelineChart(model: ReportModel, names: Names, view: View): ChartContent {
  const { lanes, groups } = model.timeline;
  const frame = new TimeFrame(view.span, model.header.clock.originMicros);
  const shown = lanes
    .map((lane, index) => ({ lane, index }))
    .filter(({ index }) => view.lanes?.includes(index) ?? true);
  const places: readonly LanePlace[] = shown.map(({ lane, index }, row) => ({
    ...{ lane, index, top: HEAD_HEIGHT + row * LANE },
  }));
  const groupTop = HEAD_HEIGHT + places.length * LANE;
  const withGroups = view.lanes === undefined ? groups : [];
  const bottom = groupTop + withGroups.length * GROUP + 6;
  const layer = new LabelLayer({ left: -4, top: 0, right: WIDTH + 4, bottom });
  const plot: TimelinePlot = { model, names, view, frame, layer, places, bottom };
  const head = timelineHead(plot);
  return {
    height: bottom + 30,
    content: [
      timeGrid(frame, HEAD_HEIGHT - 8, bottom),
      ...places.flatMap((place) => laneRow(plot, place)),
      ...groupRows(plot, withGroups, groupTop, GROUP),
      ...head,
      ...places.flatMap((place) => laneFailures(plot, place)),
      ...layer.drawn,
      markup`<path class="rule" d="M0 ${px(bottom)}H${RIGHT}"/>`,
      timeAxis(frame, bottom),
    ],
  };
}
