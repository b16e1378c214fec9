import type { Author, ProducerSession } from "../../../src/model/kafka/author.ts";
import type { BrokerOptions } from "../../../src/model/kafka/broker-options.ts";
import { KafkaBroker } from "../../../src/model/kafka/kafka-broker.ts";
import { LogConsumer } from "../../../src/model/kafka/log-consumer.ts";
import type { OpenTransaction } from "../../../src/model/kafka/transaction-broker.ts";
import { Element } from "../../../src/model/operator/element.ts";

export const SECONDS = 1_000_000;
export const MINUTE: number = 60 * SECONDS;

/** One row that readers saw. */
export interface Seen {
  readonly partition: number;
  readonly id: number;
  readonly transaction: number;
  readonly owner: number;
  readonly visibleAt: number;
}

/** An exact broker with two partitions that scans every 10 s, and what its readers were shown. */
export function brokerWith(options: Partial<BrokerOptions> = {}): {
  readonly broker: KafkaBroker;
  readonly seen: Seen[];
} {
  const seen: Seen[] = [];
  const broker = new KafkaBroker({
    partitions: 2,
    maxTransactionTimeoutMicros: 15 * MINUTE,
    abortScanMicros: 10 * SECONDS,
    isolation: "read_committed",
    exact: true,
    onVisible: (rows, from, to, { transaction, owner }: Author, visibleAt) => {
      for (let row = from; row < to; row++) {
        const partition = rows.partition[row] as number;
        seen.push({ partition, id: rows.id[row] as number, transaction, owner, visibleAt });
      }
    },
    ...options,
  });
  return { broker, seen };
}

/** Takes over a transactional id; the broker has to allow it. */
export function init(
  broker: KafkaBroker,
  transactionalId: string,
  now: number,
  timeoutMicros: number = MINUTE,
): ProducerSession {
  const answer = broker.initTransactions(transactionalId, timeoutMicros, 0, now);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

/** Appends one record of that id. */
export function append(to: OpenTransaction, at: number, partition: number, id: number): void {
  const element = new Element();
  element.id = id;
  to.append(at, partition, element);
}

/** Ids that a reader of one partition sees now, from the beginning, and its position behind them. */
export function readAll(
  broker: KafkaBroker,
  partition = 0,
  isolation: BrokerOptions["isolation"] = "read_committed",
): { readonly ids: readonly number[]; readonly position: number } {
  const consumer = new LogConsumer(broker.log(partition), isolation, 0);
  const ids: number[] = [];
  consumer.poll((_offset, rows, row) => ids.push(rows.id[row] as number));
  return { ids, position: consumer.position };
}

/** Epoch and state of a transactional id. */
export function stateOf(broker: KafkaBroker, transactionalId: string): string {
  const metadata = broker.coordinator.get(transactionalId);
  return metadata === undefined ? "unknown" : `${metadata.state} e${metadata.epoch}`;
}
