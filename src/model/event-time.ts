/**
 * Event time in whole milliseconds, as Flink's watermarks and timestamps carry it.
 *
 * A double, not a long: exact up to 2^53, and Long.MAX_VALUE rounds to 2^63. Values closer to
 * the ends than a double can tell apart are the ends.
 */
export type EventTime = number & { readonly __unit?: "event-ms" };

/** `Long.MIN_VALUE`: no watermark yet. */
export const MIN_WATERMARK: EventTime = -(2 ** 63);

/** `Long.MAX_VALUE`, `Watermark.MAX_WATERMARK`: nothing comes after it. */
export const MAX_WATERMARK: EventTime = 2 ** 63;

/** The sum of two finite values, held between MIN_WATERMARK and MAX_WATERMARK. */
export function saturatingAdd(time: EventTime, millis: number): EventTime {
  const sum = time + millis;
  if (sum >= MAX_WATERMARK) return MAX_WATERMARK;
  return sum <= MIN_WATERMARK ? MIN_WATERMARK : sum;
}

/** The difference of two finite values, held between MIN_WATERMARK and MAX_WATERMARK. */
export function saturatingSubtract(time: EventTime, millis: number): EventTime {
  return saturatingAdd(time, -millis);
}

/** For messages and traces: MIN, MAX or the number. */
export function formatEventTime(time: EventTime): string {
  if (time >= MAX_WATERMARK) return "MAX";
  return time <= MIN_WATERMARK ? "MIN" : String(time);
}
