import type { Cause } from "../../../explore/report-causes.ts";
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { countOf, countText } from "../../quantity.ts";
import { drawing } from "../charts/frame.ts";
import { eventWords, WHY_WIDTH, whyChart } from "../charts/why-chart.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { becauseText, doneWord, failureName, remedyText, shareText } from "../words/cause-words.ts";
import { plainProse, prose } from "../words/prose.ts";
import { scrolled, section } from "./section.ts";

interface Told {
  readonly cause: Cause;
  readonly failure: FailedRecord;
}

/** One cause after the other, each by its first record; undefined: nothing failed that gates judged. */
export function whySection(model: ReportModel, names: Names, number: number): Markup | undefined {
  const byId = new Map(model.data.failures.shown.map((failure) => [failure.id, failure]));
  const told: readonly Told[] = model.causes.causes.flatMap((cause) => {
    const failure = byId.get(cause.failure);
    return failure === undefined ? [] : [{ cause, failure }];
  });
  const [first] = told;
  if (first === undefined) return undefined;
  const question = `was ${plainProse(failureName(first.failure, names))} ${doneWord(first.cause.kind)}?`;
  const title = told.length === 1 ? `Why ${question}` : "Why did it go wrong?";
  const { unexplained } = model.causes;
  const rest =
    unexplained === 0
      ? ""
      : ` ${countOf(unexplained, "failures")} of other kinds have no gate decision to tell from.`;
  const answer = `Only the events that decided; time runs down, not to scale.${rest}`;
  return section({
    ...{ id: "why", number, title, answer },
    body: markup`<div class="causes">${told.map((one, i) => causeOf(model, names, one, i))}</div>`,
  });
}

function causeOf(model: ReportModel, names: Names, { cause, failure }: Told, i: number): Markup {
  const name = plainProse(failureName(failure, names));
  const question = `Why was ${name} ${doneWord(cause.kind)}?`;
  const because = becauseText(cause, names);
  const remedy = remedyText(cause, names);
  const { slice, kind } = cause;
  const { height, content } = whyChart(model, names, cause, failure);
  const drawn = drawing({
    id: `why-${i}`,
    width: WHY_WIDTH,
    height,
    title: question,
    answer: plainProse(because),
    content,
  });
  const total = model.data.failures.byKind[kind] ?? cause.count;
  return markup`<article id="why/${failure.id}" class="cause"><h3>${question}</h3>${scrolled(drawn, question)}
<p class="because"><strong>${prose(because)}</strong></p>${remedy !== undefined && markup`<p>${prose(remedy)}.</p>`}
<p class="note">${shareText(cause, total)} ${countText(slice.events.length)} of ${countText(slice.candidates)} events shown, found by ${countOf(slice.runs, "runs")}.</p>
<details><summary>The same events as a list</summary><ol class="events">${slice.events.map(
    (event) =>
      markup`<li>${names.instant(event.at)}: ${placeName(cause, event.from, names)}${
        event.to !== event.from && markup` → ${placeName(cause, event.to, names)}`
      }: ${eventWords({ model, names, failure }, event)}</li>`,
  )}</ol></details></article>`;
}

function placeName({ slice }: Cause, i: number, names: Names): string {
  const lifeline = slice.lifelines[i];
  switch (lifeline?.kind) {
    case "source":
      return `source partition ${lifeline.partition}`;
    case "gate":
      return plainProse(names.subtask(lifeline));
    case "sink":
      return `sink of ${plainProse(names.job(lifeline.role))}`;
    case "config-map":
      return "ConfigMap";
    case "controller":
      return "controller";
    default:
      return "fault";
  }
}
