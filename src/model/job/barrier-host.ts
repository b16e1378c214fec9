import type { BarrierAbortReason } from "../checkpoint/failure-reason.ts";
import type { BarrierKind } from "./barrier-value.ts";

/** The task whose barriers are aligned. */
export interface BarrierHost {
  /** Every channel has delivered its barrier: take the snapshot now, before the next element. */
  snapshot(id: number, kind: BarrierKind): void;
  /** The task gives this checkpoint up; each id at most once. */
  abort(id: number, reason: BarrierAbortReason): void;
}

/** Whose channels are held back. Blocking takes effect with the next element that would be read. */
export interface BlockableInput {
  readonly channels: number;
  /** `barrier`: the value of the one that the channel waits behind. */
  block(channel: number, barrier: number): void;
  unblockAll(): void;
}

export interface BarrierHandlerOptions {
  /** `execution.checkpointing.checkpoints-after-tasks-finish`, by default true (C12). */
  readonly checkpointsAfterTasksFinish: boolean;
  readonly input: BlockableInput;
  readonly host: BarrierHost;
}
