import type { BarrierAbortReason } from "../checkpoint/failure-reason.ts";
import type { BarrierHandlerOptions, BarrierHost, BlockableInput } from "./barrier-host.ts";
import { type BarrierKind, barrierId, barrierKind, CHECKPOINT_BARRIER } from "./barrier-value.ts";

/**
 * EXACTLY_ONCE: one checkpoint at a time, and a channel that has delivered its barrier is blocked
 * until all have (`SingleCheckpointBarrierHandler.aligned`, C9–C12).
 */
export class SingleCheckpointBarrierHandler {
  readonly aligned: boolean = true;
  readonly #input: BlockableInput;
  readonly #host: BarrierHost;
  readonly #checkpointsAfterTasksFinish: boolean;
  readonly #isAligned: Uint8Array;
  #alignedCount = 0;
  /** Channels that were open at the first barrier of the current checkpoint. */
  #awaitedCount = 0;
  #openCount: number;
  /** The newest id heard of. */
  #currentId = -1;
  #currentKind: BarrierKind = CHECKPOINT_BARRIER;
  /** The newest id that was snapshot or given up. */
  #settledId = -1;

  constructor(options: BarrierHandlerOptions) {
    this.#input = options.input;
    this.#host = options.host;
    this.#checkpointsAfterTasksFinish = options.checkpointsAfterTasksFinish;
    this.#openCount = options.input.channels;
    this.#isAligned = new Uint8Array(options.input.channels);
  }

  barrier(channel: number, value: number): void {
    const id = barrierId(value);
    // C10, C11: a barrier of an older or settled checkpoint holds nothing back.
    if (id < this.#currentId || (id === this.#currentId && !this.#isPending)) return;
    if (id > this.#currentId) this.#begin(id, barrierKind(value));
    if (!this.#align(channel)) this.#input.block(channel, value);
  }

  /** C11. A marker of a newer id ends the pending one too, without a word about it. */
  cancel(_channel: number, value: number): void {
    const id = barrierId(value);
    const isCurrent = id === this.#currentId && this.#alignedCount > 0;
    if (id > this.#currentId || isCurrent) {
      this.#abort(id, "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER");
    }
  }

  /** C12: an ended channel counts as aligned, or ends the pending checkpoint. */
  endOfPartition(channel: number): void {
    this.#openCount--;
    if (!this.#isPending) return;
    if (this.#checkpointsAfterTasksFinish) this.#align(channel);
    else this.#abort(this.#currentId, "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM");
  }

  get #isPending(): boolean {
    return this.#currentId !== this.#settledId;
  }

  #begin(id: number, kind: BarrierKind): void {
    if (this.#isPending) this.#abort(this.#currentId, "CHECKPOINT_DECLINED_SUBSUMED");
    this.#currentId = id;
    this.#currentKind = kind;
    this.#awaitedCount = this.#openCount;
  }

  /** Whether `channel` was the last one: then the snapshot is taken and all channels flow again. */
  #align(channel: number): boolean {
    if (this.#isAligned[channel] === 0) {
      this.#isAligned[channel] = 1;
      this.#alignedCount++;
    }
    if (this.#alignedCount < this.#awaitedCount) return false;
    this.#settledId = this.#currentId;
    this.#forgetAligned();
    this.#host.snapshot(this.#currentId, this.#currentKind);
    this.#input.unblockAll();
    return true;
  }

  #abort(id: number, reason: BarrierAbortReason): void {
    this.#currentId = Math.max(this.#currentId, id);
    this.#settledId = this.#currentId;
    this.#forgetAligned();
    this.#input.unblockAll();
    this.#host.abort(id, reason);
  }

  #forgetAligned(): void {
    this.#isAligned.fill(0);
    this.#alignedCount = 0;
  }
}
