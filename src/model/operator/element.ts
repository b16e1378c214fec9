import type { EventTime } from "../event-time.ts";

/**
 * The record in hand of one subtask: operators read and overwrite it in place, as Flink does with
 * object reuse. A register instead of arguments, because doubles passed to megamorphic calls are boxed.
 */
export class Element {
  /** Provenance, partition · 2^36 + offset; of a window or timer result: −1 − index of its stage. */
  id = 0;
  /** Epoch milliseconds; NaN or stale without timestamp. */
  ts: EventTime = 0;
  hasTimestamp = true;
  /** Index into the scenario's key table. */
  key = 0;
  /** uint32 digest of the payload. */
  value = 0;
  /** Records that went into it. */
  count = 1;
  /** Of a window or timer result: its start (its end is `ts` + 1). Of a record: its flat-map sub-index. */
  windowStart: EventTime = 0;
}
