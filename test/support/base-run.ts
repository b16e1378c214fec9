import type { HandoverOptions, JobOptions, JobRole, RunOptions } from "../../src/model/options.ts";

/** 2026-01-01T00:00:00Z. */
export const EPOCH_MILLIS = 1_767_225_600_000;

export const millis = (count: number): number => count * 1_000;
export const seconds = (count: number): number => count * 1_000_000;

/** A job of two subtasks that passes on what it reads: what a test does not vary. */
export function baseJob(role: JobRole): JobOptions {
  return {
    role,
    colour: role === "outgoing" ? "GREEN" : "BLUE",
    name: role,
    flinkVersion: "1.20",
    parallelism: 2,
    maxParallelism: 128,
    watermarks: { boundMillis: 500, intervalMicros: millis(200), idlenessMicros: 0 },
    checkpointing: {
      intervalMicros: millis(500),
      minPauseMicros: 0,
      maxConcurrent: 1,
      timeoutMicros: seconds(60),
      tolerableFailures: 0,
      mode: "EXACTLY_ONCE",
      syncMicros: 1_000,
      async: { kind: "constant", us: 5_000 },
      rpc: { kind: "constant", us: 1_000 },
      notificationLoss: 0,
    },
    restart: { strategy: "fixed-delay", attempts: 1_000, delayMicros: millis(100) },
    bufferTimeoutMicros: millis(100),
    startUp: { kind: "constant", us: millis(300) },
    graph: [
      { kind: "map", name: "enrich", costMicros: 1 },
      { kind: "gate", name: "gate", costMicros: 1 },
      { kind: "sink", name: "sink", costMicros: 1 },
    ],
    startingOffsets: "earliest",
    transactionalIdPrefix: role,
    restoresSinkState: false,
    taskManagers: {
      slots: 1,
      spare: 0,
      startUp: { kind: "constant", us: millis(100) },
      heartbeatIntervalMicros: millis(200),
      heartbeatTimeoutMicros: seconds(1),
      heartbeatFailures: 2,
    },
    jobManager: {
      isHighlyAvailable: true,
      recovery: { kind: "uniform", lowUs: millis(200), highUs: millis(500) },
    },
  };
}

export const baseHandover: HandoverOptions = {
  atMicros: seconds(2),
  protocol: { name: "watermark-gate-v3", writeDelayMillis: 500, idleDoneMillis: 30_000 },
  startFrom: "savepoint",
  deletionDelayMillis: 3_000,
  abortGraceMicros: seconds(600),
  gateTimeoutMicros: seconds(600),
  rescheduleMicros: millis(500),
  savepointsDir: true,
  savepointDuration: { kind: "constant", us: millis(20) },
  deletion: "graceful",
};

/** A short hand-over on a quiet topic, exactly-once at both ends. */
export const baseRun: RunOptions = {
  title: "generated",
  epochMillis: EPOCH_MILLIS,
  durationMicros: seconds(15),
  source: {
    topic: "input",
    traffic: {
      kind: "generated",
      partitions: 4,
      ratePerSecond: 100,
      keys: 10,
      keySkew: 0,
      disorderMillis: 400,
      late: { share: 0, byMillis: 0 },
      idle: [],
      bursts: [],
      endMicros: seconds(12),
      maxRecords: undefined,
    },
    fetchLatencyMicros: 5_000,
    fetchRecords: 500,
  },
  outgoing: baseJob("outgoing"),
  incoming: baseJob("incoming"),
  network: {
    latency: { kind: "constant", us: 1_000 },
    bufferBytes: 32_768,
    recordBytes: 100,
    buffersPerChannel: 10,
  },
  sink: {
    topic: "output",
    partitions: 2,
    guarantee: "exactly-once",
    naming: "INCREMENTING",
    transactionTimeoutMicros: seconds(900),
    maxTransactionTimeoutMicros: seconds(900),
    abortScanMicros: seconds(10),
    requestLatency: { kind: "constant", us: 2_000 },
    committerRetries: 10,
    readers: "read_committed",
  },
  kubernetes: {
    apiLatency: { kind: "constant", us: 10_000 },
    watchLatency: { kind: "constant", us: 20_000 },
    watchBreaksPerHour: 0,
    watchBreakMicros: seconds(1),
  },
  handover: baseHandover,
  faults: [],
};
