import type { LaneCounts } from "../../../explore/report-charts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Role } from "../../../oracle/evidence.ts";
import type { Names } from "../../names.ts";
import { countOf, countText } from "../../quantity.ts";
import { drawing } from "../charts/frame.ts";
import { timelineChart } from "../charts/timeline-chart.ts";
import { isUpper, laneName } from "../charts/timeline-plot.ts";
import { standardView, type View, wholeView } from "../charts/view.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { plainProse } from "../words/prose.ts";
import { dataTable, scrolled, section } from "./section.ts";
import { wholeToo } from "./whole.ts";

const TITLE = "Who emitted each record?";

export function timelineSection(model: ReportModel, names: Names, number: number): Markup {
  return section({
    ...{ id: "timeline", number, title: TITLE, answer: timelineAnswer(model, names) },
    body: markup`<div data-chart="timeline">${timelineDrawing(model, names, standardView(model))}</div>${wholeToo(
      model,
      () => timelineDrawing(model, names, wholeView(model), "timeline-whole"),
    )}${laneTable(model, names)}`,
  });
}

/** The chart alone, as the page draws it again after a zoom. */
export function timelineDrawing(
  model: ReportModel,
  names: Names,
  view: View,
  id = "timeline",
): Markup {
  const answer = timelineAnswer(model, names);
  const chart = timelineChart(model, names, view);
  return scrolled(drawing({ id, title: TITLE, answer, ...chart }), "who emitted each record");
}

function timelineAnswer(model: ReportModel, names: Names): string {
  const { timeline, verdict, data } = model;
  const unit = verdict.properties.find(({ name }) => name === "no-gap")?.unit ?? "outputs";
  const [upper, lower]: readonly [Role, Role] = isUpper(model, "outgoing")
    ? ["outgoing", "incoming"]
    : ["incoming", "outgoing"];
  const what = timeline.ticksAt === "gate" ? "passed a gate" : "were written";
  const share =
    timeline.inWindow === timeline.inRun
      ? `All ${countOf(timeline.inRun, unit)} that ${what}`
      : `${countText(timeline.inWindow)} of ${countText(timeline.inRun)} ${unit} that ${what}, those around the hand-over`;
  const rails = `Upper rail is ${plainProse(names.job(upper))}, lower rail is ${plainProse(names.job(lower))}.`;
  const dense =
    (timeline.focus ?? timeline.window).ticks === "counts" ? " The darker, the more." : "";
  const { total, shown } = data.failures;
  const left =
    total > shown.length
      ? ` The first ${countText(shown.length)} of ${countText(total)} failures are drawn.`
      : "";
  return `${share}. ${rails}${dense}${left}`;
}

function laneTable(model: ReportModel, names: Names): Markup {
  const { lanes, groups } = model.timeline;
  const job = (role: Role): string => plainProse(names.job(role));
  const row = (
    name: string,
    { records, byOutgoing, byIncoming, lost, duplicated, other }: LaneCounts,
  ): readonly string[] => [
    ...[name, countText(records), countText(byOutgoing), countText(byIncoming)],
    ...[countText(lost), countText(duplicated), countText(other)],
  ];
  return dataTable({
    summary: "Counts of each partition",
    head: [
      "Lane",
      "Records",
      `By ${job("outgoing")}`,
      `By ${job("incoming")}`,
      "Lost",
      "Duplicated",
      "Otherwise wrong",
    ],
    numbers: [1, 2, 3, 4, 5, 6],
    rows: [
      ...lanes.map(({ key, counts }) => row(laneName(key, model), counts)),
      ...groups.map((group) => row(`${group.lanes.length} more`, group.counts)),
    ],
  });
}
