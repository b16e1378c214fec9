import type { JobRole } from "../options.ts";

/** One attempt of one subtask. */
export interface SubtaskAttempt {
  readonly role: JobRole;
  readonly task: number;
  readonly subtask: number;
  /** From 0; counts this subtask's restarts. */
  readonly attempt: number;
}

/** All attempts of all subtasks of a run, by owner number. */
export class Attempts {
  readonly #attempts: SubtaskAttempt[] = [];
  readonly #counts = new Map<string, number>();

  /** Registers the next attempt of a subtask; returns its owner number. */
  add(role: JobRole, task: number, subtask: number): number {
    const name = `${role}/${task}/${subtask}`;
    const attempt = this.#counts.get(name) ?? 0;
    this.#counts.set(name, attempt + 1);
    return this.#attempts.push({ role, task, subtask, attempt }) - 1;
  }

  of(owner: number): SubtaskAttempt {
    return this.#attempts[owner] as SubtaskAttempt;
  }

  /** The most attempts that any subtask of the job had; 0 = it was never deployed. */
  most(role: JobRole): number {
    let most = 0;
    for (const [name, count] of this.#counts) {
      if (name.startsWith(`${role}/`) && count > most) most = count;
    }
    return most;
  }
}
