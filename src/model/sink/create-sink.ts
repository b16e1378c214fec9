import type { SinkRuntime } from "../job/sink-runtime.ts";
import type { TransactionBroker } from "../kafka/transaction-broker.ts";
import type { Element } from "../operator/element.ts";
import type { SinkOptions } from "../options.ts";
import { KafkaSink } from "./kafka-sink.ts";
import { PlainKafkaSink } from "./plain-kafka-sink.ts";
import { RefusedSink } from "./refused-sink.ts";
import type { SinkListener } from "./sink-listener.ts";
import type { SinkServices } from "./sink-services.ts";
import type { SinkState } from "./sink-state.ts";
import { ownedBy } from "./transaction-ownership.ts";
import { TRANSACTION_STRATEGIES } from "./transaction-strategy.ts";

/** What one attempt of a sink subtask is made of. */
export interface CreateSinkOptions {
  readonly sink: SinkOptions;
  readonly transactionalIdPrefix: string;
  readonly subtask: number;
  readonly parallelism: number;
  readonly element: Element;
  /** Output partition by index of the key: `OutputPartitions`. */
  readonly partitions: Uint16Array;
  readonly broker: TransactionBroker;
  readonly services: SinkServices;
  readonly listener: SinkListener;
  /** What the broker calls this attempt of this subtask. */
  readonly owner: number;
  /** This subtask's share: `dealSinkState`; undefined = the sink starts anew (C19, S14). */
  readonly restored: SinkState | undefined;
  /** Of the job, whether or not the sink has state: its ids go on from there (S9). */
  readonly restoredCheckpointId: number | undefined;
}

/** The sink at the end of one subtask's chain. */
export function createSink(options: CreateSinkOptions): SinkRuntime {
  const { sink, subtask, parallelism, restored } = options;
  if (sink.guarantee !== "exactly-once") {
    return new PlainKafkaSink({ ...options, guarantee: sink.guarantee });
  }
  const strategy = TRANSACTION_STRATEGIES[sink.naming];
  const writers = restored?.writer ?? [];
  const owned = ownedBy(strategy.ownership, subtask, parallelism, writers);
  if (typeof owned === "string") return new RefusedSink(owned);
  return new KafkaSink({
    ...options,
    transactionTimeoutMicros: sink.transactionTimeoutMicros,
    backoffMicros: sink.retryBackoffMicros ?? 0,
    committerRetries: sink.committerRetries,
    strategy,
    owned,
    restored: writers,
    committables: restored?.committables ?? [],
    restoredCheckpointId: options.restoredCheckpointId ?? 0,
  });
}
