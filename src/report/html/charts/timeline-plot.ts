import type { LaneKey, TimelineLane } from "../../../explore/report-charts.ts";
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Role } from "../../../oracle/evidence.ts";
import type { Names } from "../../names.ts";
import type { TimeFrame } from "./frame.ts";
import type { LabelLayer } from "./label.ts";
import type { View } from "./view.ts";

/** Heights of chart 2. */
export const LANE = 57;
export const RAIL = 14;

export interface LanePlace {
  readonly lane: TimelineLane;
  /** In `TimelineSection.lanes`. */
  readonly index: number;
  readonly top: number;
}

/** What the parts of chart 2 share. */
export interface TimelinePlot {
  readonly model: ReportModel;
  readonly names: Names;
  readonly view: View;
  readonly frame: TimeFrame;
  readonly layer: LabelLayer;
  readonly places: readonly LanePlace[];
  readonly bottom: number;
}

/** The top of a rail; the blue job has the upper one, whichever of the two it is. */
export function railTop(
  { model }: Pick<TimelinePlot, "model">,
  role: Role,
  laneTop: number,
): number {
  return laneTop + (isUpper(model, role) ? 9 : 33);
}

export function isUpper({ header }: Pick<ReportModel, "header">, role: Role): boolean {
  const { outgoing, incoming } = header.jobs;
  if (outgoing.colour === incoming.colour) return role === "outgoing";
  return header.jobs[role].colour === "BLUE";
}

/** "Partition 2", with its topic where there are several. */
export function laneName(key: LaneKey, { header }: Pick<ReportModel, "header">): string {
  if (key.kind === "results") return `Results of ${key.stage}`;
  const several = header.pipeline.sources.length > 1;
  return several ? `${key.source} ${key.partition}` : `Partition ${key.partition}`;
}

/** The same in one or two lines, for a narrow place. */
export function laneLines(key: LaneKey, model: Pick<ReportModel, "header">): readonly string[] {
  if (key.kind === "results") return ["Results", key.stage];
  const several = model.header.pipeline.sources.length > 1;
  return several ? [`Partition ${key.partition}`, key.source] : [laneName(key, model)];
}

/** The job that a record belonged to: the one that takes it by the toggle. */
export function ownerOf({ handover }: ReportModel, { ts }: FailedRecord): Role {
  const toggle = handover.toggle?.toggle;
  return toggle === undefined || ts === null || ts < toggle ? "outgoing" : "incoming";
}

/** When a failure shows: the owner's judgement, or another's, or its arrival. */
export function momentOf(model: ReportModel, failure: FailedRecord): number | undefined {
  const owner = ownerOf(model, failure);
  const other = owner === "outgoing" ? "incoming" : "outgoing";
  const { decisions, arrival, visibleAt } = failure;
  return decisions[owner]?.at ?? decisions[other]?.at ?? arrival ?? visibleAt[0];
}
