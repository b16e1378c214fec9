import type { LatencyModel } from "../engine/latency.ts";
import type { FindingKind } from "./finding-kinds.ts";
import type { Hazard } from "./hazard.ts";
import type { ProtocolName } from "./protocol-choice.ts";

/** T's settings as a file gives them: each may be absent. */
export type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A scenario file after the schema: shapes right, units settled (µs; event time ms), nothing filled in. */
export type ScenarioFile = Given<{
  title: string;
  expect: {
    readonly verdict: "pass" | "fail" | "inconclusive";
    readonly findings?: readonly FindingKind[] | undefined;
  };
  hazard: Hazard;
  run: Given<{ seeds: number; "first-seed": number; duration: number }>;
  source: SourceFile;
  "more-sources": readonly NamedSourceFile[];
  pipeline: JobFile;
  deployment: string | { readonly outgoing: string; readonly incoming: string };
  outgoing: JobFile;
  incoming: JobFile;
  handover: HandoverFile;
  kubernetes: Given<{
    "api-latency": LatencyModel;
    "watch-latency": LatencyModel;
    "watch-breaks": number;
    "watch-break": number;
    "slow-watches": readonly SlowWatchFile[];
  }>;
  network: Given<{
    latency: LatencyModel;
    "record-size": number;
    "buffer-size": number;
    buffers: number;
  }>;
  sink: SinkFile;
  faults: readonly FaultFile[];
  compare: CompareFile;
  properties: Given<{ "visible-within": number; "handed-over-within": number; silence: number }>;
}>;

export type CompareFile = Given<{
  by: "output" | "key" | "window";
  ignoring: readonly ("value" | "presence")[];
}>;

export interface SlowWatchFile {
  readonly job: "outgoing" | "incoming";
  readonly subtask?: number | undefined;
  readonly by: number;
}

export interface PhaseFile {
  readonly partition?: number | undefined;
  readonly from: number;
  readonly to: number;
}

export interface AlignmentFile {
  readonly group: string;
  readonly "max-drift": number;
  readonly interval?: number | undefined;
}

/** A source of generated traffic. */
export type TrafficFile = Given<{
  topic: string;
  partitions: number;
  "new-partitions": readonly { readonly at: number; readonly count: number }[];
  discovery: number;
  alignment: AlignmentFile;
  rate: number;
  keys: number;
  "key-skew": number;
  disorder: number;
  late: { readonly share: number; readonly by: number } & Given<PhaseFile>;
  idle: readonly PhaseFile[];
  bursts: readonly (PhaseFile & { readonly factor: number })[];
  records: number;
  end: number;
  "fetch-latency": number;
  "fetch-records": number;
  copies: number;
  "bound-at": number;
  "correlation-ids": boolean;
  prefetch: number;
  "redeliver-after": number;
  reader: "polling" | "efo";
  "record-size": number;
  consumer: string;
  lifecycle: "JOB_MANAGED" | "SELF_MANAGED";
}>;

/** A further source; the kinds that a first one alone can be are left out. */
export interface NamedSourceFile extends TrafficFile {
  readonly name: string;
  readonly kind?: Exclude<SourceKind, "trace"> | undefined;
}

export type SourceKind = "kafka" | "trace" | "kinesis" | "rabbitmq" | "pubsub" | "sqs";

export type SourceFile = TrafficFile &
  Given<{
    kind: SourceKind;
    file: string;
    speed: number;
    from: number;
    to: number;
  }>;

export type JobFile = Given<{
  watermarks: Given<{ bound: number; interval: number; idleness: number }>;
  graph: readonly (string | StageFile)[];
  "buffer-timeout": number;
  parallelism: number;
  "max-parallelism": number;
  checkpointing: Given<{
    interval: number;
    "min-pause": number;
    "max-concurrent": number;
    timeout: number;
    "tolerable-failures": number;
    mode: "EXACTLY_ONCE" | "AT_LEAST_ONCE";
    sync: number;
    async: LatencyModel;
    rpc: LatencyModel;
    "notification-loss": number;
  }>;
  restart: RestartFile;
  failover: "region" | "full";
  "task-managers": Given<{
    slots: number;
    spare: number;
    "start-up": LatencyModel;
    "heartbeat-interval": number;
    "heartbeat-timeout": number;
    "heartbeat-failures": number;
  }>;
  "job-manager": Given<{ "high-availability": boolean; recovery: LatencyModel }>;
  "flink-version": string;
  "start-up": LatencyModel;
  "starting-offsets": "earliest" | "latest";
  "allow-non-restored-state": boolean;
  lag: number;
  name: string;
  colour: "BLUE" | "GREEN";
  prefix: string;
}>;

export type RestartFile = Given<{
  strategy: "none" | "fixed-delay" | "exponential-delay" | "failure-rate";
  attempts: number;
  delay: number;
  "initial-backoff": number;
  "max-backoff": number;
  multiplier: number;
  jitter: number;
  "reset-after": number;
  "max-failures": number;
  interval: number;
}>;

export type StageFile = Given<{
  map: string;
  filter: string;
  keep: number;
  "flat-map": string;
  "fan-out": number;
  nondeterministic: number;
  process: string;
  timer: number;
  ttl: number;
  "ttl-update": "OnCreateAndWrite" | "OnReadAndWrite";
  "key-by": string;
  rebalance: null;
  rescale: null;
  broadcast: null;
  forward: null;
  window: string;
  join: string;
  time: "event" | "processing";
  lateness: number;
  "side-output": boolean;
  offset: number;
  gate: string | null;
  sink: string | null;
  rate: number;
  name: string;
  uid: string;
  from: readonly string[];
  parallelism: number;
}>;

export interface ProtocolFile {
  readonly name: ProtocolName;
  readonly "write-delay"?: number | undefined;
  readonly "idle-done"?: number | undefined;
  readonly toggle?: number | undefined;
  readonly by?: "crossing" | "record-timestamp" | undefined;
  readonly "not-before"?: number | undefined;
  readonly "not-below"?: number | undefined;
  readonly margin?: number | undefined;
  readonly lateness?: number | undefined;
}

export type HandoverFile = Given<{
  at: number;
  protocol: ProtocolName | ProtocolFile;
  "start-from": "savepoint" | "latest-checkpoint" | "nothing";
  "deletion-delay": number;
  "abort-grace": number;
  "gate-timeout": number;
  reschedule: number;
  "savepoints-dir": boolean;
  "savepoint-duration": LatencyModel;
  deletion: "graceful" | "kill";
  "gate-injection": Given<{
    enabled: boolean;
    position: "BEFORE_SINK" | "AFTER_SOURCE";
    "before-uid": string;
  }>;
}>;

export type SinkFile = Given<{
  kind: "kafka";
  topic: string;
  partitions: number;
  guarantee: "exactly-once" | "at-least-once" | "none";
  naming: "INCREMENTING" | "POOLING";
  "transaction-timeout": number;
  "max-transaction-timeout": number;
  "abort-scan": number;
  "request-latency": LatencyModel;
  "committer-retries": number;
  "max-block": number;
  "delivery-timeout": number;
  readers: "read_committed" | "read_uncommitted";
  "restore-state": boolean;
  gate: "inside";
}>;

export interface FaultFile {
  readonly at: string;
  readonly kill?: string | undefined;
  readonly stall?: string | undefined;
  readonly "break-watch"?: string | undefined;
  readonly "lose-notifications"?: "outgoing" | "incoming" | undefined;
  readonly "slow-network"?: "outgoing" | "incoming" | undefined;
  readonly "fail-savepoint"?: true | undefined;
  readonly "hang-savepoint"?: true | undefined;
  readonly "fail-checkpoints"?: "outgoing" | "incoming" | undefined;
  readonly "slow-checkpoints"?: "outgoing" | "incoming" | undefined;
  readonly "api-outage"?: true | undefined;
  readonly "broker-outage"?: true | undefined;
  readonly "set-clock"?: string | undefined;
  readonly "edit-spec"?: "transition" | "patch" | undefined;
  readonly retry?: true | undefined;
  readonly "controller-restart"?: true | undefined;
  readonly "lose-labels"?: "outgoing" | "incoming" | undefined;
  readonly for?: number | undefined;
  /** µs. */
  readonly by?: number | undefined;
  /** ms. */
  readonly ahead?: number | undefined;
  readonly behind?: number | undefined;
  readonly notice?: "connection" | "unreachable" | "heartbeat" | undefined;
}
