import { beforeEach, describe, expect, it } from "vitest";
import { Admin } from "../../../src/model/kafka/admin.ts";
import { FlinkKafkaInternalProducer } from "../../../src/model/kafka/flink-kafka-internal-producer.ts";
import type { KafkaBroker } from "../../../src/model/kafka/kafka-broker.ts";
import { KafkaProducer, type ProducerOptions } from "../../../src/model/kafka/kafka-producer.ts";
import type { ClientVersion } from "../../../src/model/kafka/transaction-manager.ts";
import { Element } from "../../../src/model/operator/element.ts";
import { brokerWith, init, MINUTE, readAll, stateOf } from "./fixture.ts";

let broker: KafkaBroker;

beforeEach(() => {
  broker = brokerWith().broker;
});

function record(id: number): Element {
  const element = new Element();
  element.id = id;
  return element;
}

function optionsOf(transactionalId: string | undefined, version: ClientVersion): ProducerOptions {
  return { broker, version, owner: 0, transactionalId, timeoutMicros: MINUTE };
}

/** Flink's producer in a transaction with one record, sent at 0. */
function inTransaction(version: ClientVersion = "3.4.0"): FlinkKafkaInternalProducer {
  const producer = new FlinkKafkaInternalProducer(optionsOf("a", version));
  producer.initTransactions(0);
  producer.beginTransaction();
  expect(producer.sendAndWait(0, record(1), 0).ok).toBe(true);
  return producer;
}

function another(transactionalId = "a"): FlinkKafkaInternalProducer {
  return new FlinkKafkaInternalProducer(optionsOf(transactionalId, "3.4.0"));
}

describe("a producer that is closed (S13)", () => {
  it("at once leaves its transaction open: it can be resumed and committed", () => {
    const producer = inTransaction();
    const saved = producer.producerIdAndEpoch;
    producer.closeNow();
    expect(stateOf(broker, "a")).toBe("Ongoing e0");
    const heir = another();
    expect(heir.resumeTransaction(saved)).toBeUndefined();
    expect(heir.commitTransaction(1)).toBeUndefined();
    expect(readAll(broker).ids).toEqual([1]);
  });

  it("at once loses what it had not sent, and the broker never hears of the transaction", () => {
    const producer = new KafkaProducer(optionsOf("a", "3.4.0"));
    producer.initTransactions(0);
    producer.beginTransaction();
    producer.send(0, record(1));
    producer.closeNow();
    producer.runSender(1);
    expect(stateOf(broker, "a")).toBe("Empty e0");
    expect(broker.log(0).end).toBe(0);
  });

  it("gracefully aborts its transaction, unless it is Flink's", () => {
    const plain = new KafkaProducer(optionsOf("b", "3.4.0"));
    plain.initTransactions(0);
    plain.beginTransaction();
    plain.sendAndWait(0, record(1), 0);
    const flinks = inTransaction();
    plain.close(1);
    flinks.close(1);
    expect([stateOf(broker, "b"), stateOf(broker, "a")]).toEqual([
      "CompleteAbort e0",
      "Ongoing e0",
    ]);
  });

  it("takes no call any more", () => {
    const producer = inTransaction();
    producer.closeNow();
    expect(producer.beginTransaction()).toBe("IllegalStateException");
    expect(producer.commitTransaction(1)).toBe("IllegalStateException");
    expect(producer.sendAndWait(0, record(2), 1)).toEqual({
      ok: false,
      error: "IllegalStateException",
    });
  });
});

describe("a producer whose id another one initialised (S11)", () => {
  it("fails its send by the epoch, then its commit by the same name", () => {
    const producer = inTransaction();
    init(broker, "a", 1);
    const refused = { ok: false, error: "InvalidProducerEpochException" };
    expect(producer.sendAndWait(0, record(2), 2)).toEqual(refused);
    expect(producer.commitTransaction(3)).toBe("InvalidProducerEpochException");
  });

  it("is fenced at its commit when it sent nothing, and for good", () => {
    const producer = inTransaction();
    init(broker, "a", 1);
    producer.flush(2);
    expect(producer.commitTransaction(2)).toBe("ProducerFencedException");
    expect(producer.beginTransaction()).toBe("ProducerFencedException");
  });

  it("is fenced by its first record in a new partition", () => {
    const producer = inTransaction();
    init(broker, "a", 1);
    const refused = { ok: false, error: "ProducerFencedException" };
    expect(producer.sendAndWait(1, record(2), 2)).toEqual(refused);
  });

  it("notices nothing while it begins and commits without records", () => {
    const producer = another();
    producer.initTransactions(0);
    producer.beginTransaction();
    init(broker, "a", 1);
    expect(producer.commitTransaction(2)).toBeUndefined();
    expect(producer.beginTransaction()).toBeUndefined();
    expect(stateOf(broker, "a")).toBe("Empty e1");
  });
});

describe("a resumed producer", () => {
  it("starts its sequence numbers again: its first records are taken for the old ones", () => {
    const saved = inTransaction().producerIdAndEpoch;
    const heir = another();
    heir.resumeTransaction(saved);
    expect(heir.sendAndWait(0, record(5), 1)).toEqual({ ok: true, value: 0 });
    expect(heir.sendAndWait(0, record(6), 1)).toEqual({ ok: true, value: 1 });
    heir.commitTransaction(2);
    expect(readAll(broker)).toEqual({ ids: [1, 6], position: 3 });
  });

  it("is out of sequence when the partition does not remember so far back", () => {
    const producer = inTransaction();
    for (let id = 2; id <= 6; id++) producer.sendAndWait(0, record(id), 0);
    const heir = another();
    heir.resumeTransaction(producer.producerIdAndEpoch);
    const refused = { ok: false, error: "OutOfOrderSequenceException" };
    expect(heir.sendAndWait(0, record(7), 1)).toEqual(refused);
    expect(heir.commitTransaction(2)).toBe("KafkaException");
    expect(heir.abortTransaction(2)).toBe("IllegalStateException");
  });

  it("is refused with another producer's id, or within a transaction", () => {
    const producer = inTransaction();
    const saved = producer.producerIdAndEpoch;
    expect(producer.resumeTransaction(saved)).toBe("IllegalStateException");
    const heir = another();
    heir.resumeTransaction({ ...saved, producerId: saved.producerId + 1 });
    expect(heir.commitTransaction(1)).toBe("InvalidPidMappingException");
    const busy = another("b");
    busy.initTransactions(1);
    expect(busy.resumeTransaction(saved)).toBe("RuntimeException");
  });

  it("finds its partition outside the transaction once another has committed it", () => {
    for (const [version, error] of [
      ["3.4.0", "InvalidTxnStateException"],
      ["3.9.1", "TransactionAbortableException"],
    ] as const) {
      broker = brokerWith().broker;
      const producer = inTransaction(version);
      const heir = another();
      heir.resumeTransaction(producer.producerIdAndEpoch);
      heir.commitTransaction(1);
      expect(producer.sendAndWait(0, record(2), 2)).toEqual({ ok: false, error });
    }
  });
});

describe("a producer after an abortable error", () => {
  it("gets a new epoch with its abort, and its numbers begin again", () => {
    const producer = inTransaction();
    for (let id = 2; id <= 6; id++) producer.sendAndWait(0, record(id), 0);
    const heir = another();
    heir.resumeTransaction(producer.producerIdAndEpoch);
    heir.sendAndWait(0, record(7), 1);
    expect(heir.abortTransaction(2)).toBeUndefined();
    expect(stateOf(broker, "a")).toBe("Empty e1");
    expect(heir.beginTransaction()).toBeUndefined();
    expect(heir.sendAndWait(0, record(8), 3)).toEqual({ ok: true, value: 7 });
    expect(broker.log(0).producers?.all()).toMatchObject([{ epoch: 1, lastSequence: 0 }]);
  });

  it("cannot abort what another has ended, and is lost with that", () => {
    const producer = inTransaction();
    const heir = another();
    heir.resumeTransaction(producer.producerIdAndEpoch);
    heir.commitTransaction(1);
    producer.sendAndWait(0, record(2), 2);
    expect(producer.abortTransaction(3)).toBe("InvalidTxnStateException");
    expect(producer.beginTransaction()).toBe("KafkaException");
  });
});

describe("a producer that changes its id", () => {
  it("initialises the new one, and does nothing for its own", () => {
    const producer = another();
    producer.initTransactions(0);
    expect(producer.initTransactionId("a", 1)).toBeUndefined();
    expect(producer.initTransactionId("b", 2)).toBeUndefined();
    expect([stateOf(broker, "a"), stateOf(broker, "b")]).toEqual(["Empty e0", "Empty e0"]);
    producer.beginTransaction();
    expect(producer.initTransactionId("c", 3)).toBe("IllegalStateException");
  });
});

describe("Flink's producer without an id of its own", () => {
  it("becomes transactional with the first that it is given", () => {
    const producer = new FlinkKafkaInternalProducer(optionsOf(undefined, "3.9.1"));
    expect(producer.producerIdAndEpoch.epoch).toBe(-1);
    expect(producer.beginTransaction()).toBe("IllegalStateException");
    expect(producer.initTransactionId("a", 0)).toBeUndefined();
    producer.beginTransaction();
    producer.sendAndWait(0, record(1), 1);
    expect(producer.commitTransaction(2)).toBeUndefined();
    expect([stateOf(broker, "a"), readAll(broker).ids]).toEqual(["CompleteCommit e0", [1]]);
  });
});

describe("a producer without transactions", () => {
  it("has its records committed as they come, and no transactional call", () => {
    const producer = new KafkaProducer(optionsOf(undefined, "3.9.1"));
    expect(producer.beginTransaction()).toBe("IllegalStateException");
    producer.sendAndWait(0, record(1), 0);
    producer.sendAndWait(0, record(2), 1);
    expect(readAll(broker).ids).toEqual([1, 2]);
    expect(broker.log(0).producers?.all()).toMatchObject([{ epoch: 0, lastSequence: 1 }]);
  });
});

describe("consumer offsets in a transaction", () => {
  it("count when it is committed, and open it by themselves", () => {
    const producer = new KafkaProducer(optionsOf("a", "3.4.0"));
    producer.initTransactions(0);
    producer.beginTransaction();
    producer.sendOffsetsToTransaction("g", new Map([[0, 7]]), 1);
    expect(stateOf(broker, "a")).toBe("Ongoing e0");
    expect([...broker.groupOffsets.of("g")]).toEqual([]);
    producer.commitTransaction(2);
    producer.beginTransaction();
    producer.sendOffsetsToTransaction("g", new Map([[0, 9]]), 3);
    producer.abortTransaction(4);
    expect([...broker.groupOffsets.of("g")]).toEqual([[0, 7]]);
  });
});

describe("an operator", () => {
  it("fences a producer; an old client is told of an error, though it has done it", () => {
    inTransaction();
    const admin = new Admin(broker);
    const old = { timeoutMillis: 1, retries: false };
    expect(admin.fenceProducers("a", old, 1)).toMatchObject({
      error: "ConcurrentTransactionsException",
    });
    expect(stateOf(broker, "a")).toBe("CompleteAbort e1");
    expect(admin.fenceProducers("a", { timeoutMillis: 30_000, retries: true }, 2).ok).toBe(true);
    expect(stateOf(broker, "a")).toBe("Empty e2");
  });

  it("aborts in one partition alone; the owner goes on in the same transaction", () => {
    const producer = inTransaction();
    producer.sendAndWait(1, record(2), 1);
    const admin = new Admin(broker);
    expect(admin.abortTransaction(0, 2).ok).toBe(true);
    expect(admin.abortTransaction(0, 2).ok).toBe(false);
    expect(producer.sendAndWait(0, record(3), 3).ok).toBe(true);
    expect(producer.commitTransaction(4)).toBeUndefined();
    expect([readAll(broker, 0), readAll(broker, 1)]).toEqual([
      { ids: [3], position: 4 },
      { ids: [2], position: 2 },
    ]);
  });

  it("is told of an id that nobody used", () => {
    const answer = new Admin(broker).describeTransaction("z", 0);
    expect(answer).toEqual({ ok: false, error: "TransactionalIdNotFoundException" });
  });
});
