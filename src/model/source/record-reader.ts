import type { Element } from "../operator/element.ts";
import type { PendingAcks } from "../queue/pending-acks.ts";

/** The position of one split: its partition and the next offset to read (C16). */
export interface SplitPosition {
  readonly partition: number;
  readonly offset: number;
}

/** What a checkpoint holds of one reader. */
export interface ReaderState {
  readonly splits: readonly SplitPosition[];
  /** Of a queue, which has no positions. */
  readonly pending?: readonly PendingAcks[];
}

/** What a source subtask reads from. Splits are named by their index, in the order of their coming. */
export interface RecordReader {
  readonly splits: readonly number[];
  /** From `at` (µs) on it reads that split too; before it is opened: from its opening. */
  addSplit(split: SplitPosition, at: number): void;
  /** W19: nothing is fetched of a paused split; what was fetched before `at` (µs) is read all the same. */
  pauseOrResumeSplits(pause: readonly number[], resume: readonly number[], at: number): void;
  /** The task begins at `at` (µs). */
  open(at: number): void;
  /** The task ends. */
  close(): void;
  /** Of a checkpoint whose barrier follows what was read so far. */
  snapshot(checkpoint: number): ReaderState;
  /** C6: the checkpoint has completed; not told of each. */
  checkpointCompleted(id: number): void;
  /** When the next record can be in hand, for a thread free at `at`; Infinity: nothing says so yet. */
  availableAt(at: number): number;
  /** Lower bound of the arrival in hand of the `count`th record from now. */
  arrivalOfNth(count: number): number;
  /** When the record that comes next was appended (µs); only if there is one. */
  nextArrival(): number;
  /** Takes the next record into the register, for a thread free at `at`; returns its split's index. */
  read(at: number, into: Element): number;
}
