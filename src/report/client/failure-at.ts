import type { FailedRecord } from "../../explore/report-facts.ts";
import type { ReportModel } from "../../explore/report-model.ts";
import { HEAD_HEIGHT } from "../html/charts/timeline-head.ts";
import { LANE, momentOf } from "../html/charts/timeline-plot.ts";
import { xAt } from "./plot-pointer.ts";
import type { PlacedChart } from "./time-charts.ts";

/** So near a click has to be, in the drawing's unit. */
const REACH = 9;

/** The failure whose mark in the timeline is nearest to that point; undefined: none is near. */
export function failureAt(
  model: ReportModel,
  { name, span }: Pick<PlacedChart, "name" | "span">,
  { x, y }: { readonly x: number; readonly y: number },
): FailedRecord | undefined {
  if (name !== "timeline") return undefined;
  const lane = Math.floor((y - HEAD_HEIGHT) / LANE);
  let nearest: { readonly failure: FailedRecord; readonly distance: number } | undefined;
  for (const failure of model.data.failures.shown) {
    const at = failure.lane === lane ? momentOf(model, failure) : undefined;
    if (at === undefined) continue;
    const distance = Math.abs(xAt(at, span) - x);
    if (distance <= (nearest?.distance ?? REACH)) nearest = { failure, distance };
  }
  return nearest?.failure;
}
