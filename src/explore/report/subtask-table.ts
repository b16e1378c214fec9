import type { JobRole } from "../../model/options.ts";

/** One value for each subtask of one task of both jobs, made when it is first asked for. */
export class SubtaskTable<T> {
  readonly #make: (role: JobRole, subtask: number) => T;
  readonly #values: Readonly<Record<JobRole, T[]>> = { outgoing: [], incoming: [] };

  constructor(make: (role: JobRole, subtask: number) => T) {
    this.#make = make;
  }

  of(role: JobRole, subtask: number): T {
    const values = this.#values[role];
    while (values.length <= subtask) values.push(this.#make(role, values.length));
    return values[subtask] as T;
  }

  /** The outgoing job's first; subtasks in order. */
  all(): readonly T[] {
    return [...this.#values.outgoing, ...this.#values.incoming];
  }
}
