import type { Cause, SliceEvent } from "../../../explore/report-causes.ts";
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { countOf, countText } from "../../quantity.ts";
import { drawing } from "../charts/frame.ts";
import { WHY_WIDTH, whyChart } from "../charts/why-chart.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { becauseText, doneWord, failureName, remedyText, shareText } from "../words/cause-words.ts";
import { plainProse, prose } from "../words/prose.ts";
import { eventWords, lifelineName } from "../words/slice-words.ts";
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
    body: markup`<div class="causes${told.length === 1 ? " alone" : ""}">${told.map((one, i) => causeOf(model, names, one, i, told.length === 1))}</div>`,
  });
}

function causeOf(
  model: ReportModel,
  names: Names,
  { cause, failure }: Told,
  i: number,
  isAlone: boolean,
): Markup {
  const name = plainProse(failureName(failure, names));
  const question = `Why was ${name} ${doneWord(cause.kind)}?`;
  const because = becauseText(cause, failure.witness, names);
  const remedy = remedyText(cause, names);
  const { height, content } = whyChart(model, names, cause, failure);
  const answer = plainProse(because);
  const drawn = drawing({
    id: `why-${i}`,
    width: WHY_WIDTH,
    height,
    title: question,
    answer,
    content,
  });
  const total = model.data.failures.byKind[cause.kind] ?? cause.count;
  const events = cause.slice.events.map(
    (event) =>
      markup`<li>${names.instant(event.at)}: ${wayOf(cause, event, names)}: ${eventWords({ model, names, failure }, event)}</li>`,
  );
  return markup`<article id="why/${failure.id}" class="cause">${!isAlone && markup`<h3>${question}</h3>`}${scrolled(drawn, question)}
<div class="told"><p class="because"><strong>${prose(because)}</strong></p>${remedy !== undefined && markup`<p>${prose(remedy)}.</p>`}
<p class="note">${shareText(cause, total)} ${foundText(cause)}</p>
<details><summary>The same events as a list</summary><ol class="events">${events}</ol></details></div></article>`;
}

/** How it was found, and how sure that is. */
function foundText({ slice }: Cause): string {
  const { candidates, kept, aside, runs, isMinimal } = slice;
  const things = countOf(candidates, "things");
  const found = `Found by ${countOf(runs, "runs")}: of ${things} that could have been otherwise, ${kept.length === 0 ? "none alone prevents it" : `${countText(kept.length)} had to be as it was`}.`;
  const others =
    aside.length === 0
      ? ""
      : ` Without ${countText(aside.length)} of them other records fail in its stead.`;
  const doubt = isMinimal ? "" : " There were not runs enough to be sure that this is all.";
  return `${found}${others}${doubt}`;
}

function wayOf({ slice }: Cause, { from, to }: SliceEvent, names: Names): string {
  const nameOf = (i: number): string => {
    const lifeline = slice.lifelines[i];
    return lifeline === undefined ? "" : lifelineName(lifeline, names)[0];
  };
  return from === to ? nameOf(from) : `${nameOf(from)} → ${nameOf(to)}`;
}
