import type { ProducerSession } from "../../../src/model/kafka/author.ts";
import type { BrokerOptions } from "../../../src/model/kafka/broker-options.ts";
import type { ClientError, KafkaError } from "../../../src/model/kafka/errors.ts";
import { FlinkKafkaInternalProducer } from "../../../src/model/kafka/flink-kafka-internal-producer.ts";
import { KafkaBroker } from "../../../src/model/kafka/kafka-broker.ts";
import { KafkaProducer } from "../../../src/model/kafka/kafka-producer.ts";
import { LogConsumer } from "../../../src/model/kafka/log-consumer.ts";
import type { PartitionLog } from "../../../src/model/kafka/partition-log.ts";
import type { ScriptParts } from "./script-bench.ts";

/** S11: what was open costs the former owner no epoch of its own. */
class SingleEpochBroker extends KafkaBroker {
  override initProducerId(
    ...[request, now]: Parameters<KafkaBroker["initProducerId"]>
  ): ReturnType<KafkaBroker["initProducerId"]> {
    const metadata = this.coordinator.get(request.transactionalId);
    const wasOpen = metadata?.state === "Ongoing";
    const answer = super.initProducerId(request, now);
    if (!wasOpen || metadata === undefined || !answer.ok) return answer;
    metadata.epoch--;
    return { ok: true, value: { ...answer.value, epoch: metadata.epoch } };
  }
}

/** S8: a record that comes before the timeout begins it again. */
class ExtendedTimeoutBroker extends KafkaBroker {
  #last: string | undefined = undefined;

  override addPartition(
    session: ProducerSession,
    partition: number,
    now: number,
  ): KafkaError | undefined {
    this.#last = session.transactionalId;
    return super.addPartition(session, partition, now);
  }

  override log(partition: number): PartitionLog {
    const metadata = this.#last === undefined ? undefined : this.coordinator.get(this.#last);
    if (metadata?.state === "Ongoing") metadata.startedAt = this.settledAt;
    return super.log(partition);
  }
}

/** S8: an aborted producer may go on under its epoch. */
class LenientScanBroker extends KafkaBroker {
  override scan(now: number): void {
    const before = [...this.coordinator.ongoing()];
    super.scan(now);
    for (const metadata of before) if (metadata.state === "CompleteAbort") metadata.epoch--;
  }
}

/** S7: whoever commits second is refused. */
class CommitOnceBroker extends KafkaBroker {
  override commit(session: ProducerSession, now: number): KafkaError | undefined {
    const isOver = this.coordinator.get(session.transactionalId)?.state === "CompleteCommit";
    return isOver ? "InvalidTxnStateException" : super.commit(session, now);
  }
}

/** S7: a transaction without a record can be committed. */
class EmptyCommitBroker extends KafkaBroker {
  override commit(session: ProducerSession, now: number): KafkaError | undefined {
    const isEmpty = this.coordinator.get(session.transactionalId)?.state === "Empty";
    return isEmpty ? undefined : super.commit(session, now);
  }
}

/** S11: who owns the id is not looked at, only which producer it is. */
class EpochBlindBroker extends KafkaBroker {
  override commit(session: ProducerSession, now: number): KafkaError | undefined {
    const epoch = this.coordinator.get(session.transactionalId)?.epoch ?? session.epoch;
    return super.commit({ ...session, epoch }, now);
  }
}

/** S12: an open transaction holds all partitions back. */
class TopicWideConsumer extends LogConsumer {
  #others: readonly PartitionLog[] = [];

  beside(broker: KafkaBroker): this {
    this.#others = Array.from({ length: broker.partitions }, (_, other) => broker.log(other));
    return this;
  }

  override get endOffset(): number {
    const holding = this.#others.filter(({ lastStable, end }) => lastStable < end);
    return Math.min(super.endOffset, ...holding.map(({ lastStable }) => lastStable));
  }
}

/** S13: a graceful close leaves the transaction alone. */
class DeafProducer extends KafkaProducer {
  override close(): void {
    this.closeNow();
  }
}

/** S13: a hard close aborts. */
class PoliteFlinkProducer extends FlinkKafkaInternalProducer {
  #now = 0;

  override runSender(now: number): ReturnType<FlinkKafkaInternalProducer["runSender"]> {
    this.#now = now;
    return super.runSender(now);
  }

  override closeNow(): void {
    this.abortTransaction(this.#now);
    super.closeNow();
  }
}

/** S1: the client tells the broker of a transaction without records. */
class TalkativeProducer extends KafkaProducer {
  override beginTransaction(): ClientError | undefined {
    const error = super.beginTransaction();
    if (this.transactions !== undefined) this.transactions.transactionStarted = true;
    return error;
  }
}

/** A broker with something wrong in each of its logs. */
function withLogs(spoil: (log: PartitionLog) => void): (options: BrokerOptions) => KafkaBroker {
  return (options) => {
    const broker = new KafkaBroker(options);
    for (let partition = 0; partition < broker.partitions; partition++) {
      spoil(broker.log(partition));
    }
    return broker;
  };
}

const forgetful = withLogs(({ producers }) => {
  if (producers !== undefined) producers.judge = () => ({ kind: "next" });
});

const withoutMarkers = withLogs((log) => {
  log.mark = (producerId, epoch) => log.producers?.mark(producerId, epoch);
});

/** By what each does wrong. */
export const FAULTS: Readonly<Record<string, Partial<ScriptParts>>> = {
  "an open transaction costs no epoch at the next init": {
    broker: (options) => new SingleEpochBroker(options),
  },
  "each record begins the timeout again": {
    broker: (options) => new ExtendedTimeoutBroker(options),
  },
  "a timeout leaves the epoch as it was": { broker: (options) => new LenientScanBroker(options) },
  "a second commit is refused": { broker: (options) => new CommitOnceBroker(options) },
  "a transaction without records can be committed": {
    broker: (options) => new EmptyCommitBroker(options),
  },
  "an old epoch can commit": { broker: (options) => new EpochBlindBroker(options) },
  "the last stable offset is that of the topic": {
    consumer: (log, isolation, position, broker) =>
      new TopicWideConsumer(log, isolation, position).beside(broker),
  },
  "read_committed readers see everything": {
    consumer: (log, _, position) => new LogConsumer(log, "read_uncommitted", position),
  },
  "markers take no offset": { broker: withoutMarkers },
  "a partition does not know a batch again": { broker: forgetful },
  "a graceful close aborts nothing": { plainProducer: (options) => new DeafProducer(options) },
  "a hard close aborts": { flinkProducer: (options) => new PoliteFlinkProducer(options) },
  "transactions without records are ended at the broker": {
    plainProducer: (options) => new TalkativeProducer(options),
  },
};
