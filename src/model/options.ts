/**
 * The checked description of one run, as the model takes it: every value present, every unit settled.
 *
 * `scenario` makes it from a file and a manifest; tests make it by hand. Processing time is in whole
 * microseconds (`…Micros`), event time in whole milliseconds (`…Millis`). Plain data: it can be
 * copied to a worker and written as JSON (a trace's columns aside).
 */
import type { LatencyModel } from "../engine/latency.ts";
import type { OperatorHabits } from "./controller/operator-habits.ts";
import type { FaultOptions } from "./fault-options.ts";
import type { JobManagerOptions } from "./job/job-manager-options.ts";
import type { RestartOptions } from "./job/restart-options.ts";
import type { TaskManagerOptions } from "./job/task-manager-options.ts";
import type { JoinStage, ProcessStage, WindowStage } from "./keyed-stages.ts";
import type { KinesisOptions } from "./kinesis/kinesis-options.ts";
import type { KubernetesOptions } from "./kubernetes/kubernetes-options.ts";
import type { ProtocolOptions } from "./protocol/protocol-options.ts";
import type { QueueOptions } from "./queue/queue-options.ts";
import type { AlignmentOptions } from "./source/alignment-options.ts";
import type { LagOptions } from "./source/lag-options.ts";
import type { NewPartitions } from "./source/partition-growth.ts";

export type Colour = "BLUE" | "GREEN";
export type JobRole = "outgoing" | "incoming";

export interface RunOptions {
  readonly title: string;
  /** Wall clock of simulated time 0, epoch milliseconds; positive (fault 32 of the gate's reference). */
  readonly epochMillis: number;
  /** The run ends here at the latest; it ends earlier when nothing is left to happen. */
  readonly durationMicros: number;
  /** The first source; stages name it "source". */
  readonly source: SourceOptions;
  /** Further sources, each under a name of its own. */
  readonly moreSources?: readonly NamedSource[] | undefined;
  readonly outgoing: JobOptions;
  readonly incoming: JobOptions;
  readonly network: NetworkOptions;
  readonly sink: SinkOptions;
  readonly kubernetes: KubernetesOptions;
  /** Absent: one pipeline alone, never handed over (the oracle's reference run is such a run). */
  readonly handover: HandoverOptions | undefined;
  readonly faults: readonly FaultOptions[];
  /** Every job that is left is stopped with a savepoint then, or once the hand-over is over. */
  readonly stopMicros?: number | undefined;
}

/** A Kafka-like topic that both jobs read in full (N1, N2), or a queue. */
export interface SourceOptions {
  readonly topic: string;
  readonly traffic: GeneratedTraffic | CapturedTraffic;
  /** From a record's arrival at the broker to the reader's hands. */
  readonly fetchLatencyMicros: number;
  /** From a reader's start to its first fetch; absent: at once. */
  readonly connectLatency?: LatencyModel | undefined;
  /** `max.poll.records`; a lagging reader drains a fetch partition by partition. */
  readonly fetchRecords: number;
  /** `partition.discovery.interval.ms` (N2); 0 = off, absent: 5 min. */
  readonly discoveryMicros?: number | undefined;
  /** A queue instead of a topic; its messages are those of one partition. */
  readonly queue?: QueueOptions | undefined;
  /** A Kinesis stream: a topic whose partitions, its shards, have a quota. */
  readonly kinesis?: KinesisOptions | undefined;
  /** Absent: its readers wait for nobody (W19). */
  readonly alignment?: AlignmentOptions | undefined;
}

/** The name of the first source. */
export const FIRST_SOURCE = "source";

export interface NamedSource extends SourceOptions {
  readonly name: string;
}

export interface GeneratedTraffic {
  readonly kind: "generated";
  /** All there will ever be. */
  readonly partitions: number;
  /** The last ones of them that are not there from the beginning (N2). */
  readonly newPartitions?: readonly NewPartitions[] | undefined;
  /** Records per second over all partitions there are, outside idle phases and bursts. */
  readonly ratePerSecond: number;
  readonly keys: number;
  /** Zipf exponent of the keys' popularity; 0 = uniform. */
  readonly keySkew: number;
  /** Event time = arrival − uniform[0, disorder]. */
  readonly disorderMillis: number;
  /** This share of the records is older still by `byMillis`; `within`: of those that arrive then. */
  readonly late: {
    readonly share: number;
    readonly byMillis: number;
    readonly within?: TrafficPhase | undefined;
  };
  readonly idle: readonly TrafficPhase[];
  readonly bursts: readonly (TrafficPhase & { readonly factor: number })[];
  /** No record arrives at or after this time. */
  readonly endMicros: number;
  /** At most so many records in all; undefined = as many as rate and end give. */
  readonly maxRecords: number | undefined;
}

/** `partition` undefined = all partitions. */
export interface TrafficPhase {
  readonly partition: number | undefined;
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Rows of a recording, in order of arrival within each partition. */
export interface CapturedTraffic {
  readonly kind: "captured";
  readonly partitions: number;
  readonly keyNames: readonly string[];
  readonly partition: Uint16Array;
  /** Index into `keyNames`. */
  readonly key: Int32Array;
  /** Absolute, epoch milliseconds. */
  readonly eventTimeMillis: Float64Array;
  /** Simulated time. */
  readonly arrivalMicros: Float64Array;
}

export interface JobOptions {
  readonly role: JobRole;
  readonly colour: Colour;
  readonly name: string;
  /** "1.20", "2.3"…: chooses the version switches (W8, C1, W19…). */
  readonly flinkVersion: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly watermarks: WatermarkOptions;
  readonly checkpointing: CheckpointingOptions;
  readonly restart: RestartOptions;
  readonly bufferTimeoutMicros: number;
  /** From the deployment's creation to all tasks RUNNING (K11). */
  readonly startUp: LatencyModel;
  readonly graph: readonly StageOptions[];
  readonly startingOffsets: "earliest" | "latest";
  readonly transactionalIdPrefix: string;
  /** The incoming job restores the outgoing sink's state (same uid) or starts its sink anew (S14). */
  readonly restoresSinkState: boolean;
  /** `jobmanager.execution.failover-strategy`; absent: region (C22). */
  readonly failover?: "region" | "full" | undefined;
  /** From the end of a restart's delay to the tasks' initialisation; absent: at once. */
  readonly redeployment?: LatencyModel | undefined;
  /** Absent: Flink's own, and new ones are there at once. */
  readonly taskManagers?: TaskManagerOptions | undefined;
  /** Absent: Flink's own. */
  readonly jobManager?: JobManagerOptions | undefined;
  /** The operator behind the source holds each record, and its thread, until so long after its append. */
  readonly lag?: LagOptions | undefined;
}

export interface WatermarkOptions {
  readonly boundMillis: number;
  /** `pipeline.auto-watermark-interval`; 0 = no periodic emits (W2). */
  readonly intervalMicros: number;
  /** `withIdleness`; 0 = none (W10). */
  readonly idlenessMicros: number;
}

export interface CheckpointingOptions {
  /** 0 = off. */
  readonly intervalMicros: number;
  readonly minPauseMicros: number;
  readonly maxConcurrent: number;
  readonly timeoutMicros: number;
  readonly tolerableFailures: number;
  readonly mode: "EXACTLY_ONCE" | "AT_LEAST_ONCE";
  /** Per subtask: the synchronous part stops it, the asynchronous part does not (C15). */
  readonly syncMicros: number;
  readonly async: LatencyModel;
  /** JobManager → task: triggers, notifications (C6). */
  readonly rpc: LatencyModel;
  /** Share of completion notifications that are lost (C6). */
  readonly notificationLoss: number;
  /** The first one of a deployment comes so long after its start; absent: at random (C1). */
  readonly firstAfterMicros?: number | undefined;
}

/**
 * One stage of a job's graph. `costMicros`: processing time a record. `from`: the stages or sources
 * that it reads, by name, several of them as a union; absent: the stage before it in the list, for
 * the first one the first source. Not modelled: two ways from a source to the same sink.
 */
export type StageOptions = StageKind & { readonly from?: readonly string[] | undefined };

type StageKind =
  | ({ readonly kind: "map"; readonly name: string; readonly costMicros: number } & Chancy)
  | ({
      readonly kind: "filter";
      readonly name: string;
      readonly costMicros: number;
      readonly keepShare: number;
    } & Chancy)
  | ({
      readonly kind: "flat-map";
      readonly name: string;
      readonly costMicros: number;
      readonly fanOut: number;
    } & Chancy)
  | ProcessStage
  | ExchangeStage
  | WindowStage
  | JoinStage
  | { readonly kind: "gate"; readonly name: string; readonly costMicros: number }
  | { readonly kind: "sink"; readonly name: string; readonly costMicros: number };

/**
 * The function is not one of its input: of this share of what goes through, each attempt of each job
 * makes something of its own (a look-up of a table that changes, a clock, a random number).
 */
interface Chancy {
  readonly unsteadyShare?: number | undefined;
}

/** A network shuffle: ends one task (chain) and begins the next. */
export interface ExchangeStage {
  readonly kind: "exchange";
  /** By which others may read from it. */
  readonly name?: string | undefined;
  readonly partitioner: "HASH" | "REBALANCE" | "RESCALE" | "BROADCAST" | "FORWARD";
  /** Parallelism of the stages after it; undefined = the job's. */
  readonly parallelism: number | undefined;
}

export interface NetworkOptions {
  /** Per channel, drawn once a channel; at least 1 µs (it is the lookahead of lazy evaluation). */
  readonly latency: LatencyModel;
  readonly bufferBytes: number;
  readonly recordBytes: number;
  /** Buffers of one channel that may be on the way or unread before the sender is back-pressured. */
  readonly buffersPerChannel: number;
}

export interface SinkOptions {
  readonly topic: string;
  readonly partitions: number;
  readonly guarantee: "exactly-once" | "at-least-once" | "none";
  readonly naming: "INCREMENTING" | "POOLING";
  readonly transactionTimeoutMicros: number;
  /** Broker: transaction.max.timeout.ms (S8). */
  readonly maxTransactionTimeoutMicros: number;
  /** Broker: transaction.abort.timed.out.transaction.cleanup.interval.ms. */
  readonly abortScanMicros: number;
  /** Producer → broker → producer, for commits, aborts and initTransactions. */
  readonly requestLatency: LatencyModel;
  /** Client: `retry.backoff.ms`. See `TransactionStarter`; absent: it never has to wait. */
  readonly retryBackoffMicros?: number | undefined;
  readonly committerRetries: number;
  /** Client: `max.block.ms`; absent: 1 min. */
  readonly maxBlockMicros?: number | undefined;
  /** Client: `delivery.timeout.ms`; absent: 2 min. */
  readonly deliveryTimeoutMicros?: number | undefined;
  readonly readers: "read_committed" | "read_uncommitted";
}

export interface HandoverOptions {
  readonly atMicros: number;
  readonly protocol: ProtocolOptions;
  /** What the incoming job starts from; "nothing" = `upgradeMode: stateless`. */
  readonly startFrom: "savepoint" | "latest-checkpoint" | "nothing";
  /** `kubernetes.operator.bluegreen.deployment-deletion.delay`: event-time offset and wall-clock wait. */
  readonly deletionDelayMillis: number;
  readonly abortGraceMicros: number;
  readonly gateTimeoutMicros: number;
  readonly rescheduleMicros: number;
  /** `state.savepoints.dir` is set: V3 stops the outgoing job with a savepoint before deleting it. */
  readonly savepointsDir: boolean;
  readonly savepointDuration: LatencyModel;
  /** Deletion of a running deployment: "graceful" aborts open transactions, "kill" leaves them open (K12, S13). */
  readonly deletion: "graceful" | "kill";
  /** Absent: the operator as published. */
  readonly habits?: OperatorHabits | undefined;
}
