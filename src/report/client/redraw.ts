import type { ReportModel } from "../../explore/report-model.ts";
import { sectionLinks, sectionsOf } from "../html/page/sections.ts";
import { all, byId } from "./dom.ts";

/**
 * Draws another run by the code that drew the page. Of the first section only the parts are replaced
 * that are the run's own, so that the sliders beside them stay in the reader's hand.
 */
export function redraw(model: ReportModel, isReported: boolean): void {
  const main = byId("report");
  const links = document.querySelector("nav.sections");
  if (main === null || main === undefined || links === null) return;
  const sections = sectionsOf(model);
  const opened = new Set(all<HTMLDetailsElement>("details[open]", main).map(summaryOf));
  let before: HTMLElement | undefined;
  for (const { id, markup } of sections) {
    const fresh = elementOf(markup.text);
    const there = byId(id);
    if (there === undefined) {
      if (before === undefined) main.prepend(fresh);
      else before.after(fresh);
    } else if (id === "verdict") replaceParts(there, fresh, isReported);
    else there.replaceWith(fresh);
    before = byId(id);
  }
  const ids = sections.map(({ id }) => id);
  for (const gone of all("main > section")) if (!ids.includes(gone.id)) gone.remove();
  for (const link of all("a", links)) link.remove();
  links.insertAdjacentHTML("afterbegin", sectionLinks(sections).text);
  for (const one of all<HTMLDetailsElement>("details", main)) {
    if (opened.has(summaryOf(one))) one.open = true;
  }
}

function summaryOf(details: HTMLDetailsElement): string {
  return details.querySelector("summary")?.textContent ?? "";
}

function elementOf(text: string): HTMLElement {
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content.firstElementChild as HTMLElement;
}

/** Advice was found for the run as reported; a live run has none of its own. */
function replaceParts(there: HTMLElement, fresh: HTMLElement, isReported: boolean): void {
  for (const part of all("[data-part]", fresh)) {
    const name = part.dataset["part"] ?? "";
    if (name === "advice" && !isReported) continue;
    there.querySelector(`[data-part="${name}"]`)?.replaceChildren(...part.childNodes);
  }
}
