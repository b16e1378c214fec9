import type { ReportSpan } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Role } from "../../../oracle/evidence.ts";

/** What of a run a chart shows; a page without script shows `standardView`. */
export interface View {
  readonly span: ReportSpan;
  /** Chart 1 shows how far each watermark is behind, instead of the watermark. */
  readonly isLag: boolean;
  /** Lanes of chart 2 by their place; undefined: all that are drawn. */
  readonly lanes: readonly number[] | undefined;
}

/** Where it was decided who emits what, or else the whole hand-over. */
export function standardView({ header }: Pick<ReportModel, "header">): View {
  const { focus, window } = header.clock;
  return { span: focus ?? window, isLag: false, lanes: undefined };
}

/** The whole hand-over, whatever there is to zoom to. */
export function wholeView({ header }: Pick<ReportModel, "header">): View {
  return { span: header.clock.window, isLag: false, lanes: undefined };
}

export type JobTone = "blue" | "green";

/** The colour that stands for that job. */
export function toneOf({ header }: Pick<ReportModel, "header">, role: Role): JobTone {
  return header.jobs[role].colour === "BLUE" ? "blue" : "green";
}

export const ROLES: readonly Role[] = ["outgoing", "incoming"];
