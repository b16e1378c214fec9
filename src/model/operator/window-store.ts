import type { EventTime } from "../event-time.ts";
import type { WindowRow } from "./keyed-state.ts";

/** Where a window's result goes. */
export type FireWindow = (
  key: number,
  start: EventTime,
  end: EventTime,
  digest: number,
  count: number,
) => void;

/** How digests are put together; starts at 0. Plugged in, so that a test can collect lists. */
export interface WindowFunctions {
  windowAdd(digest: number, value: number): number;
  windowMerge(a: number, b: number): number;
}

/** The windows in flight of one operator, with their triggers (EventTimeTrigger) and cleanup. */
export interface WindowStore {
  /** Puts the record of the register into its windows; false when all of them were late (W17). */
  add(watermark: EventTime): boolean;
  /** Fires, in ascending time, and cleans up what is due. */
  advance(watermark: EventTime): void;
  /** The watermark at which `advance` next has something to do; Infinity = none. */
  readonly next: EventTime;
  rows(): WindowRow[];
  restore(row: WindowRow): void;
}
