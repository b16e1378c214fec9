/**
 * The scenario of a recorded hand-over: its settings, its input, and of what was measured only what
 * somebody who plans it knows or chooses: start-up times, savepoint and checkpoint times, its end.
 */
import type { LatencyModel } from "../../engine/latency.ts";
import type { FaultOptions } from "../../model/fault-options.ts";
import type {
  CapturedTraffic,
  CheckpointingOptions,
  HandoverOptions,
  JobOptions,
  JobRole,
  RunOptions,
  SinkOptions,
  StageOptions,
} from "../../model/options.ts";
import { kubernetesOptions, roleOf } from "./kubernetes.ts";
import type { RecordedRun, RecordedSettings } from "./recording.ts";

const MILLI = 1_000;
/** From a task's deployment to its first record, besides what its sink takes. */
const OPENING_MILLIS = 15;
/** A client's backoff, with what it waits for. */
const BACKOFF_MILLIS = 105;

/** Where the recordings were made: one machine of two cores under load, everything on loopback. */
const APPEND_TO_HAND = 3_500;
const CONNECT: LatencyModel = { kind: "lognormal", medianUs: 12_000, p99Us: 200_000 };
const REQUEST: LatencyModel = { kind: "lognormal", medianUs: 2_000, p99Us: 30_000 };
const RPC: LatencyModel = { kind: "lognormal", medianUs: 1_000, p99Us: 20_000 };
const SNAPSHOT: LatencyModel = { kind: "lognormal", medianUs: 2_000, p99Us: 60_000 };
const REDEPLOYMENT: LatencyModel = { kind: "lognormal", medianUs: 40_000, p99Us: 300_000 };

/** The run's options; `traffic` is its input. */
export function replayOptions(recorded: RecordedRun, traffic: CapturedTraffic): RunOptions {
  const { run, settings, base, known } = recorded;
  return {
    title: `${run}: ${recorded.setting}`,
    epochMillis: base,
    durationMicros: durationMillis(recorded) * MILLI,
    source: {
      topic: `i-${run}`,
      traffic,
      fetchLatencyMicros: APPEND_TO_HAND,
      fetchRecords: 500,
      connectLatency: CONNECT,
    },
    outgoing: jobOptions(recorded, "outgoing"),
    incoming: jobOptions(recorded, "incoming"),
    network: {
      latency: { kind: "constant", us: 500 },
      bufferBytes: 32_768,
      recordBytes: 64,
      buffersPerChannel: 10,
    },
    sink: sinkOptions(settings),
    kubernetes: kubernetesOptions(settings),
    handover: handoverOptions(recorded),
    faults: faultOptions(settings),
    stopMicros: known.stopped * MILLI,
  };
}

/** Long enough for the gate's deadline, and for readers, who wait until the broker ends what is open. */
function durationMillis({ settings, known }: RecordedRun): number {
  const deadline = known.inRunning + (settings.gateTimeoutMs ?? 15_000) + (settings.D ?? 0);
  const lag = Math.max(settings.inLagMs ?? 0, settings.outLagMs ?? 0, settings.stallMs ?? 0);
  return Math.max(known.stopped, deadline) + lag + (settings.txnTimeoutMs ?? 10_000) + 5_000;
}

function jobOptions(recorded: RecordedRun, role: JobRole): JobOptions {
  const { settings, known } = recorded;
  const isOut = role === "outgoing";
  const lagMillis = (isOut ? settings.outLagMs : settings.inLagMs) ?? 0;
  const idleness = (isOut ? settings.idlenessOutMs : settings.idlenessInMs) ?? settings.idlenessMs;
  const startUp = isOut ? known.outRunning : known.inStartUp;
  const prefix = settings.samePrefix === true ? "x" : isOut ? "out" : "in";
  return {
    role,
    colour: isOut ? "GREEN" : "BLUE",
    name: role,
    flinkVersion: "1.20",
    parallelism: (isOut ? settings.pOut : settings.pIn) ?? 2,
    maxParallelism: 128,
    watermarks: {
      boundMillis: settings.boundMs ?? 500,
      intervalMicros: (settings.wmIntervalMs ?? 50) * MILLI,
      idlenessMicros: (idleness ?? 0) * MILLI,
    },
    checkpointing: checkpointing(recorded, role),
    restart: {
      strategy: "fixed-delay",
      attempts: 1_000_000,
      delayMicros: (settings.restartDelayMs ?? 500) * MILLI,
    },
    bufferTimeoutMicros: 100 * MILLI,
    startUp: { kind: "constant", us: Math.max(0, startUp - openingMillis(settings, role)) * MILLI },
    graph: graphOf(settings, isOut ? settings.outMaxRate : settings.inMaxRate),
    startingOffsets: "earliest",
    transactionalIdPrefix: prefix,
    restoresSinkState: settings.sinkStateRestored ?? false,
    redeployment: REDEPLOYMENT,
    lag:
      lagMillis === 0
        ? undefined
        : {
            micros: lagMillis * MILLI,
            subtask: isOut ? settings.outLagSub : settings.inLagSub,
          },
  };
}

/**
 * From a task's start to its first record: a transactional sink waits for its coordinator, once with
 * the committer's producer and once with the writer's, and for what it aborts.
 */
function openingMillis(settings: RecordedSettings, role: JobRole): number {
  if (settings.guarantee === "AT_LEAST_ONCE") return OPENING_MILLIS;
  if (role === "outgoing") return OPENING_MILLIS + BACKOFF_MILLIS;
  const recovers = settings.sinkStateRestored === true ? 1 : 0;
  const aborts = recovers === 1 || settings.samePrefix === true ? 1 : 0;
  return OPENING_MILLIS + (1 + recovers + aborts) * BACKOFF_MILLIS;
}

function checkpointing({ settings, known }: RecordedRun, role: JobRole): CheckpointingOptions {
  const intervalMicros = (settings.ckptMs ?? 1_000) * MILLI;
  const isOut = role === "outgoing";
  return {
    intervalMicros,
    minPauseMicros: 0,
    maxConcurrent: 1,
    timeoutMicros: 600_000_000,
    tolerableFailures: 0,
    mode: "EXACTLY_ONCE",
    syncMicros: 500,
    async: SNAPSHOT,
    rpc: RPC,
    notificationLoss: 0,
    firstAfterMicros: firstCheckpoint(
      isOut ? known.outCheckpoints : known.inCheckpoints,
      isOut ? known.outRunning : known.inRunning,
      openingMillis(settings, role),
      intervalMicros / MILLI,
    ),
  };
}

/**
 * The phase of the periodic checkpoints (C1), from the second one if it is near: the first may have
 * waited for tasks that still started. Without any the first one would have come after the end.
 */
function firstCheckpoint(
  begun: readonly number[],
  start: number,
  opening: number,
  interval: number,
): number {
  const [first, second = Number.POSITIVE_INFINITY] = begun;
  if (first === undefined) return interval * MILLI;
  const one = second - first <= interval + 50 ? second : first - BACKOFF_MILLIS;
  const after = one - start + opening;
  return (after - Math.floor(after / interval) * interval) * MILLI;
}

function graphOf({ pipe }: RecordedSettings, maxRate: number | undefined): StageOptions[] {
  const costMicros = maxRate === undefined ? 1 : Math.ceil(1e6 / maxRate);
  const source: StageOptions = { kind: "map", name: "probe", costMicros };
  const shuffle: StageOptions = { kind: "exchange", partitioner: "HASH", parallelism: undefined };
  const gate: StageOptions = { kind: "gate", name: "gate", costMicros: 1 };
  const sink: StageOptions = { kind: "sink", name: "sink", costMicros: 1 };
  const window: StageOptions = {
    kind: "window",
    name: "sum",
    costMicros: 1,
    assigner: { type: "tumbling", sizeMillis: 1_000, offsetMillis: 0 },
    allowedLatenessMillis: 0,
    lateSideOutput: false,
  };
  switch (pipe) {
    case "K":
      return [source, shuffle, gate, sink];
    case "W":
      return [source, shuffle, window, gate, sink];
    case "G":
      return [source, gate, shuffle, window, sink];
    default:
      return [source, gate, sink];
  }
}

function sinkOptions(settings: RecordedSettings): SinkOptions {
  return {
    topic: "out",
    partitions: settings.outParts ?? 2,
    guarantee: settings.guarantee === "AT_LEAST_ONCE" ? "at-least-once" : "exactly-once",
    naming: "INCREMENTING",
    transactionTimeoutMicros: (settings.txnTimeoutMs ?? 10_000) * MILLI,
    maxTransactionTimeoutMicros: 900_000_000,
    abortScanMicros: 1_000_000,
    requestLatency: REQUEST,
    retryBackoffMicros: 100_000,
    committerRetries: 10,
    readers: "read_committed",
  };
}

function handoverOptions({ settings, known }: RecordedRun): HandoverOptions {
  const poll = (settings.pollMs ?? 500) * MILLI;
  return {
    atMicros: known.spTrigger * MILLI,
    protocol: protocolOf(settings),
    startFrom: "savepoint",
    deletionDelayMillis: settings.D ?? settings.holdMs ?? 0,
    abortGraceMicros: 600_000_000,
    gateTimeoutMicros: (settings.gateTimeoutMs ?? 15_000) * MILLI,
    rescheduleMicros: poll,
    savepointsDir: true,
    savepointDuration: {
      kind: "constant",
      us: Math.max(0, known.spDone - known.spLastSnapshot) * MILLI,
    },
    deletion: "graceful",
    habits: {
      savepoint: settings.spMode === "stop" ? "stop" : "intermediate",
      afterSavepoint: { kind: "constant", us: 13 * MILLI },
      afterReady: { kind: "uniform", lowUs: 15 * MILLI, highUs: 15 * MILLI + poll },
      teardown: stops(settings) ? "stop-with-savepoint" : "cancel",
      givesUpSilently: true,
    },
  };
}

function stops({ ver, del }: RecordedSettings): boolean {
  return del === undefined ? ver === "V3" : del === "stop";
}

function protocolOf(settings: RecordedSettings): HandoverOptions["protocol"] {
  if (settings.ver === "BASIC") return { name: "basic" };
  return {
    name: `watermark-gate-${settings.ver.toLowerCase() as "v1" | "v2" | "v3"}`,
    writeDelayMillis: settings.gateWriteDelayMs ?? 500,
    idleDoneMillis: settings.idleDoneMs ?? 5_000,
    checksRole: settings.roleCheck ?? false,
  };
}

function faultOptions(settings: RecordedSettings): FaultOptions[] {
  const faults: FaultOptions[] = [];
  const after = (millis: number | undefined): FaultOptions["at"] => ({
    anchor: "toggle-written",
    offsetMicros: (millis ?? 0) * MILLI,
  });
  if (settings.failJob !== undefined) {
    const at = after(settings.failDelayMs);
    faults.push({ at, kind: "fail-record", job: roleOf(settings.failJob) });
  }
  if (settings.stallMs !== undefined) {
    const at = after(settings.stallDelayMs);
    const [job, subtask] = [roleOf(settings.stallJob ?? "OUT"), settings.stallSub];
    const forMicros = settings.stallMs * MILLI;
    faults.push({ at, kind: "stall", job, task: 0, subtask, forMicros });
  }
  return faults;
}
