import { z } from "zod";
import { count, duration, eventSpan, latency, rate } from "./fields.ts";
import { FINDING_KINDS } from "./finding-kinds.ts";
import { HAZARD_THEMES } from "./hazard.ts";
import { jobShape } from "./job-schema.ts";
import type { ScenarioFile } from "./scenario-file.ts";
import { namedSourceShape, sourceShape } from "./source-schema.ts";

const name = z.string().min(1);
const sideOfHandover = z.strictObject({
  ...jobShape,
  name: name.optional(),
  colour: z.enum(["BLUE", "GREEN"]).optional(),
  prefix: name
    .optional()
    .meta({ description: "transactional id prefix; the job's name unless set" }),
});

const fault = z.strictObject({
  at: z.string().meta({ description: "a duration, or a moment and one: toggle-written + 300 ms" }),
  kill: name.optional().meta({
    description:
      "incoming/job | outgoing/job-manager | outgoing/task-manager/1 | outgoing/task/1/0",
  }),
  stall: name.optional().meta({
    description:
      "outgoing/task/1 (all its subtasks) | outgoing/task/1/0 | outgoing/task-manager/0 (GC)",
  }),
  "break-watch": name.optional().meta({ description: "outgoing | outgoing/0" }),
  "lose-notifications": z.enum(["outgoing", "incoming"]).optional(),
  "slow-network": z
    .enum(["outgoing", "incoming"])
    .optional()
    .meta({ description: "what its subtasks send one another takes longer, by so much" }),
  "fail-savepoint": z.literal(true).optional(),
  "hang-savepoint": z
    .literal(true)
    .optional()
    .meta({ description: "of the next savepoint no subtask will be done" }),
  "fail-checkpoints": z
    .enum(["outgoing", "incoming"])
    .optional()
    .meta({ description: "nothing can be written to its checkpoint storage" }),
  "slow-checkpoints": z
    .enum(["outgoing", "incoming"])
    .optional()
    .meta({ description: "what it uploads takes longer, by so much" }),
  "api-outage": z.literal(true).optional().meta({ description: "nobody reaches the API server" }),
  "broker-outage": z
    .literal(true)
    .optional()
    .meta({ description: "no producer reaches the broker of the output" }),
  "set-clock": name.optional().meta({
    description: "controller | outgoing (all task managers) | outgoing/task-manager/0",
  }),
  "edit-spec": z.enum(["transition", "patch"]).optional().meta({
    description: "somebody edits the spec: another job, or the active one changed in place",
  }),
  retry: z
    .literal(true)
    .optional()
    .meta({ description: "somebody asks again for a hand-over that came to nothing" }),
  "controller-restart": z.literal(true).optional(),
  "lose-labels": z
    .enum(["outgoing", "incoming"])
    .optional()
    .meta({ description: "its deployment is out of the operator's selector" }),
  for: duration("how long it lasts, where it does").optional(),
  by: duration("of slow-checkpoints and slow-network").optional(),
  ahead: eventSpan("of set-clock: of true time").optional(),
  behind: eventSpan("of set-clock: true time").optional(),
  notice: z.enum(["connection", "unreachable", "heartbeat"]).optional().meta({
    description: "how a task manager's death is noticed (C23); connection unless set",
  }),
});

const protocolOptions = z.strictObject({
  name: z.enum([
    "basic",
    "watermark-gate-v1",
    "watermark-gate-v2",
    "watermark-gate-v3",
    "configured-watermark",
    "controller-watermark",
    "stop-with-savepoint",
    "acknowledged-watermark",
    "offset-cut",
    "checkpoint-cut",
  ]),
  "write-delay": eventSpan("of the gates; published: 500 ms").optional(),
  "idle-done": eventSpan("of the gates; published: 30 s").optional(),
  toggle: eventSpan(
    "of configured-watermark: the future watermark, since the epoch of the run",
  ).optional(),
  by: z.enum(["crossing", "record-timestamp"]).optional(),
  "not-before": duration("of configured-watermark, after the incoming job's start").optional(),
  "not-below": eventSpan("of configured-watermark, since the epoch of the run").optional(),
  margin: eventSpan(
    "of controller- and acknowledged-watermark: the cut above what the gates show",
  ).optional(),
  lateness: eventSpan(
    "of cuts by timestamp: how late a record may be and still leave through the outgoing job",
  ).optional(),
});

/** The one description of a scenario file: what is allowed, and what it means. */
const scenarioSchema = z.strictObject({
  title: name.optional().meta({ description: "the file's name unless set" }),
  expect: z
    .strictObject({
      verdict: z.enum(["pass", "fail", "inconclusive"]),
      findings: z.array(z.enum(FINDING_KINDS)).optional(),
    })
    .optional(),
  hazard: z
    .strictObject({ theme: z.enum(HAZARD_THEMES), what: name })
    .optional()
    .meta({ description: "a row of `handover matrix`: the mishap, in a team's words" }),
  run: z
    .strictObject({
      seeds: count("how many seeds; 1 unless set", 1).max(1_000_000).optional(),
      "first-seed": count("1 unless set").optional(),
      duration: duration("the run ends here at the latest; 10 min unless set").optional(),
    })
    .optional(),
  source: z.strictObject(sourceShape).optional(),
  "more-sources": z
    .array(z.strictObject(namedSourceShape))
    .min(1)
    .optional()
    .meta({ description: "further Kafka sources, under names that the graph reads from" }),
  pipeline: z.strictObject(jobShape).optional(),
  deployment: z
    .union([name, z.strictObject({ outgoing: name, incoming: name })])
    .optional()
    .meta({ description: "the FlinkBlueGreenDeployment or FlinkDeployment manifest" }),
  outgoing: sideOfHandover.optional(),
  incoming: sideOfHandover.optional(),
  handover: z
    .strictObject({
      at: duration("the controller sees the new spec; 1 min unless set").optional(),
      protocol: z.union([protocolOptions.shape.name, protocolOptions]).optional(),
      "start-from": z
        .enum(["savepoint", "latest-checkpoint", "nothing"])
        .optional()
        .meta({ description: "nothing = upgradeMode: stateless" }),
      "deletion-delay": eventSpan(
        "kubernetes.operator.bluegreen.deployment-deletion.delay",
      ).optional(),
      "abort-grace": duration("kubernetes.operator.bluegreen.abort.grace-period").optional(),
      "gate-timeout": duration("kubernetes.operator.bluegreen.gate.timeout").optional(),
      reschedule: duration(
        "kubernetes.operator.bluegreen.reconciliation.reschedule-interval",
      ).optional(),
      "savepoints-dir": z.boolean().optional().meta({ description: "state.savepoints.dir is set" }),
      "savepoint-duration": latency("trigger to done").optional(),
      deletion: z.enum(["graceful", "kill"]).optional(),
      "gate-injection": z
        .strictObject({
          enabled: z.boolean().optional(),
          position: z.enum(["BEFORE_SINK", "AFTER_SOURCE"]).optional(),
          "before-uid": name.optional(),
        })
        .optional()
        .meta({ description: "where the gate goes if the graph names none" }),
    })
    .optional(),
  kubernetes: z
    .strictObject({
      "api-latency": latency("one request, there and back (K1)").optional(),
      "watch-latency": latency("stored to delivered (K2)").optional(),
      "watch-breaks": rate("of one watch, as in 2/h (K3)").optional(),
      "watch-break": duration("how long a break lasts").optional(),
      "slow-watches": z
        .array(
          z.strictObject({
            job: z.enum(["outgoing", "incoming"]),
            subtask: count("of the gate; absent: all").optional(),
            by: duration("on top of the watch latency"),
          }),
        )
        .optional(),
    })
    .optional(),
  network: z
    .strictObject({
      latency: latency("of a channel; 1 ms unless set, at least 1 us").optional(),
      "record-size": count("bytes; 100 unless set", 1).optional(),
      "buffer-size": count("taskmanager.memory.segment-size, bytes", 1).optional(),
      buffers: count("of one channel; 10 unless set", 1).optional(),
    })
    .optional(),
  sink: z
    .strictObject({
      kind: z.literal("kafka").optional(),
      topic: name.optional(),
      partitions: count("of the output topic", 1).optional(),
      guarantee: z
        .enum(["exactly-once", "at-least-once", "none"])
        .optional()
        .meta({ description: "none unless set, as in KafkaSinkBuilder" }),
      naming: z.enum(["INCREMENTING", "POOLING"]).optional(),
      "transaction-timeout": duration("transaction.timeout.ms").optional(),
      "max-transaction-timeout": duration("of the broker (S8)").optional(),
      "abort-scan": duration("of the broker").optional(),
      "request-latency": latency("producer to broker and back").optional(),
      "committer-retries": count("10 unless set").optional(),
      "max-block": duration("max.block.ms; 1 min unless set").optional(),
      "delivery-timeout": duration("delivery.timeout.ms; 2 min unless set").optional(),
      readers: z.enum(["read_committed", "read_uncommitted"]).optional(),
      "restore-state": z
        .boolean()
        .optional()
        .meta({ description: "the incoming sink restores state (S14)" }),
      gate: z
        .literal("inside")
        .optional()
        .meta({ description: "the same place as right before the sink" }),
    })
    .optional(),
  faults: z.array(fault).optional(),
  compare: z
    .strictObject({
      by: z.enum(["output", "key", "window"]).optional().meta({
        description: "each output apart, or the results of a key or a window together",
      }),
      ignoring: z
        .array(z.enum(["value", "presence"]))
        .min(1)
        .optional()
        .meta({ description: "what may differ between the jobs" }),
    })
    .optional()
    .meta({ description: "by what outputs are the same where the jobs are not alike" }),
  properties: z
    .strictObject({
      "visible-within": duration("a record is visible so soon after its arrival").optional(),
      "handed-over-within": duration("the hand-over is done so soon").optional(),
      silence: duration("the output is never silent longer").optional(),
    })
    .optional(),
});

/** The shape of a value, checked: a scenario file, or what the schema has against it. */
export function checkShape(
  value: unknown,
):
  | { readonly ok: true; readonly file: ScenarioFile }
  | { readonly ok: false; readonly issues: readonly z.core.$ZodIssue[] } {
  const result = scenarioSchema.safeParse(value);
  return result.success
    ? { ok: true, file: result.data }
    : { ok: false, issues: result.error.issues };
}

/** The JSON schema for editors, as `scenarios/scenario.schema.json` holds it. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { io: "input" });
}
