/** A run as `handover run --save` writes it, checked value by value: what it holds is drawn. */
import { z } from "zod";
import {
  ledgerSchema,
  outputSchema,
  timelineSchema,
  transactionsSchema,
  watermarksSchema,
} from "./charts-schema.ts";
import { causesSchema, handoverSchema } from "./handover-schema.ts";
import { adviceSchema, gaugeSchema, marginsSchema } from "./margins-schema.ts";
import {
  byRole,
  detail,
  findingKind,
  gateRule,
  integer,
  orNull,
  propertyName,
  span,
  status,
  text,
  witness,
} from "./parts.ts";

const job = z.object({
  name: text,
  colour: z.enum(["BLUE", "GREEN"]),
  flinkVersion: text,
  parallelism: integer,
});

const seeds = z.object({
  first: integer,
  runs: integer,
  pass: integer,
  fail: integer,
  inconclusive: integer,
  status,
  failing: z.array(integer),
  low: z.number(),
  high: z.number(),
  findings: z.array(z.object({ property: propertyName, seeds: integer, count: integer })),
});

const pipeline = z.object({
  protocol: orNull(text),
  sources: z.array(z.object({ topic: text, partitions: integer })),
  stages: z.array(z.object({ kind: text, name: text })),
  sinks: z.array(z.object({ topic: text, partitions: integer, guarantee: text, readers: text })),
});

const expected = z.object({ verdict: status, findings: z.array(findingKind) });

const header = z.object({
  file: text,
  title: text,
  question: text,
  version: text,
  inputs: text,
  seed: integer,
  seeds,
  jobs: byRole(job),
  pipeline,
  clock: z.object({
    epochMillis: z.number(),
    speed: z.number().positive(),
    originMicros: z.number(),
    window: z.object(span),
    focus: orNull(z.object(span)),
    endedAtMicros: z.number(),
  }),
  keyNames: z.record(z.string(), z.string()),
  notModelled: z.array(text),
  expectation: orNull(z.object({ expected, came: expected, isMet: z.boolean() })),
});

const headline = z.object({
  due: integer,
  visible: integer,
  visibleOf: byRole(integer),
  lost: integer,
  duplicated: integer,
  wrong: integer,
  phantom: integer,
  differing: integer.exactOptional(),
  pending: integer,
  gatesLearnedLate: integer,
  propertiesFailed: integer,
  propertiesChecked: integer,
});

const property = z.object({
  name: propertyName,
  title: text,
  kind: findingKind,
  status: z.enum(["pass", "fail", "noted", "inconclusive", "not-applicable"]),
  checked: integer,
  unit: text,
  failures: integer,
  counts: z.record(z.string(), z.number()),
  witness: orNull(witness),
  failure: orNull(text),
  margin: orNull(
    z.object({
      micros: z.number(),
      against: text,
      setting: orNull(integer),
      isMonotone: z.boolean(),
    }),
  ),
});

const verdict = z.object({
  status,
  doubts: z.array(text),
  headline,
  properties: z.array(property),
  first: orNull(text),
  stopReason: text,
  events: integer,
  fingerprint: text,
  arrived: z.array(integer),
});

const decision = z.object({
  task: integer,
  subtask: integer,
  attempt: integer,
  at: z.number(),
  passed: z.boolean(),
  rule: gateRule,
  toggle: orNull(z.number()),
  watermark: orNull(z.number()),
});

const failure = z.object({
  id: text,
  kind: findingKind,
  property: propertyName,
  partition: orNull(integer),
  offset: orNull(integer),
  sub: integer,
  key: orNull(integer),
  ts: orNull(z.number()),
  decisions: byRole(orNull(decision)),
  visibleAt: z.array(z.number()),
  witness,
  arrival: orNull(z.number()),
  lane: integer,
  cause: orNull(integer),
});

const setting = z.object({
  path: text,
  key: orNull(text),
  value: z.json(),
  default: z.json(),
  isDefault: z.boolean(),
  from: z.enum(["scenario", "manifest", "default"]),
  matters: z.boolean(),
});

const data = z.object({
  settings: z.array(setting),
  failures: z.object({
    total: integer,
    byKind: z.partialRecord(findingKind, integer),
    shown: z.array(failure),
  }),
  log: z.object({
    total: integer,
    shown: z.array(z.object({ at: z.number(), where: text, what: text, detail })),
  }),
});

const schema = z.object({
  schema: z.literal("1.0"),
  header,
  verdict,
  handover: handoverSchema,
  watermarks: watermarksSchema,
  timeline: timelineSchema,
  ledger: ledgerSchema,
  transactions: orNull(transactionsSchema),
  causes: causesSchema,
  output: outputSchema,
  gauge: orNull(gaugeSchema),
  margins: marginsSchema,
  advice: adviceSchema,
  data,
});

/** One thing that is wrong with it: where, and what. */
export interface SavedRunFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Checks a saved run; it stays as it is, with keys that the schema does not know. */
export function checkSavedRun(
  value: unknown,
):
  | { readonly ok: true; readonly run: unknown }
  | { readonly ok: false; readonly faults: readonly SavedRunFault[] } {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, run: value };
  return {
    ok: false,
    faults: result.error.issues.map(({ path, message }) => ({ path, message })),
  };
}
