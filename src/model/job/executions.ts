import type { Execution } from "./execution.ts";
import type { CloseKind } from "./sink-runtime.ts";

/** The attempts of a job's subtasks that its JobManager counts as deployed, by number of the subtask. */
export class Executions {
  readonly #current: (Execution | undefined)[];

  constructor(subtasks: number) {
    this.#current = new Array<Execution | undefined>(subtasks).fill(undefined);
  }

  get isEmpty(): boolean {
    return this.#current.every((execution) => execution === undefined);
  }

  all(): readonly Execution[] {
    return this.#current.filter((execution) => execution !== undefined);
  }

  /** All of them, if every subtask is deployed and RUNNING. */
  running(): readonly Execution[] | undefined {
    const all = this.all();
    const areAll = all.length === this.#current.length;
    return areAll && all.every((execution) => execution.isOpen) ? all : undefined;
  }

  at(index: number): Execution | undefined {
    return this.#current[index];
  }

  put(execution: Execution): void {
    this.#current[execution.index] = execution;
  }

  /** Ends the attempt of that subtask, if there is one. */
  close(index: number, how: CloseKind): void {
    const execution = this.#current[index];
    this.#current[index] = undefined;
    execution?.close(how);
  }

  closeAll(how: CloseKind): void {
    for (let index = 0; index < this.#current.length; index++) this.close(index, how);
  }

  /** Everything that is finished by `at` is done, in every subtask. */
  catchUp(at: number): void {
    for (const execution of this.#current) execution?.parts.thread.catchUp(at);
  }
}
