import type { KeyedDraws } from "../../engine/choice.ts";
import type { AttemptAgenda } from "../job/agenda.ts";
import type { JobRole } from "../options.ts";
import type { KinesisStream } from "./kinesis-stream.ts";

/** What brings the records of one shard to a task. */
export interface ShardSupply {
  /** From its own offset on, now. */
  begin(): void;
  /** W19: it brings nothing until it goes on. */
  pause(): void;
  resume(): void;
  /** The task is gone. */
  close(): void;
}

/** All that a supply needs of the task and its stream. */
export interface SupplyOptions {
  readonly stream: KinesisStream;
  readonly role: JobRole;
  readonly shard: number;
  readonly offset: number;
  /** From a call to its records in hand (µs). */
  readonly latencyMicros: number;
  readonly agenda: AttemptAgenda;
  /** Between 0 and 1, by shard and retry. */
  readonly jitter: KeyedDraws;
  /** Records up to that offset will be in hand at `at` (µs). */
  readonly brings: (end: number, at: number) => void;
  /** The task does what is due, so that it is known whether the shard is paused. */
  readonly settle: () => void;
  readonly fail: (reason: string) => void;
}
