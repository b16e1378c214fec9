import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import type { JobState } from "../job/job-state.ts";
import type { Member } from "../job/topology.ts";

/** How far one job has got for good: what a checkpoint covers that all its sinks committed. */
export interface Progress {
  /** Next offset by input partition. */
  readonly offsets: readonly number[];
  /** The keyed operators had this watermark (results up to it are out); MIN_WATERMARK = unknown. */
  readonly watermark: EventTime;
}

/**
 * Follows one job's checkpoints until every sink subtask has committed them. A notification that
 * is lost is made up for by a later one (C6).
 */
export class CommittedProgress {
  readonly #partitions: number;
  readonly #watermarks = new Map<number, EventTime>();
  readonly #completed = new Map<number, readonly number[]>();
  /** By sink subtask: the last checkpoint that it has committed. */
  readonly #committedBy = new Map<string, number>();
  #current: Progress;
  #startedFrom: readonly number[] | undefined;

  constructor(partitions: number, sinkSubtasks: readonly Member[]) {
    this.#partitions = partitions;
    for (const member of sinkSubtasks) this.#committedBy.set(nameOf(member), -1);
    this.#current = {
      offsets: new Array<number>(partitions).fill(0),
      watermark: MIN_WATERMARK,
    };
  }

  get current(): Progress {
    return this.#current;
  }

  /** Next offsets in the state that it last started from, another job's; undefined without one. */
  get startedFrom(): readonly number[] | undefined {
    return this.#startedFrom;
  }

  /** The last checkpoint that all sinks have committed. */
  get committedId(): number {
    return Math.min(...this.#committedBy.values());
  }

  /** The job starts from that state: what it covers is somebody else's, and due. */
  startsFrom(state: JobState): void {
    this.#startedFrom = this.#offsetsOf(state);
    this.#current = { ...this.#current, offsets: this.#startedFrom };
  }

  snapshotTaken(id: number, watermark: EventTime): void {
    const before = this.#watermarks.get(id);
    this.#watermarks.set(id, before === undefined ? watermark : Math.min(before, watermark));
  }

  completed(state: JobState): void {
    this.#completed.set(state.id, this.#offsetsOf(state));
  }

  /** That sink subtask has committed everything up to checkpoint `id`. True: progress was made. */
  committed(member: Member, id: number): boolean {
    const by = this.#committedBy;
    const name = nameOf(member);
    if (id <= (by.get(name) ?? -1)) return false;
    by.set(name, id);
    const all = this.committedId;
    let latest = -1;
    for (const completed of this.#completed.keys()) {
      if (completed <= all && completed > latest) latest = completed;
    }
    if (latest >= 0) this.#advance(latest);
    return latest >= 0;
  }

  #advance(id: number): void {
    const offsets = this.#completed.get(id) as readonly number[];
    const watermark = Math.max(this.#current.watermark, this.#watermarks.get(id) ?? MIN_WATERMARK);
    this.#current = { offsets, watermark };
    for (const old of [...this.#completed.keys()]) if (old <= id) this.#completed.delete(old);
    for (const old of [...this.#watermarks.keys()]) if (old <= id) this.#watermarks.delete(old);
  }

  #offsetsOf(state: JobState): readonly number[] {
    const offsets = new Array<number>(this.#partitions).fill(0);
    for (const { partition, offset } of [...state.splits.values()].flat(2)) {
      offsets[partition] = offset;
    }
    return offsets;
  }
}

function nameOf({ task, subtask }: Member): string {
  return `${task}/${subtask}`;
}
