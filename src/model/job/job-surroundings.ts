import type { Chance } from "../../engine/choice.ts";
import type { Simulation } from "../../engine/simulation.ts";
import type { BrokerReach } from "../kafka/broker-reach.ts";
import type { TransactionBroker } from "../kafka/transaction-broker.ts";
import type { KinesisStreams } from "../kinesis/kinesis-streams.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import type { KeyTable } from "../network/key-groups.ts";
import type { StageFunctions } from "../operator/stage-functions.ts";
import type { JobOptions, RunOptions } from "../options.ts";
import type { HandoverProtocol } from "../protocol/protocol.ts";
import type { MessageQueues } from "../queue/message-queues.ts";
import type { OutputPartitions } from "../sink/output-partition.ts";
import type { SinkListener } from "../sink/sink-listener.ts";
import type { TopicLog } from "../source/topic-log.ts";
import type { Agenda } from "./agenda.ts";
import type { GateListener } from "./gate-runtime.ts";
import type { JobBooks } from "./job-books.ts";
import type { JobState } from "./job-state.ts";
import type { SourceCoordinators } from "./source-coordinators.ts";

/** Everything outside one job that its subtasks meet. */
export interface JobSurroundings {
  readonly run: RunOptions;
  readonly job: JobOptions;
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly topic: TopicLog;
  readonly queues: MessageQueues;
  readonly streams: KinesisStreams;
  readonly coordinators: SourceCoordinators;
  /** Names of the job's sinks, in the order of its graph. */
  readonly sinkNames: readonly string[];
  readonly keys: KeyTable;
  readonly functions: StageFunctions;
  /** See `ChainOptions`. */
  readonly resultIndex: ReadonlyMap<string, number>;
  readonly broker: TransactionBroker;
  readonly brokerReach: BrokerReach;
  /** Output partition by index of the key, for the sink of that number. */
  readonly outputPartitions: OutputPartitions;
  sinkListener(owner: number): SinkListener;
  /** Outlives the attempts. */
  readonly jobAgenda: Agenda;
  readonly api: ApiServer;
  /** Undefined: nobody hands anything over, the gate stage is left out. */
  readonly protocol: HandoverProtocol | undefined;
  readonly gateListener: GateListener;
  readonly books: JobBooks;
  /** Of the wall clock beside the subtask of that number. */
  aheadMillis(index: number): number;
  /** Whether the job's sink takes its part of a state it restores, or starts anew (S14). */
  sinkStateFrom(state: JobState): boolean;
  /** One event per record and hop instead of one per buffer: same outcomes, for the differential check. */
  readonly recordMode: boolean;
}
