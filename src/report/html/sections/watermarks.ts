import type { GateRow } from "../../../explore/report-handover.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { countText, spanText } from "../../quantity.ts";
import { type Text, words } from "../../text.ts";
import { drawing } from "../charts/frame.ts";
import { standardView, type View, wholeView } from "../charts/view.ts";
import { WATERMARK_HEIGHT, watermarkChart } from "../charts/watermark-chart.ts";
import { lateness, worstBlind } from "../charts/watermark-notes.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { plainProse, prose } from "../words/prose.ts";
import { dataTable, scrolled, section } from "./section.ts";
import { wholeToo } from "./whole.ts";

const TITLE = "Did every gate know the toggle before its records reached it?";

export function watermarkSection(model: ReportModel, names: Names, number: number): Markup {
  return section({
    ...{ id: "watermarks", number, title: TITLE, answer: prose(watermarkAnswer(model, names)) },
    body: markup`<div data-chart="watermarks">${watermarkDrawing(model, names, standardView(model))}</div>${wholeToo(
      model,
      () => watermarkDrawing(model, names, wholeView(model), "watermarks-whole"),
    )}${gateTable(model, names)}`,
  });
}

/** The chart alone, as the page draws it again after a zoom. */
export function watermarkDrawing(
  model: ReportModel,
  names: Names,
  view: View,
  id = "watermarks",
): Markup {
  return scrolled(
    drawing({
      ...{ id, height: WATERMARK_HEIGHT, title: TITLE },
      answer: plainProse(watermarkAnswer(model, names)),
      content: watermarkChart(model, names, view),
    }),
    "watermarks and toggle",
  );
}

function watermarkAnswer({ handover }: ReportModel, names: Names): Text {
  const { toggle, gates } = handover;
  if (toggle === null) return words`No toggle was published.`;
  const blind = gates.filter(({ early }) => early !== null);
  const worst = worstBlind(gates);
  if (worst === undefined) return allKnew(gates, names);
  const others = blind.length === 1 ? "" : ` It is the worst of ${countText(blind.length)} gates.`;
  if (worst.learnedAt === null)
    return words`No: ${names.subtask(worst)} never learned it.${others}`;
  return words`No: ${names.subtask(worst)} learned it ${spanText(lateness(worst))} after it had judged its first record newer than the toggle.${others}`;
}

function allKnew(gates: readonly GateRow[], names: Names): Text {
  const times = gates.flatMap(({ learnedAt, heardAt }) => heardAt ?? learnedAt ?? []);
  if (times.length === 0) return words`No gate learned a toggle.`;
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const range =
    first === last
      ? `at ${names.instant(first)}`
      : `from ${names.instant(first)} to ${names.instant(last)}`;
  if (times.length < gates.length) {
    return words`${countText(times.length)} of ${countText(gates.length)} gates learned it, ${range}; none had judged a record newer than it before.`;
  }
  return words`Yes: all ${countText(gates.length)} gates learned it ${range}, before they judged a record newer than it.`;
}

function gateTable({ handover }: ReportModel, names: Names): Markup {
  const at = (time: number | null): string => (time === null ? "–" : names.instant(time));
  return dataTable({
    summary: "What each gate knew, and when",
    head: [
      "Gate",
      "Heard the toggle",
      "Went by it from",
      "Crossed it",
      "Let pass",
      "Held back",
      "Judged too early",
    ],
    numbers: [1, 2, 3, 4, 5],
    rows: handover.gates.map((gate) => [
      prose(names.subtask(gate)),
      at(gate.heardAt),
      at(gate.learnedAt),
      at(gate.crossedAt),
      countText(gate.passed),
      countText(gate.dropped),
      gate.early === null ? "–" : `${gate.early.record} at ${names.instant(gate.early.at)}`,
    ]),
  });
}
