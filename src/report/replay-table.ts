/** Recorded hand-overs against simulated ones: a table for a terminal, and one for a README. */

import type { SettingRow, Spread, Tally } from "../explore/replay-run/row.ts";
import type { Goal, ReplaySurvey } from "../explore/replay-run/survey.ts";
import { markdownCell } from "./markdown-cell.ts";
import { countText, shareText } from "./quantity.ts";
import { padded, type Style, styled, type Text, words } from "./text.ts";

/** What the recordings were made with. */
export const RECORDED_WITH = "Flink 1.20.3, flink-connector-kafka 3.4.0-1.20, Kafka 3.9.1";

const HEAD = ["setting", "runs", "recorded", "simulated", "duplicates", "gaps", ""] as const;
const GAP = "  ";

/** A line a setting, what explains those that do not agree under them, and the goals. */
export function replayTable(survey: ReplaySurvey): readonly Text[] {
  const rows = survey.rows.map(cellsOf);
  const widths = HEAD.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row.cells[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[], style: Style): Text =>
    cells.flatMap((cell, i) => [
      ...styled("plain", GAP),
      ...padded(styled(style, cell), widths[i] ?? 0),
    ]);
  return [
    line(HEAD, "dim"),
    ...rows.flatMap(({ cells, explanation, style }) => [
      line(cells, style),
      ...(explanation === undefined ? [] : [words`      ${explanation}`]),
    ]),
    [],
    ...survey.goals.map(goalLine),
    words`  recorded with ${RECORDED_WITH}`,
  ];
}

/** The same as a section of a README. */
export function replaySection(survey: ReplaySurvey): string {
  const runs = survey.rows.reduce((sum, row) => sum + row.runs.length, 0);
  const goals = survey.goals.filter(({ of }) => of > 0).map((goal) => `- ${goalText(goal)}`);
  const rows = survey.rows.map((row) => {
    const { cells, explanation } = cellsOf(row);
    const last = explanation === undefined ? cells[6] : `${cells[6]}: ${explanation}`;
    return `| ${[...cells.slice(0, 6), last ?? ""].map(markdownCell).join(" | ")} |`;
  });
  return [
    "## Held against the real thing",
    "",
    `${countText(runs)} real hand-overs of two Flink jobs over Kafka, in ${survey.rows.length} settings, were recorded`,
    `with ${RECORDED_WITH}, and simulated from their settings and their`,
    "input. Of what was measured only start-up times, savepoint and checkpoint times and the end are given; never the",
    "toggle, nor who learned or crossed it when. Dup and gap are medians, recorded → simulated.",
    "`npm run handover -- replay-run DIR` does it for any folder of such recordings.",
    "",
    ...goals,
    "",
    "<details><summary>Setting by setting</summary>",
    "",
    `| ${["Setting", "Runs", "Recorded", "Simulated", "Dup", "Gap", ""].join(" | ")} |`,
    "|---|---:|---|---|---|---|---|",
    ...rows,
    "",
    "</details>",
    "",
  ].join("\n");
}

interface Cells {
  readonly cells: readonly string[];
  readonly explanation: string | undefined;
  readonly style: Style;
}

function cellsOf(row: SettingRow): Cells {
  const { setting, runs, real, simulated, verdictAgrees, countsAgree, explanation } = row;
  const agrees = verdictAgrees && countsAgree !== false;
  const mark = agrees ? "agrees" : verdictAgrees ? "counts differ" : "verdict differs";
  return {
    cells: [
      setting,
      String(runs.length),
      verdictsOf(real),
      verdictsOf(simulated),
      pair(real.dup, simulated.dup),
      pair(real.gap, simulated.gap),
      mark,
    ],
    explanation,
    style: agrees ? "plain" : "doubtful",
  };
}

/** One verdict, or several with the share of each. */
function verdictsOf({ runs, verdicts }: Tally): string {
  const [first, ...others] = verdicts;
  if (first === undefined) return "";
  if (others.length === 0) return first[0];
  return verdicts.map(([verdict, count]) => `${verdict} ${shareText(count / runs)}`).join(", ");
}

function pair(real: Spread, simulated: Spread): string {
  if (real.most === 0 && simulated.median === 0) return "0";
  return `${real.median} → ${simulated.median}`;
}

function goalLine(goal: Goal): Text {
  const style = goal.isReached ? "plain" : "failed";
  return words`  ${styled(style, goal.isReached ? "✓" : "✕")} ${goalText(goal)}`;
}

function goalText({ what, met, of, share }: Goal): string {
  if (of === 0) return `${what}: none`;
  return `${what}: ${met} of ${of}, ${shareText(met / of)} (goal ${shareText(share)})`;
}
