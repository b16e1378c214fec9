import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { countOf, countText, spanText } from "../../quantity.ts";
import { drawing } from "../charts/frame.ts";
import { outputChart } from "../charts/output-chart.ts";
import { type View, wholeView } from "../charts/view.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { plainProse } from "../words/prose.ts";
import { dataTable, scrolled, section } from "./section.ts";

const TITLE = "What did readers downstream notice?";

export function outputSection(model: ReportModel, names: Names, number: number): Markup {
  return section({
    ...{ id: "output", number, title: TITLE, answer: outputAnswer(model, names) },
    body: markup`<div data-chart="output">${outputDrawing(model, names, wholeView(model))}</div>${outputTable(model, names)}`,
  });
}

export function outputDrawing(model: ReportModel, names: Names, view: View): Markup {
  const answer = outputAnswer(model, names);
  return scrolled(
    drawing({ id: "output", title: TITLE, answer, ...outputChart(model, view) }),
    "output and latency",
  );
}

function outputAnswer({ output }: ReportModel, names: Names): string {
  const { overall, longestSilence } = output;
  if (overall.outputs === 0 || overall.p50 === null)
    return "Nothing: no output became visible around the hand-over.";
  const latency = `Half of ${countOf(overall.outputs, "outputs")} were readable within ${spanText(overall.p50)} of their event time, 99\u00a0% within ${spanText(overall.p99 ?? overall.p50)}.`;
  const silence =
    longestSilence === null
      ? ""
      : ` The longest time without one was ${spanText(longestSilence.to - longestSilence.from)}, from ${names.instant(longestSilence.from)}.`;
  return `${latency}${silence}${changeOver(output, names)}`;
}

/** From the outgoing job's last output to the incoming one's first. */
function changeOver({ first, last }: ReportModel["output"], names: Names): string {
  if (last.outgoing === null || first.incoming === null) return "";
  const gap = first.incoming - last.outgoing;
  const [outgoing, incoming] = [names.job("outgoing"), names.job("incoming")].map(plainProse);
  if (Math.abs(gap) < 1_000) return ` ${incoming}’s first came together with ${outgoing}’s last.`;
  const way = gap > 0 ? "after" : "before";
  return ` ${incoming}’s first came ${spanText(Math.abs(gap))} ${way} ${outgoing}’s last.`;
}

const ROWS = 40;

function outputTable({ output }: ReportModel, names: Names): Markup {
  const { startMicros, binMicros, visible, latency } = output;
  const bins = Math.max(visible.outgoing.length, visible.incoming.length);
  const every = Math.max(1, Math.ceil(bins / ROWS));
  const sum = (values: readonly number[], from: number): number =>
    values.slice(from, from + every).reduce((all, value) => all + value, 0);
  const most = (values: readonly (number | null)[], from: number): string => {
    const numbers = values.slice(from, from + every).filter((value) => value !== null);
    return numbers.length === 0 ? "–" : spanText(Math.max(...numbers));
  };
  const rows = Array.from({ length: Math.ceil(bins / every) }, (_, i) => i * every);
  return dataTable({
    summary: `Outputs and latency, in steps of ${spanText(every * binMicros)}`,
    head: [
      "From",
      plainProse(names.job("outgoing")),
      plainProse(names.job("incoming")),
      "Median at most",
      "p99 at most",
      "Largest",
    ],
    numbers: [0, 1, 2, 3, 4, 5],
    rows: rows.map((i) => [
      names.instant(startMicros + i * binMicros),
      countText(sum(visible.outgoing, i)),
      countText(sum(visible.incoming, i)),
      most(latency.p50, i),
      most(latency.p99, i),
      most(latency.max, i),
    ]),
  });
}
