import { z } from "zod";
import type { LatencyModel } from "../engine/latency.ts";
import { type Read, readDuration, readRate, readShare } from "./units.ts";

/** A text with a unit that becomes a number; the description and default reach the editor. */
type TextField = z.ZodType<number, string>;

function field(read: (text: string) => Read, example: string, about: string): TextField {
  return z
    .string({ error: () => `needs a unit, as in "${example}"` })
    .meta({ description: about, examples: [example] })
    .transform((text, context) => {
      const result = read(text);
      if (result.ok) return result.value;
      context.addIssue({ code: "custom", message: result.reason });
      return z.NEVER;
    });
}

/** A duration, in microseconds. */
export function duration(about: string): TextField {
  return field((text) => readDuration(text), "10 s", about);
}

/** A span of event time, in milliseconds. */
export function eventSpan(about: string): TextField {
  return field(readMillis, "2 s", about);
}

function readMillis(text: string): Read {
  const read = readDuration(text);
  if (!read.ok) return read;
  return read.value % 1000 === 0
    ? { ok: true, value: read.value / 1000 }
    : { ok: false, reason: `"${text}" is no whole millisecond` };
}

/** Records per second. */
export function rate(about: string): TextField {
  return field(readRate, "500/s", about);
}

/** A share between 0 and 1. */
export function share(about: string): TextField {
  return field(readShare, "1 %", about);
}

/** A whole number from `least` on. */
export function count(about: string, least = 0): z.ZodNumber {
  return z
    .int({ error: () => "must be a whole number" })
    .min(least, { error: () => `must be at least ${least}` })
    .meta({ description: about });
}

/** A distribution: a duration, or its median and p99 (log-normal), or its ends (uniform). */
export function latency(about: string): z.ZodType<LatencyModel> {
  return z
    .union([
      duration("constant").transform((us): LatencyModel => ({ kind: "constant", us })),
      z
        .strictObject({ median: duration("half are faster"), p99: duration("99 % are faster") })
        .refine(({ median, p99 }) => p99 >= median, {
          error: () => "is below the median",
          path: ["p99"],
        })
        .transform(
          ({ median, p99 }): LatencyModel => ({ kind: "lognormal", medianUs: median, p99Us: p99 }),
        ),
      z
        .strictObject({ from: duration("the fastest"), to: duration("the slowest") })
        .refine(({ from, to }) => to >= from, {
          error: () => `is before "from"`,
          path: ["to"],
        })
        .transform(({ from, to }): LatencyModel => ({ kind: "uniform", lowUs: from, highUs: to })),
    ])
    .meta({ description: about });
}
