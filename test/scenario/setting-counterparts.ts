/** Where the dump of real defaults has the counterpart of one of our settings. */
export interface Recorded {
  readonly group: "flink" | "kafkaConnector" | "kubernetesOperator";
  readonly key: string;
  /** The unit of ours when it is event time; otherwise durations are in µs. */
  readonly unit?: "ms";
  /** How a recorded value reads in ours, where that is more than a unit. */
  readonly read?: (value: unknown) => unknown;
  /** The release that has no such option. */
  readonly absentIn?: "v1" | "v2";
  /** What a manifest calls it, when that is not the key. */
  readonly manifestKey?: string;
}

function flink(key: string, more: Omit<Recorded, "group" | "key"> = {}): Recorded {
  return { group: "flink", key, ...more };
}

function operator(key: string, more: Omit<Recorded, "group" | "key"> = {}): Recorded {
  return { group: "kubernetesOperator", key: `kubernetes.operator.bluegreen.${key}`, ...more };
}

function kafkaSink(key: string, read: (value: unknown) => unknown): Recorded {
  return { group: "kafkaConnector", key, read };
}

/** Null in the dump: the option has no default, which is to say it is off or unset. */
const offWhenUnset = (value: unknown): unknown => (value === null ? 0 : value);
const isSet = (value: unknown): boolean => value !== null;

const exponential = "restart-strategy.exponential-delay";
const failureRate = "restart-strategy.failure-rate";
const checkpointing = "execution.checkpointing";

/** Ours by path ("job" for both jobs); a delay that two strategies have is named with its strategy. */
export const COUNTERPARTS: Readonly<Record<string, Recorded>> = {
  "job.parallelism": flink("parallelism.default", { manifestKey: "job.parallelism" }),
  "job.watermarks.interval": flink("pipeline.auto-watermark-interval"),
  "job.checkpointing.interval": flink(`${checkpointing}.interval`, { read: offWhenUnset }),
  "job.checkpointing.min-pause": flink(`${checkpointing}.min-pause`),
  "job.checkpointing.max-concurrent": flink(`${checkpointing}.max-concurrent-checkpoints`),
  "job.checkpointing.timeout": flink(`${checkpointing}.timeout`),
  "job.checkpointing.tolerable-failures": flink(`${checkpointing}.tolerable-failed-checkpoints`),
  "job.checkpointing.mode": flink(`${checkpointing}.mode`),
  "job.restart.initial-backoff": flink(`${exponential}.initial-backoff`),
  "job.restart.max-backoff": flink(`${exponential}.max-backoff`),
  "job.restart.multiplier": flink(`${exponential}.backoff-multiplier`),
  "job.restart.jitter": flink(`${exponential}.jitter-factor`),
  "job.restart.reset-after": flink(`${exponential}.reset-backoff-threshold`),
  "job.restart.attempts": flink("restart-strategy.fixed-delay.attempts"),
  "job.restart.delay of fixed-delay": flink("restart-strategy.fixed-delay.delay"),
  "job.restart.delay of failure-rate": flink(`${failureRate}.delay`),
  "job.restart.max-failures": flink(`${failureRate}.max-failures-per-interval`),
  "job.restart.interval": flink(`${failureRate}.failure-rate-interval`),
  "job.failover": flink("jobmanager.execution.failover-strategy"),
  "job.task-managers.spare": flink("slotmanager.redundant-taskmanager-num"),
  "job.task-managers.heartbeat-interval": flink("heartbeat.interval"),
  "job.task-managers.heartbeat-timeout": flink("heartbeat.timeout"),
  "job.task-managers.heartbeat-failures": flink("heartbeat.rpc-failure-threshold"),
  "job.job-manager.high-availability": flink("high-availability.type", {
    read: (value) => value !== "NONE",
  }),
  "job.buffer-timeout": flink("execution.buffer-timeout.interval"),
  "network.buffer-size": flink("taskmanager.memory.segment-size"),
  "network.buffers": flink("taskmanager.network.memory.max-buffers-per-channel", {
    absentIn: "v2",
  }),
  "sink.committer-retries": flink("sink.committer.retries"),
  "sink.guarantee": kafkaSink("KafkaSinkBuilder default deliveryGuarantee", (value) =>
    String(value).toLowerCase().replaceAll("_", "-"),
  ),
  "sink.naming": kafkaSink(
    "transaction naming strategy default (5.0.0/4.x only)",
    (value) => String(value).split(" ")[0],
  ),
  "sink.transaction-timeout": kafkaSink(
    "producer transaction.timeout.ms set by KafkaSinkBuilder",
    (millis) => Number(millis) * 1000,
  ),
  "handover.deletion-delay": operator("deployment-deletion.delay", { unit: "ms" }),
  "handover.abort-grace": operator("abort.grace-period"),
  "handover.reschedule": operator("reconciliation.reschedule-interval"),
  "handover.savepoints-dir": flink(`${checkpointing}.savepoint-dir`, { read: isSet }),
};

const TRAFFIC = "traffic is the scenario's own matter";
const MEASURED = "a latency, measured; no option of Flink";
const GATE = "a constant in the published gate's code, no option";
const USERS = "has no default in Flink: the user's code says it";

/** Settings that no dump of options can have, and why. */
export const OURS_ALONE: Readonly<Record<string, string>> = {
  "run.duration": "the run is ours",
  "source.kind": TRAFFIC,
  "source.topic": USERS,
  "source.partitions": TRAFFIC,
  "source.rate": TRAFFIC,
  "source.keys": TRAFFIC,
  "source.key-skew": TRAFFIC,
  "source.disorder": TRAFFIC,
  "source.copies": "how many queues or subscriptions there are is the broker's",
  "source.bound-at": "when somebody binds a queue",
  "source.correlation-ids": USERS,
  "source.prefetch": "RMQConnectionConfig, not in the dump: no limit unless set (N8)",
  "source.redeliver-after": "the service's own default (N9, N10)",
  "source.reader": "of KinesisSourceConfigOptions, not in the dump: POLLING (N5)",
  "source.record-size": TRAFFIC,
  "source.lifecycle": "of KinesisSourceConfigOptions, not in the dump: JOB_MANAGED (N6)",
  "source.discovery": "of KafkaSourceOptions: 5 min, as observed; only asked of topics that grow",
  "source.alignment.interval": "an argument of withWatermarkAlignment, 1 s as observed",
  "source.late": TRAFFIC,
  "source.idle": TRAFFIC,
  "source.bursts": TRAFFIC,
  "source.end": TRAFFIC,
  "source.records": TRAFFIC,
  "source.speed": TRAFFIC,
  "source.fetch-latency": MEASURED,
  "source.fetch-records": "max.poll.records of Kafka's consumer, which the dump has not",
  "job.name": USERS,
  "job.colour": "which colour hands over is the scenario's choice",
  "job.flink-version": "chooses the release that the defaults are of",
  "job.max-parallelism": "recorded as -1, computed from the parallelism: compared with that rule",
  "job.watermarks.bound": USERS,
  "job.watermarks.idleness": "withIdleness is called in the user's code, or it is not",
  "job.checkpointing.sync": MEASURED,
  "job.checkpointing.async": MEASURED,
  "job.checkpointing.rpc": MEASURED,
  "job.checkpointing.notification-loss": MEASURED,
  "job.restart.strategy": "recorded as unset: what that means depends on checkpoints (C22)",
  "job.start-up": MEASURED,
  "job.task-managers.slots": "taskmanager.numberOfTaskSlots, 1, which the dump has not",
  "job.task-managers.start-up": MEASURED,
  "job.job-manager.recovery": MEASURED,
  "job.lag": "a load that is the scenario's choice",
  "job.starting-offsets": "a call on KafkaSourceBuilder; the dump has options only",
  "job.prefix": USERS,
  "job.allow-non-restored-state": "a field of the manifest's job; the dump has options only",
  "network.latency": MEASURED,
  "network.record-size": TRAFFIC,
  "sink.topic": USERS,
  "sink.partitions": "the output topic's, at the broker",
  "sink.max-transaction-timeout": "the broker's (S8), which the dump has not",
  "sink.abort-scan": "the broker's (S8), which the dump has not",
  "sink.request-latency": MEASURED,
  "sink.max-block": "of Kafka's producer, which the dump has not",
  "sink.delivery-timeout": "of Kafka's producer, which the dump has not",
  "sink.readers": "the readers of the output are not Flink's",
  "sink.restore-state": "whether the new job keeps the sink's uid is the user's code (S14)",
  "kubernetes.api-latency": MEASURED,
  "kubernetes.watch-latency": MEASURED,
  "kubernetes.watch-breaks": MEASURED,
  "kubernetes.watch-break": MEASURED,
  "kubernetes.slow-watches": "no watch is slower than the others unless the scenario says so",
  "job.gate-injection.enabled": "the dumped operator has no gates yet",
  "job.gate-injection.position": "the dumped operator has no gates yet",
  "job.gate-injection.before-uid": "the dumped operator has no gates yet",
  "handover.at": "when the spec changes is the scenario's choice",
  "handover.protocol": "the dumped operator has no gates yet",
  "handover.protocol.write-delay": GATE,
  "handover.protocol.idle-done": GATE,
  "handover.protocol.toggle": "of a protocol that is ours",
  "handover.protocol.by": "of a protocol that is ours",
  "handover.protocol.not-before": "of a protocol that is ours",
  "handover.protocol.not-below": "of a protocol that is ours",
  "handover.start-from": "upgradeMode of the manifest, which has no default",
  "handover.gate-timeout": "newer than the dumped operator; falls back to the abort grace",
  "handover.savepoint-duration": MEASURED,
  "handover.deletion": "whether pods end by SIGTERM or at once is not an option",
};
