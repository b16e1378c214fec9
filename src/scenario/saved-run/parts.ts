import { z } from "zod";
import { FINDING_KINDS } from "../finding-kinds.ts";

type Fields = Readonly<Record<string, z.ZodType>>;

/** Pieces of which a saved run is made; JSON has no number that is not finite. */
export const integer: z.ZodType = z.int();
export const text: z.ZodType = z.string();
export const orNull = (type: z.ZodType): z.ZodType => z.nullable(type);
export const role: z.ZodType = z.enum(["outgoing", "incoming"]);
export const byRole = (type: z.ZodType): z.ZodType => z.object({ outgoing: type, incoming: type });
export const findingKind: z.ZodType<string> = z.enum(FINDING_KINDS);
export const status: z.ZodType = z.enum(["pass", "fail", "inconclusive"]);
export const detail: z.ZodType = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]),
);
export const span: Fields = { from: z.number(), to: z.number() };
export const subtask: Fields = { role, task: integer, subtask: integer };

export const propertyName: z.ZodType<string> = z.enum([
  "no-gap",
  "no-duplicate",
  "payload",
  "order",
  "no-phantom",
  "whole-transactions",
  "single-writer",
  "late-set",
  "visible-in-time",
  "handed-over",
  "end-state",
  "no-silence",
  "conservation",
  "alike",
  "non-vacuous",
]);

export const gateRule: z.ZodType<string> = z.enum([
  "no-toggle",
  "older-than-toggle",
  "not-older-than-toggle",
  "crossed",
  "not-crossed",
  "by-position",
  "first-deployment",
  "other",
]);

const output = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("record"),
    partition: integer,
    offset: integer,
    sub: integer,
  }),
  z.object({
    kind: z.literal("result"),
    stage: integer,
    key: integer,
    start: z.number(),
    end: z.number(),
  }),
]);

const appearance = z.object({
  role,
  attempt: integer,
  subtask: integer,
  transaction: integer,
  visibleAt: z.number(),
  at: z.number().exactOptional(),
});

export const witness: z.ZodType = z.object({
  output: output.exactOptional(),
  ts: z.number().exactOptional(),
  key: integer.exactOptional(),
  arrivalMicros: z.number().exactOptional(),
  appearance: appearance.exactOptional(),
  earlier: appearance.exactOptional(),
  detail: detail.exactOptional(),
});
