import type { ReportModel } from "../../../explore/report-model.ts";
import { Names } from "../../names.ts";
import type { Style, Text } from "../../text.ts";
import { type Markup, markup } from "../markup/markup.ts";

/** What jobs, subtasks, records and instants of that run are called. */
export function namesOf({ header, handover }: Pick<ReportModel, "header" | "handover">): Names {
  const { jobs, clock, keyNames } = header;
  const startedAt = handover.startedAt ?? undefined;
  return new Names({ jobs, clock, keyNames, shown: { facts: { handover: { startedAt } } } });
}

const CLASSES: Readonly<Record<Exclude<Style, "plain">, string>> = {
  dim: "dim",
  strong: "strong",
  failed: "bad",
  doubtful: "strong",
  duplicate: "twice",
  blue: "job-blue",
  green: "job-green",
};

/** Styled text as the page has it. */
export function prose(text: Text): Markup {
  return markup`${text.map(({ text: words, style }) =>
    style === "plain" ? markup`${words}` : markup`<span class="${CLASSES[style]}">${words}</span>`,
  )}`;
}

/** The same without any style, for drawings and for readers of them. */
export function plainProse(text: Text): string {
  return text.map(({ text: words }) => words).join("");
}

/** "a, b and c". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
