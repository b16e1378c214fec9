/** The names of subtasks in the charts: a click on one, or a key, makes it stand out in all of them. */
import type { ReportModel } from "../../explore/report-model.ts";
import { type NamedSubtask, ROLES, soleSubtask } from "../html/charts/view.ts";
import { parseSubtask } from "./hash-state.ts";

export function onSubtaskName(chosen: (subtask: NamedSubtask) => void): void {
  document.documentElement.classList.add("is-scripted");
  document.addEventListener("click", ({ target }) => {
    const name = target instanceof Element ? target.closest("[data-subtask]") : null;
    const subtask = parseSubtask(name?.getAttribute("data-subtask") ?? "");
    if (subtask !== undefined) chosen(subtask);
  });
}

/** After the last one comes the first; undefined: no chart has a subtask of its own. */
export function nextSubtask(
  model: ReportModel,
  shown: NamedSubtask | undefined,
  by: 1 | -1,
): NamedSubtask | undefined {
  const all = subtasksOf(model);
  const place = all.findIndex(
    ({ role, subtask }) => role === shown?.role && subtask === shown.subtask,
  );
  const start = place < 0 && by < 0 ? 0 : place;
  return all[(start + by + all.length) % Math.max(1, all.length)];
}

/** Those that a line, a rail or a row stands for alone: the outgoing job's first. */
function subtasksOf({ watermarks, timeline, transactions }: ReportModel): readonly NamedSubtask[] {
  const drawn = [
    ...watermarks.lines,
    ...timeline.lanes.flatMap(({ rails }) =>
      ROLES.map((role) => soleSubtask(role, rails[role].subtasks)),
    ),
    ...(transactions?.bars ?? []).map(({ role, subtasks }) => soleSubtask(role, subtasks)),
  ];
  return ROLES.flatMap((role) => {
    const numbers = drawn.flatMap((one) => (one?.role === role ? [one.subtask] : []));
    return [...new Set(numbers)].toSorted((a, b) => a - b).map((subtask) => ({ role, subtask }));
  });
}
