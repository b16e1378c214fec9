import type { Role } from "./evidence.ts";

/** Which records were dropped (or sent to the side output) as late. */
export interface LateIds {
  has(id: number): boolean;
  ids(): Iterable<number>;
}

/** No record was late. */
export const NEVER_LATE: LateIds = { has: () => false, ids: () => [] };

/**
 * The records that each job's windows dropped as late (W17), as far as they stayed dropped: a
 * restore takes back what came after its checkpoint.
 */
export class LateBook {
  readonly #epochs: Readonly<Record<Role, Map<number, number>>> = {
    outgoing: new Map(),
    incoming: new Map(),
  };

  /** `epoch`: the last checkpoint whose barrier the subtask had passed; 0 = none yet. */
  add(role: Role, id: number, epoch: number): void {
    const epochs = this.#epochs[role];
    if (!epochs.has(id)) epochs.set(id, epoch);
  }

  /** The job restored that checkpoint (0 = none, it starts anew): later drops are forgotten. */
  restored(role: Role, checkpoint: number): void {
    const epochs = this.#epochs[role];
    for (const [id, epoch] of epochs) {
      if (epoch >= checkpoint) epochs.delete(id);
    }
  }

  count(role: Role): number {
    return this.#epochs[role].size;
  }

  of(role: Role): LateIds {
    const epochs = this.#epochs[role];
    return { has: (id) => epochs.has(id), ids: () => epochs.keys() };
  }
}
