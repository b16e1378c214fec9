import type { ManifestKey } from "./settings.ts";
import { readDuration, readSize } from "./units.ts";

/** A duration in microseconds; without a unit milliseconds, as Flink reads it. */
export function durationKey(...keys: readonly string[]): ManifestKey<number> {
  return { keys, read: (text) => readDuration(text, true) };
}

/** A span of event time in milliseconds. */
export function millisKey(...keys: readonly string[]): ManifestKey<number> {
  return {
    keys,
    read: (text) => {
      const read = readDuration(text, true);
      return read.ok ? { ok: true, value: Math.floor(read.value / 1000) } : read;
    },
  };
}

/** A whole number from `least` on. */
export function countKey(least: number, ...keys: readonly string[]): ManifestKey<number> {
  return {
    keys,
    read: (text) =>
      /^\d+$/.test(text) && Number(text) >= least && Number.isSafeInteger(Number(text))
        ? { ok: true, value: Number(text) }
        : { ok: false, reason: `"${text}" is no whole number from ${least} on` },
  };
}

/** A decimal number, 0 or above. */
export function numberKey(...keys: readonly string[]): ManifestKey<number> {
  return {
    keys,
    read: (text) =>
      /^\d+(\.\d+)?$/.test(text)
        ? { ok: true, value: Number(text) }
        : { ok: false, reason: `"${text}" is no number` },
  };
}

/** A memory size in bytes. */
export function sizeKey(...keys: readonly string[]): ManifestKey<number> {
  return { keys, read: readSize };
}

/** One of some words; `words` maps what a manifest may say to what it means. */
export function wordKey<T>(
  words: Readonly<Record<string, T>>,
  ...keys: readonly string[]
): ManifestKey<T> {
  return {
    keys,
    read: (text) => {
      const found = Object.entries(words).find(
        ([word]) => word.toLowerCase() === text.toLowerCase(),
      );
      return found === undefined
        ? { ok: false, reason: `"${text}" is none of ${Object.keys(words).join(", ")}` }
        : { ok: true, value: found[1] };
    },
  };
}
