import type { EventTime } from "../event-time.ts";
import type { Colour } from "../options.ts";

/**
 * What a checkpoint keeps of one gate subtask, as union list state: on a restore every subtask gets
 * what all had (C21), an incoming job's also what the outgoing job's had: repair 3. Published gates
 * keep nothing.
 */
export interface GateMemory {
  /** Of the deployment that took the checkpoint. */
  readonly colour: Colour;
  /** The cut at which that deployment began to write, as text; undefined: it did not take over. */
  readonly floor: string | undefined;
  /** The hand-over that the floor belongs to. */
  readonly floorTransition: string;
  /** How far it had got with records, as text: the newest timestamp, or the next offsets. */
  readonly seen: string;
  /** The highest watermark that its subtask had met. */
  readonly reached: EventTime;
}
