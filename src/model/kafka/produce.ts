import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import type { Element } from "../operator/element.ts";
import type { ProducerSession } from "./author.ts";
import { type ClientAnswer, type ClientError, failure, success } from "./errors.ts";
import type { KafkaBroker } from "./kafka-broker.ts";
import type { PartitionLog } from "./partition-log.ts";
import type { Writer } from "./writer.ts";

/** Where a record goes, under which sequence number. */
export interface ProduceRequest {
  readonly partition: number;
  readonly sequence: number;
  readonly element: Element;
}

/** Produce, of a transactional producer; the answer is the record's offset. */
export function produceInTransaction(
  broker: KafkaBroker,
  session: ProducerSession,
  request: ProduceRequest,
  now: SimTime,
): ClientAnswer<number> {
  broker.catchUp(now);
  const log = broker.log(request.partition);
  const error = verify(broker, session, log);
  if (error !== undefined) return failure(error);
  return append(broker, session, request, now, () => {
    const writer = broker.coordinator.get(session.transactionalId)?.current;
    assert(writer !== undefined, "a record is in the transaction that is open");
    return writer;
  });
}

/** Produce, of an idempotent producer without transactions. */
export function producePlain(
  broker: KafkaBroker,
  writer: Writer,
  request: ProduceRequest,
  now: SimTime,
): ClientAnswer<number> {
  broker.catchUp(now);
  return append(broker, writer.author, request, now, () => writer);
}

/**
 * Before the first record of a transaction in a partition the broker asks the coordinator whether
 * the partition is in it (`transaction.partition.verification.enable`, the default).
 */
function verify(
  broker: KafkaBroker,
  session: ProducerSession,
  log: PartitionLog,
): ClientError | undefined {
  const { producerId, epoch, transactionalId } = session;
  if (statesOf(log).get(producerId)?.openFrom !== undefined) return undefined;
  const metadata = broker.coordinator.get(transactionalId);
  if (metadata === undefined || metadata.producerId !== producerId) {
    return "InvalidPidMappingException";
  }
  if (metadata.epoch !== epoch) return "InvalidProducerEpochException";
  return metadata.partitions.has(log.partition) ? undefined : "TransactionAbortableException";
}

function append(
  broker: KafkaBroker,
  producer: { readonly producerId: number; readonly epoch: number },
  { partition, sequence, element }: ProduceRequest,
  now: SimTime,
  writer: () => Writer,
): ClientAnswer<number> {
  const log = broker.log(partition);
  const verdict = statesOf(log).judge(producer.producerId, producer.epoch, sequence);
  switch (verdict.kind) {
    case "refused":
      return failure(verdict.error);
    case "duplicate":
      return success(verdict.offset);
    case "next":
      writer().append(now, partition, element);
      broker.catchUp(now);
      return success(log.end - 1);
  }
}

function statesOf({ producers }: PartitionLog): NonNullable<PartitionLog["producers"]> {
  assert(producers !== undefined, "only an exact broker knows producers' sequence numbers");
  return producers;
}
