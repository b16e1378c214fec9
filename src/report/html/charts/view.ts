import type { ReportSpan } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Role } from "../../../oracle/evidence.ts";
import { type Markup, markup } from "../markup/markup.ts";

/** A subtask by the name that charts give it, "Blue/2", whatever task of the job it belongs to. */
export interface NamedSubtask {
  readonly role: Role;
  readonly subtask: number;
}

/** What of a run a chart shows; a page without script shows `standardView`. */
export interface View {
  readonly span: ReportSpan;
  /** Chart 1 shows how far each watermark is behind, instead of the watermark. */
  readonly isLag: boolean;
  /** Lanes of chart 2 by their place; undefined: all that are drawn. */
  readonly lanes: readonly number[] | undefined;
  /** The one that stands out, while all others step back; undefined: all are alike. */
  readonly subtask: NamedSubtask | undefined;
}

/** The subtask of a mark that belongs to one alone. */
export function soleSubtask(role: Role, subtasks: readonly number[]): NamedSubtask | undefined {
  const [subtask] = subtasks;
  return subtask === undefined || subtasks.length > 1 ? undefined : { role, subtask };
}

/** Whether what belongs to these subtasks steps back. */
export function isFaded(
  { subtask: shown }: Pick<View, "subtask">,
  role: Role,
  subtasks: readonly number[],
): boolean {
  return shown !== undefined && (shown.role !== role || !subtasks.includes(shown.subtask));
}

/** All of it as one that steps back, or as it is. */
export function fadedIf(isBack: boolean, drawn: readonly Markup[]): readonly Markup[] {
  return isBack && drawn.length > 0 ? [markup`<g class="faded">${drawn}</g>`] : drawn;
}

/** Where it was decided who emits what, or else the whole hand-over. */
export function standardView({ header }: Pick<ReportModel, "header">): View {
  const { focus, window } = header.clock;
  return { span: focus ?? window, isLag: false, lanes: undefined, subtask: undefined };
}

/** The whole hand-over, whatever there is to zoom to. */
export function wholeView({ header }: Pick<ReportModel, "header">): View {
  return { span: header.clock.window, isLag: false, lanes: undefined, subtask: undefined };
}

export type JobTone = "blue" | "green";

/** The colour that stands for that job. */
export function toneOf({ header }: Pick<ReportModel, "header">, role: Role): JobTone {
  return header.jobs[role].colour === "BLUE" ? "blue" : "green";
}

export const ROLES: readonly Role[] = ["outgoing", "incoming"];
