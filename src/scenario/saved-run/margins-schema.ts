import { z } from "zod";
import { integer, orNull, propertyName, status, text } from "./parts.ts";

export const gaugeSchema: z.ZodType = z.object({
  setting: text,
  lowMicros: z.number(),
  highMicros: z.number(),
  usedMicros: z.number(),
  recommendedMicros: orNull(z.number()),
  zones: z.array(
    z.object({ fromMicros: z.number(), toMicros: z.number(), failing: z.array(propertyName) }),
  ),
  margin: integer,
  seeds: integer,
  seedsFailing: integer,
});

export const marginsSchema: z.ZodType = z.array(
  z.object({
    setting: text,
    property: propertyName,
    usedMicros: z.number(),
    lowMicros: z.number(),
    highMicros: z.number(),
    holdsAtMicros: orNull(z.number()),
    failsAtMicros: orNull(z.number()),
    marginMicros: orNull(z.number()),
    isMonotone: z.boolean(),
    probes: z.array(z.object({ micros: z.number(), failures: integer, status })),
  }),
);

const value = z.union([z.number(), z.string(), z.boolean()]);
const change = z.object({
  setting: text,
  from: value,
  to: value,
  unit: z.enum(["us", "ms", "word"]),
});

const counts = z.object({
  status,
  lost: integer,
  duplicated: integer,
  wrong: integer,
  propertiesFailed: integer,
});

const cost = z.object({
  handoverMicros: orNull(z.number()),
  bothJobsMicros: orNull(z.number()),
  latencyMicros: orNull(z.number()),
  silenceMicros: orNull(z.number()),
});

const seeds = z.object({
  runs: integer,
  failingBefore: integer,
  failingAfter: integer,
  low: z.number(),
  high: z.number(),
});

export const adviceSchema: z.ZodType = z.object({
  changes: z.array(z.object({ change, before: counts, after: counts, cost, seeds })),
  best: orNull(z.object({ changes: z.array(change), after: counts, cost, seeds })),
});
