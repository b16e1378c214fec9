/**
 * Numbers, spans and instants as people read them, held together by no-break spaces. No locale has
 * a say in it.
 */

const GLUE = "\u00a0";

/** A phrase that no line break may divide. */
export function glued(text: string): string {
  return text.replaceAll(" ", GLUE);
}

/** 20000 → "20 000". */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, GLUE);
}

/** "1 record", "2 records", "20 000 key sequences". */
export function countOf(count: number, unit: string): string {
  return `${countText(count)}${GLUE}${count === 1 ? unit.replace(/s$/, "") : unit}`;
}

/** What a file weighs: "12 kB", "1.2 MB"; a kB is 1 000 bytes, and nothing is less than one. */
export function bytesText(bytes: number): string {
  const kilos = Math.max(1, Math.round(bytes / 1_000));
  return glued(kilos < 1_000 ? `${kilos} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
}

/** A span of simulated time: "850 µs", "12.5 ms", "4.1 s", "18 min 3 s", "2 h 5 min"; with three
 * decimals hours have seconds too. */
export function spanText(micros: number, decimals = 1): string {
  const sign = micros < 0 ? "−" : "";
  return glued(`${sign}${unsignedSpan(Math.abs(micros), decimals)}`);
}

/** The same with a plus where it is not negative: a margin, or an instant as seen from another. */
export function signedSpanText(micros: number, decimals = 1): string {
  return `${micros < 0 ? "" : "+"}${spanText(micros, decimals)}`;
}

const SECOND = 1_000_000;

function unsignedSpan(micros: number, decimals: number): string {
  if (micros === 0) return "0 s";
  if (micros < 1_000) return `${micros} µs`;
  if (micros < 999_950) return `${fixed(micros / 1_000, 1)} ms`;
  const scale = 10 ** decimals;
  const seconds = Math.round((micros / SECOND) * scale) / scale;
  if (seconds < 60) return `${fixed(seconds, decimals)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds - 60 * minutes;
  const hours = Math.floor(minutes / 60);
  const withMinutes = hours === 0 ? `${minutes} min` : withRest(`${hours} h`, minutes % 60, "min");
  // A long span is told roughly, an instant exactly.
  return hours > 0 && decimals < 3
    ? withMinutes
    : withRest(withMinutes, fixed(rest, decimals), "s");
}

function withRest(whole: string, rest: string | number, unit: string): string {
  return Number(rest) === 0 ? whole : `${whole} ${rest} ${unit}`;
}

/** Without zeros at the end. */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** Epoch milliseconds in UTC: "2001-01-02 13:05:00", with milliseconds where there are some. */
export function eventTimeText(millis: number): string {
  if (!(Math.abs(millis) <= 8.64e15)) return String(millis);
  return new Date(millis)
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "");
}

/** A share as a percentage of two significant figures: 0.0183 → "1.8 %", 0 → "0 %". */
export function shareText(share: number): string {
  const percent = 100 * share;
  if (percent === 0 || percent >= 9.95)
    return `${fixed(percent, percent >= 99.95 ? 0 : 1)}${GLUE}%`;
  return `${Number(percent.toPrecision(2))}${GLUE}%`;
}
