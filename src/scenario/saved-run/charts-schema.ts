import { z } from "zod";
import { gateSpan } from "./handover-schema.ts";
import { byRole, integer, orNull, role, span, subtask, text } from "./parts.ts";

const numbers = z.array(z.number());
const numbersOrNull = z.array(orNull(z.number()));
const lane = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("partition"), source: text, partition: integer }),
  z.object({ kind: z.literal("results"), stage: text }),
]);

const laneCounts = z.object({
  records: integer,
  byOutgoing: integer,
  byIncoming: integer,
  lost: integer,
  duplicated: integer,
  other: integer,
});

const ticks = z.object({ at: numbers, first: integer, count: z.array(integer) });
const tickScale = z.object({
  ...span,
  ticks: z.enum(["each", "counts"]),
  pixelMicros: z.number(),
});

const rail = z.object({
  task: integer,
  subtasks: z.array(integer),
  states: z.array(gateSpan),
  ticks,
  focusTicks: ticks,
  barriers: z.array(z.object({ at: z.number(), checkpoint: integer })),
});

export const watermarksSchema: z.ZodType = z.object({
  readAt: z.enum(["gate", "sink"]),
  lines: z.array(z.object({ ...subtask, t: numbers, wm: numbersOrNull, isDecisive: z.boolean() })),
  bands: z.array(z.object({ role, t: numbers, low: numbersOrNull, high: numbersOrNull })),
  subtasks: integer,
  failed: z.array(text),
  idle: z.array(z.object({ ...subtask, ...span })),
});

export const timelineSchema: z.ZodType = z.object({
  ticksAt: z.enum(["gate", "sink"]),
  window: tickScale,
  focus: orNull(tickScale),
  inWindow: integer,
  inRun: integer,
  lanes: z.array(
    z.object({
      key: lane,
      counts: laneCounts,
      rails: byRole(rail),
      failures: z.array(text),
      idle: z.array(z.object(span)),
    }),
  ),
  groups: z.array(z.object({ lanes: z.array(lane), counts: laneCounts, rails: byRole(ticks) })),
});

const ledgerCounts = z.object({
  onceByOutgoing: integer,
  onceByIncoming: integer,
  lost: integer,
  duplicated: integer,
  wrong: integer,
  pending: integer,
  late: integer,
});

export const ledgerSchema: z.ZodType = z.object({
  startMillis: z.number(),
  binMillis: z.number().positive(),
  bins: integer,
  rows: z.array(
    z.object({ lanes: z.array(lane), bin: z.array(integer), cells: z.array(ledgerCounts) }),
  ),
  outside: ledgerCounts,
  total: ledgerCounts,
});

const bar = z.object({
  role,
  subtasks: z.array(integer),
  attempt: integer,
  number: integer,
  checkpoint: orNull(integer),
  records: integer,
  openedAt: z.number(),
  preCommittedAt: orNull(z.number()),
  endedAt: orNull(z.number()),
  state: z.enum(["open", "pre-committed", "committed", "aborted"]),
  deadline: z.number(),
  isPastDeadline: z.boolean(),
  isLingering: z.boolean(),
});

export const transactionsSchema: z.ZodType = z.object({
  timeoutMicros: z.number(),
  bars: z.array(bar),
  barsDropped: integer,
  counts: z.object({
    transactions: integer,
    committed: integer,
    aborted: integer,
    open: integer,
    lingering: integer,
    pastDeadline: integer,
  }),
  longestOpenMicros: z.number(),
});

export const outputSchema: z.ZodType = z.object({
  startMicros: z.number(),
  binMicros: z.number().positive(),
  visible: byRole(z.array(integer)),
  latency: z.object({
    p50: numbersOrNull,
    p95: numbersOrNull,
    p99: numbersOrNull,
    max: numbersOrNull,
  }),
  overall: z.object({
    p50: orNull(z.number()),
    p95: orNull(z.number()),
    p99: orNull(z.number()),
    max: orNull(z.number()),
    outputs: integer,
  }),
  longestSilence: orNull(z.object(span)),
  first: byRole(orNull(z.number())),
  last: byRole(orNull(z.number())),
});
