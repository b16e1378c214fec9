import type { BarrierHandlerOptions, BarrierHost } from "./barrier-host.ts";
import { type BarrierKind, barrierId, barrierKind, CHECKPOINT_BARRIER } from "./barrier-value.ts";

/** Flink: not configurable; the oldest is forgotten first. */
const MAX_TRACKED = 50;

/**
 * AT_LEAST_ONCE: counts the barriers of several checkpoints at once and blocks nothing, so a
 * snapshot may hold the effect of records behind its barrier (`CheckpointBarrierTracker`, C13).
 */
export class CheckpointBarrierTracker {
  readonly aligned: boolean = false;
  readonly #host: BarrierHost;
  readonly #checkpointsAfterTasksFinish: boolean;
  #openCount: number;
  /** Ids of which some barriers are missing; ascending. */
  readonly #tracked: BarrierCount[] = [];
  #newestId = -1;

  constructor(options: BarrierHandlerOptions) {
    this.#host = options.host;
    this.#checkpointsAfterTasksFinish = options.checkpointsAfterTasksFinish;
    this.#openCount = options.input.channels;
  }

  barrier(channel: number, value: number): void {
    const id = barrierId(value);
    const kind = barrierKind(value);
    if (this.#isNewOnLastChannel(id)) {
      this.#host.snapshot(id, kind);
      return;
    }
    const position = this.#tracked.findIndex((count) => count.id === id);
    if (position >= 0) {
      this.#mark(position, channel);
    } else if (id > this.#newestId) {
      this.#newestId = id;
      this.#tracked.push(new BarrierCount(id, kind, this.#openCount, channel));
      if (this.#tracked.length > MAX_TRACKED) this.#tracked.shift();
    }
  }

  /** C11: every older checkpoint is given up with it. */
  cancel(channel: number, value: number): void {
    const id = barrierId(value);
    if (this.#isNewOnLastChannel(id)) {
      this.#host.abort(id, "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER");
      return;
    }
    while ((this.#tracked[0]?.id ?? id) < id) this.#giveUp(this.#tracked.shift() as BarrierCount);
    const first = this.#tracked[0];
    if (first?.id === id) {
      this.#giveUp(first);
      // Still counted, so that it is forgotten once every channel has spoken.
      this.#mark(0, channel);
    } else if (id > this.#newestId) {
      this.#newestId = id;
      const given = new BarrierCount(id, CHECKPOINT_BARRIER, this.#openCount, channel);
      this.#giveUp(given);
      this.#tracked.unshift(given);
    }
  }

  endOfPartition(channel: number): void {
    this.#openCount--;
    if (this.#checkpointsAfterTasksFinish) {
      this.#countEnd(channel);
      return;
    }
    for (const count of this.#tracked.splice(0)) {
      if (count.giveUp()) this.#host.abort(count.id, "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM");
    }
  }

  /** C12: the newest checkpoint that waited for this channel alone is complete. */
  #countEnd(channel: number): void {
    for (let position = this.#tracked.length - 1; position >= 0; position--) {
      if (this.#mark(position, channel)) return;
    }
  }

  // A checkpoint that is tracked already may still wait for channels that have ended since.
  #isNewOnLastChannel(id: number): boolean {
    return id > this.#newestId && this.#openCount === 1;
  }

  /** Whether that completes it; then it and all older ones are over. */
  #mark(position: number, channel: number): boolean {
    const count = this.#tracked[position] as BarrierCount;
    if (!count.mark(channel)) return false;
    this.#tracked.splice(0, position + 1);
    if (!count.isGivenUp) this.#host.snapshot(count.id, count.kind);
    return true;
  }

  #giveUp(count: BarrierCount): void {
    if (count.giveUp()) {
      this.#host.abort(count.id, "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER");
    }
  }
}

/** The channels that have delivered the barrier of one checkpoint. */
class BarrierCount {
  readonly id: number;
  readonly kind: BarrierKind;
  readonly #awaitedCount: number;
  readonly #aligned: Set<number>;
  #isGivenUp = false;

  constructor(id: number, kind: BarrierKind, awaitedCount: number, first: number) {
    this.id = id;
    this.kind = kind;
    this.#awaitedCount = awaitedCount;
    this.#aligned = new Set([first]);
  }

  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  /** Whether exactly the awaited number has delivered it. */
  mark(channel: number): boolean {
    this.#aligned.add(channel);
    return this.#aligned.size === this.#awaitedCount;
  }

  /** Whether this is the first time. */
  giveUp(): boolean {
    const isFirst = !this.#isGivenUp;
    this.#isGivenUp = true;
    return isFirst;
  }
}
