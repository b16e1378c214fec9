import type {
  GeneratedTraffic,
  HandoverOptions,
  NetworkOptions,
  RunOptions,
  SinkOptions,
} from "../model/options.ts";
import { durationKey, millisKey, sizeKey } from "./manifest-keys.ts";
import { protocolOptions } from "./protocol-options.ts";
import type { HandoverFile, ScenarioFile, SinkFile, TrafficFile } from "./scenario-file.ts";
import type { KeyedSettings, ManifestKey, Settings, Take } from "./settings.ts";

/** Generated traffic; its end is 10 s before the run's, so that the last records can come out. */
export function generatedTraffic(
  file: TrafficFile,
  durationMicros: number,
  take: Take,
  partitions = 4,
): GeneratedTraffic {
  const phase = <P extends { partition?: number | undefined; from: number; to: number }>(p: P) => ({
    partition: p.partition,
    fromMicros: p.from,
    toMicros: p.to,
  });
  const late = take<NonNullable<TrafficFile["late"]>>("late", file.late, { share: 0, by: 0 });
  const { from = 0, to = durationMicros } = late;
  const isAlways = late.partition === undefined && from === 0 && late.to === undefined;
  const grown = file["new-partitions"] ?? [];
  const added = grown.reduce((sum, { count }) => sum + count, 0);
  return {
    kind: "generated",
    partitions: take("partitions", file.partitions, partitions) + added,
    ...(added > 0 && {
      newPartitions: grown.map(({ at, count }) => ({ atMicros: at, count })),
    }),
    ratePerSecond: take("rate", file.rate, 100),
    keys: take("keys", file.keys, 100),
    keySkew: take("key-skew", file["key-skew"], 0),
    disorderMillis: take("disorder", file.disorder, 0),
    late: {
      share: late.share,
      byMillis: late.by,
      within: isAlways ? undefined : phase({ partition: late.partition, from, to }),
    },
    idle: take("idle", file.idle, []).map(phase),
    bursts: take("bursts", file.bursts, []).map((burst) => ({
      ...phase(burst),
      factor: burst.factor,
    })),
    endMicros: take("end", file.end, Math.max(1, durationMicros - 10_000_000)),
    maxRecords: take("records", file.records, undefined),
  };
}

export function networkOptions(
  file: NonNullable<ScenarioFile["network"]>,
  settings: Settings,
  manifest?: KeyedSettings,
): NetworkOptions {
  return {
    latency: settings.take("network.latency", file.latency, { kind: "constant", us: 1_000 }),
    bufferBytes: settings.take(
      "network.buffer-size",
      file["buffer-size"],
      32_768,
      manifest,
      sizeKey("taskmanager.memory.segment-size"),
    ),
    recordBytes: settings.take("network.record-size", file["record-size"], 100),
    buffersPerChannel: settings.take("network.buffers", file.buffers, 10),
  };
}

/** Defaults of KafkaSinkBuilder (S16) and of a broker (S8): 1 h against 15 min, so exactly-once must set it. */
export function sinkOptions(file: SinkFile, settings: Settings): SinkOptions {
  const take = <T>(path: string, given: T | undefined, fallback: T): T =>
    settings.take(`sink.${path}`, given, fallback);
  return {
    topic: take("topic", file.topic, "output"),
    partitions: take("partitions", file.partitions, 1),
    guarantee: take("guarantee", file.guarantee, "none"),
    naming: take("naming", file.naming, "INCREMENTING"),
    transactionTimeoutMicros: take(
      "transaction-timeout",
      file["transaction-timeout"],
      3_600_000_000,
    ),
    maxTransactionTimeoutMicros: take(
      "max-transaction-timeout",
      file["max-transaction-timeout"],
      900_000_000,
    ),
    abortScanMicros: take("abort-scan", file["abort-scan"], 10_000_000),
    requestLatency: take("request-latency", file["request-latency"], {
      kind: "lognormal",
      medianUs: 2_000,
      p99Us: 139_000,
    }),
    committerRetries: take("committer-retries", file["committer-retries"], 10),
    maxBlockMicros: take("max-block", file["max-block"], 60_000_000),
    deliveryTimeoutMicros: take("delivery-timeout", file["delivery-timeout"], 120_000_000),
    readers: take("readers", file.readers, "read_committed"),
  };
}

/** The recordings' ConfigMap: a write takes 10 ms, a watch 20 ms. */
export function kubernetesOptions(
  file: NonNullable<ScenarioFile["kubernetes"]>,
  settings: Settings,
): KubernetesOptions {
  const breaks = settings.take("kubernetes.watch-breaks", file["watch-breaks"], 0);
  return {
    apiLatency: settings.take("kubernetes.api-latency", file["api-latency"], {
      kind: "constant",
      us: 10_000,
    }),
    watchLatency: settings.take("kubernetes.watch-latency", file["watch-latency"], {
      kind: "constant",
      us: 20_000,
    }),
    watchBreaksPerHour: breaks * 3600,
    watchBreakMicros: settings.take("kubernetes.watch-break", file["watch-break"], 1_000_000),
    slowWatches: settings
      .take("kubernetes.slow-watches", file["slow-watches"], [])
      .map(({ job, subtask, by }) => ({ job, subtask, extraMicros: by })),
  };
}

type KubernetesOptions = RunOptions["kubernetes"];

const OPERATOR = "kubernetes.operator.bluegreen";

export function handoverOptions(
  file: HandoverFile,
  epochMillis: number,
  settings: Settings,
  manifest?: KeyedSettings,
): HandoverOptions {
  const take = <T>(path: string, given: T | undefined, fallback: T, key?: ManifestKey<T>): T =>
    settings.take(`handover.${path}`, given, fallback, manifest, key);
  const grace = take(
    "abort-grace",
    file["abort-grace"],
    600_000_000,
    durationKey(`${OPERATOR}.abort.grace-period`),
  );
  return {
    atMicros: take("at", file.at, 60_000_000),
    protocol: protocolOptions(file.protocol, epochMillis, take),
    startFrom: take("start-from", file["start-from"], "savepoint"),
    deletionDelayMillis: take(
      "deletion-delay",
      file["deletion-delay"],
      0,
      millisKey(`${OPERATOR}.deployment-deletion.delay`),
    ),
    abortGraceMicros: grace,
    gateTimeoutMicros: take(
      "gate-timeout",
      file["gate-timeout"],
      grace,
      durationKey(`${OPERATOR}.gate.timeout`),
    ),
    rescheduleMicros: take(
      "reschedule",
      file.reschedule,
      15_000_000,
      durationKey(`${OPERATOR}.reconciliation.reschedule-interval`),
    ),
    ...savepointOptions(file, take),
    deletion: take("deletion", file.deletion, "graceful"),
  };
}

function savepointOptions(
  file: HandoverFile,
  take: Take,
): Pick<HandoverOptions, "savepointsDir" | "savepointDuration"> {
  return {
    savepointsDir: take("savepoints-dir", file["savepoints-dir"], false, {
      keys: [
        "execution.checkpointing.savepoint-dir",
        "state.savepoints.dir",
        "savepoints.state.backend.fs.dir",
      ],
      read: (text) => ({ ok: true, value: text !== "" }),
    }),
    savepointDuration: take("savepoint-duration", file["savepoint-duration"], {
      kind: "lognormal",
      medianUs: 22_000,
      p99Us: 3_160_000,
    }),
  };
}
