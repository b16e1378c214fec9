import { z } from "zod";
import { count, duration, eventSpan, latency, rate, share } from "./fields.ts";
import type { JobFile } from "./scenario-file.ts";

type JobShape = {
  readonly [K in keyof Omit<JobFile, "name" | "colour" | "prefix">]-?: z.ZodType<JobFile[K]>;
};

const name = z.string().min(1);

const stage = z.strictObject({
  map: name.optional().meta({ description: "one record in, one out; the value is its name" }),
  filter: name.optional(),
  keep: share("of a filter: the share that passes; 50 % unless set").optional(),
  "flat-map": name.optional(),
  "fan-out": count("of a flat-map: records out for one in; 2 unless set", 1).optional(),
  nondeterministic: share(
    "of a map, filter or flat-map: how much each attempt of each job has its own result of",
  ).optional(),
  process: name.optional(),
  timer: eventSpan("of a process function: one event-time timer a key and period").optional(),
  ttl: eventSpan(
    "of a process function's state: one record a key passes while it lives (StateTtlConfig)",
  ).optional(),
  "ttl-update": z
    .enum(["OnCreateAndWrite", "OnReadAndWrite"])
    .optional()
    .meta({ description: "what makes state live longer; OnCreateAndWrite unless set" }),
  "key-by": name.optional(),
  rebalance: z.null().optional(),
  rescale: z.null().optional(),
  broadcast: z.null().optional(),
  forward: z.null().optional(),
  window: name.optional().meta({
    description: "tumbling 10 s | sliding 10 s by 2 s | session 5 s",
  }),
  join: name.optional().meta({
    description: "a window join of two streams, as window; partitions both by key",
  }),
  time: z
    .enum(["event", "processing"])
    .optional()
    .meta({ description: "of a window, or a process function's timers; event unless set" }),
  lateness: eventSpan("of a window: allowed lateness").optional(),
  "side-output": z
    .boolean()
    .optional()
    .meta({ description: "of a window: late records leave aside" }),
  offset: eventSpan("of a window: shift of its starts").optional(),
  gate: z.union([z.null(), name]).optional(),
  sink: z.union([z.null(), name]).optional(),
  rate: rate("records a second that one subtask can do; 1M/s unless set").optional(),
  name: name.optional(),
  uid: name
    .optional()
    .meta({ description: "of a stage with state, which goes by it; the name unless set" }),
  from: z
    .array(name)
    .min(1)
    .optional()
    .meta({ description: "the stages it reads; the one above unless set" }),
  parallelism: count("of the stages after this exchange", 1).optional(),
});

const graph = z.array(z.union([z.string(), stage])).min(1);

const watermarks = z.strictObject({
  bound: eventSpan("forBoundedOutOfOrderness; 0 s unless set").optional(),
  interval: duration("pipeline.auto-watermark-interval").optional(),
  idleness: duration("withIdleness; none unless set").optional(),
});

const checkpointing = z.strictObject({
  interval: duration("execution.checkpointing.interval; off unless set").optional(),
  "min-pause": duration("execution.checkpointing.min-pause").optional(),
  "max-concurrent": count("execution.checkpointing.max-concurrent-checkpoints", 1).optional(),
  timeout: duration("execution.checkpointing.timeout").optional(),
  "tolerable-failures": count("execution.checkpointing.tolerable-failed-checkpoints").optional(),
  mode: z.enum(["EXACTLY_ONCE", "AT_LEAST_ONCE"]).optional(),
  sync: duration("the part that stops a subtask (C15)").optional(),
  async: latency("the part that does not stop it").optional(),
  rpc: latency("JobManager to task: triggers and notifications").optional(),
  "notification-loss": share("of completion notifications that are lost (C6)").optional(),
});

const restart = z.strictObject({
  strategy: z.enum(["none", "fixed-delay", "exponential-delay", "failure-rate"]).optional(),
  attempts: count("of fixed-delay").optional(),
  delay: duration("of fixed-delay and failure-rate").optional(),
  "initial-backoff": duration("of exponential-delay").optional(),
  "max-backoff": duration("of exponential-delay").optional(),
  multiplier: z.number().min(1).optional(),
  jitter: z.number().min(0).max(1).optional(),
  "reset-after": duration("of exponential-delay").optional(),
  "max-failures": count("of failure-rate", 1).optional(),
  interval: duration("of failure-rate").optional(),
});

const taskManagers = z.strictObject({
  slots: count("taskmanager.numberOfTaskSlots; 1 unless set", 1).optional(),
  spare: count("slotmanager.redundant-taskmanager-num; 0 unless set").optional(),
  "start-up": latency("until a new one offers its slots (K11)").optional(),
  "heartbeat-interval": duration("heartbeat.interval; 10 s unless set").optional(),
  "heartbeat-timeout": duration("heartbeat.timeout; 50 s unless set (C23)").optional(),
  "heartbeat-failures": count("heartbeat.rpc-failure-threshold; 2 unless set", 1).optional(),
});

const jobManager = z.strictObject({
  "high-availability": z.boolean().optional().meta({
    description: "high-availability.type is set: another JobManager goes on from the checkpoint",
  }),
  recovery: latency("from its death to another one that leads (K10)").optional(),
});

/** What both jobs have, and each may have its own. */
export const jobShape: JobShape = {
  watermarks: watermarks.optional(),
  graph: graph.optional(),
  "buffer-timeout": duration("execution.buffer-timeout.interval").optional(),
  parallelism: count("subtasks of a task", 1).optional(),
  "max-parallelism": count("pipeline.max-parallelism", 1).max(32_768).optional(),
  checkpointing: checkpointing.optional(),
  restart: restart.optional(),
  failover: z
    .enum(["region", "full"])
    .optional()
    .meta({ description: "jobmanager.execution.failover-strategy (C22)" }),
  "task-managers": taskManagers.optional(),
  "job-manager": jobManager.optional(),
  "flink-version": z
    .string()
    .regex(/^\d+\.\d+$/, { error: () => `must be text such as "1.20"` })
    .optional(),
  "start-up": latency("from the deployment's creation to all tasks RUNNING").optional(),
  "starting-offsets": z.enum(["earliest", "latest"]).optional(),
  "allow-non-restored-state": z
    .boolean()
    .optional()
    .meta({ description: "allowNonRestoredState: state that no stage takes is given up" }),
  lag: duration("its source holds each record until so long after its append").optional(),
};
