import type { JobOptions } from "../../../src/model/options.ts";

/** A job with nothing special about it. */
export const JOB: JobOptions = {
  role: "outgoing",
  colour: "GREEN",
  name: "job",
  flinkVersion: "1.20",
  parallelism: 1,
  maxParallelism: 128,
  watermarks: { boundMillis: 0, intervalMicros: 200_000, idlenessMicros: 0 },
  checkpointing: {
    intervalMicros: 1_000_000,
    minPauseMicros: 0,
    maxConcurrent: 1,
    timeoutMicros: 600_000_000,
    tolerableFailures: 0,
    mode: "EXACTLY_ONCE",
    syncMicros: 0,
    async: { kind: "constant", us: 0 },
    rpc: { kind: "constant", us: 0 },
    notificationLoss: 0,
  },
  restart: { strategy: "none" },
  bufferTimeoutMicros: 100_000,
  startUp: { kind: "constant", us: 0 },
  graph: [],
  startingOffsets: "earliest",
  transactionalIdPrefix: "job",
  restoresSinkState: true,
};
