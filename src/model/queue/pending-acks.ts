import type { JobRole } from "../options.ts";

/** Messages that were read before the barrier of a checkpoint, and are not acked yet (N8, N9). */
export interface PendingAcks {
  readonly checkpoint: number;
  /** The job that read them, out of its own queue if each has one. */
  readonly role: JobRole;
  /** Offsets in the source's own order. */
  readonly messages: readonly number[];
}
