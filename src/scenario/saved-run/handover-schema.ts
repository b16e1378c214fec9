import { z } from "zod";
import {
  byRole,
  detail,
  findingKind,
  gateRule,
  integer,
  orNull,
  role,
  span,
  subtask,
  text,
} from "./parts.ts";

const ref = z.object(subtask);
const gateState = z.enum(["open", "filtering", "closed", "mixed", "down"]);
export const gateSpan: z.ZodType = z.object({ ...span, state: gateState });

const gateRow = z.object({
  ...subtask,
  attempts: integer,
  passed: integer,
  dropped: integer,
  toggle: orNull(z.number()),
  heardAt: orNull(z.number()),
  learnedAt: orNull(z.number()),
  crossedAt: orNull(z.number()),
  early: orNull(z.object({ record: text, at: z.number() })),
  states: z.array(gateSpan),
  isDecisive: z.boolean(),
});

const toggle = z.object({
  toggle: z.number(),
  writtenAt: orNull(z.number()),
  version: orNull(integer),
  proposer: orNull(ref),
  proposerWatermark: orNull(z.number()),
  deletionDelayMillis: z.number(),
  others: z.array(z.number()),
});

/** `HandoverSection` of the report. */
export const handoverSchema: z.ZodType = z.object({
  outcome: z.enum(["handed-over", "rolled-back", "unfinished", "none"]),
  startedAt: orNull(z.number()),
  endedAt: orNull(z.number()),
  moments: z.array(z.object({ name: text, at: z.number() })),
  controller: z.array(z.object({ ...span, state: text, why: text })),
  configMap: z.array(
    z.object({
      version: integer,
      at: z.number(),
      writer: text,
      gate: orNull(ref),
      changed: z.record(z.string(), z.string()),
      toggle: orNull(z.number()),
    }),
  ),
  deliveries: z.array(
    z.object({
      gate: integer,
      version: integer,
      sentAt: z.number(),
      at: z.number(),
      via: z.enum(["watch", "relist", "open", "own-write"]),
      isLearning: z.boolean(),
    }),
  ),
  deliveriesTotal: integer,
  toggle: orNull(toggle),
  gates: z.array(gateRow),
  jobStates: z.array(z.object({ ...span, role, status: text, reason: text })),
  faults: z.array(
    z.object({ kind: text, at: z.number(), target: text, forMicros: orNull(z.number()) }),
  ),
  checkpoints: z.array(
    z.object({
      role,
      id: orNull(integer),
      kind: text,
      startedAt: orNull(z.number()),
      endedAt: z.number(),
      failure: orNull(text),
    }),
  ),
});

const rule = z.union([gateRule, z.enum(["not-read", "restored-past", "no-gate"])]);

const lifeline = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("source"), partition: integer }),
  z.object({ kind: z.literal("config-map") }),
  z.object({ kind: z.literal("controller") }),
  z.object({ kind: z.literal("gate"), ...subtask, isProposer: z.boolean() }),
  z.object({ kind: z.literal("sink"), role }),
  z.object({ kind: z.literal("faults") }),
]);

const event = z.object({
  id: text,
  kind: z.enum([
    "proposal",
    "delivery",
    "arrival",
    "judgement",
    "fault",
    "idle",
    "start-up",
    "lateness",
    "appearance",
  ]),
  from: integer,
  to: integer,
  sentAt: z.number(),
  at: z.number(),
  detail,
  change: orNull(z.enum(["removed", "typical", "at-once"])),
  isSlow: z.boolean(),
});

const remedy = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("message-earlier"), gate: ref, byMicros: z.number() }),
  z.object({ kind: z.literal("setting"), setting: text, byMicros: z.number() }),
  z.object({ kind: z.literal("without-fault"), fault: integer, name: text }),
  z.object({ kind: z.literal("without-idle"), partition: orNull(integer) }),
  z.object({ kind: z.literal("start-up-faster"), byMicros: z.number() }),
  z.object({ kind: z.literal("record-on-time"), byMillis: z.number() }),
]);

const cause = z.object({
  kind: findingKind,
  rules: byRole(rule),
  late: z.enum([
    "toggle-at-outgoing",
    "toggle-at-incoming",
    "outgoing-behind",
    "incoming-behind",
    "record",
    "restart",
    "nothing",
  ]),
  count: integer,
  failure: text,
  slice: z.object({
    lifelines: z.array(lifeline),
    events: z.array(event),
    candidates: integer,
    kept: z.array(text),
    removed: z.array(text),
    aside: z.array(text),
    runs: integer,
    isMinimal: z.boolean(),
  }),
  because: z.object({
    kind: findingKind,
    outgoing: rule,
    incoming: rule,
    lateByMicros: orNull(z.number()),
    gate: orNull(ref),
  }),
  remedies: z.array(remedy),
});

/** `CauseSection` of the report. */
export const causesSchema: z.ZodType = z.object({ causes: z.array(cause), unexplained: integer });
