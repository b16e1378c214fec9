import type { JobRole } from "../../model/options.ts";
import type { SubtaskRef } from "../report-facts.ts";

/** One value for each subtask of both jobs, made when it is first asked for. */
export class SubtaskTable<T> {
  readonly #make: (ref: SubtaskRef) => T;
  readonly #values: Readonly<Record<JobRole, (T | undefined)[][]>> = { outgoing: [], incoming: [] };

  constructor(make: (ref: SubtaskRef) => T) {
    this.#make = make;
  }

  of(ref: SubtaskRef): T {
    const { role, task, subtask } = ref;
    const tasks = this.#values[role];
    while (tasks.length <= task) tasks.push([]);
    const values = tasks[task]!;
    const known = values[subtask];
    if (known !== undefined) return known;
    while (values.length < subtask) values.push(undefined);
    const made = this.#make({ role, task, subtask });
    values[subtask] = made;
    return made;
  }

  /** The outgoing job's first; tasks and subtasks in order. */
  all(): readonly T[] {
    const { outgoing, incoming } = this.#values;
    return [...outgoing, ...incoming].flat().filter((value) => value !== undefined);
  }
}

/** "outgoing/1/0", as paths of subtasks go. */
export function pathOf({ role, task, subtask }: SubtaskRef): string {
  return `${role}/${task}/${subtask}`;
}

/** The subtask that a path names; undefined: it names none. */
export function refOf(path: string): SubtaskRef | undefined {
  const [role, task, subtask] = path.split("/");
  if ((role !== "outgoing" && role !== "incoming") || subtask === undefined) return undefined;
  return { role, task: Number(task), subtask: Number(subtask) };
}

export function isSameSubtask(a: SubtaskRef, b: SubtaskRef): boolean {
  return a.role === b.role && a.task === b.task && a.subtask === b.subtask;
}
