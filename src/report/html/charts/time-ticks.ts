import { bisectLeft, range } from "d3";
import { eventTimeText, spanText } from "../../quantity.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people count time in, in milliseconds. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 365].map((n) => n * DAY),
];

/** The step that cuts a span into at most `count` parts. */
export function timeStep(millis: number, count: number): number {
  const least = millis / count;
  const last = STEPS.at(-1) ?? DAY;
  return STEPS[bisectLeft(STEPS, least)] ?? Math.ceil(least / last) * last;
}

export interface Tick {
  /** In the axis' own unit. */
  readonly at: number;
  readonly label: string;
}

/** Round distances from an origin, as "−2 s", "0", "+1 min"; all in microseconds. */
export function spanTicks(
  { from, to }: { readonly from: number; readonly to: number },
  origin: number,
  count: number,
): readonly Tick[] {
  const step = timeStep((to - from) / 1_000, count) * 1_000;
  const first = Math.ceil((from - origin) / step);
  const last = Math.floor((to - origin) / step);
  return range(first, last + 1).map((i) => ({
    at: origin + i * step,
    label: tickText(i * step),
  }));
}

function tickText(micros: number): string {
  if (micros === 0) return "0";
  return `${micros < 0 ? "" : "+"}${spanText(micros, 3)}`;
}

/** Round instants of UTC: a date where the step is a day or more, else the time of day; milliseconds. */
export function instantTicks(from: number, to: number, count: number): readonly Tick[] {
  const step = timeStep(to - from, count);
  return range(Math.ceil(from / step), Math.floor(to / step) + 1).map((i) => {
    const text = eventTimeText(i * step);
    const isDate = step >= DAY || (i * step) % DAY === 0;
    return { at: i * step, label: isDate ? text.slice(0, 10) : text.slice(11).replace(/:00$/, "") };
  });
}
