import { describe, expect, it } from "vitest";
import type { KafkaBroker } from "../../../src/model/kafka/kafka-broker.ts";
import { append, brokerWith, init, readAll, stateOf } from "./fixture.ts";

function committedOnce(): { broker: KafkaBroker; session: ReturnType<typeof init> } {
  const { broker } = brokerWith();
  const session = init(broker, "a", 0);
  append(broker.begin(session, 1), 2, 0, 7);
  expect(broker.commit(session, 3)).toBeUndefined();
  return { broker, session };
}

describe("the end of a transaction (S7)", () => {
  it("can be a commit twice, by whoever shows the same producer id and epoch", () => {
    const { broker, session } = committedOnce();
    expect(broker.commit({ ...session, owner: 9 }, 4)).toBeUndefined();
    expect(readAll(broker)).toEqual({ ids: [7], position: 2 });
    expect(stateOf(broker, "a")).toBe("CompleteCommit e0");
  });

  it("can be an abort twice", () => {
    const { broker } = brokerWith();
    const session = init(broker, "a", 0);
    append(broker.begin(session, 1), 2, 0, 7);
    expect(broker.abort(session, 3)).toBeUndefined();
    expect(broker.abort(session, 4)).toBeUndefined();
    expect(readAll(broker)).toEqual({ ids: [], position: 2 });
  });

  it("is an invalid state when it was the other end before", () => {
    const { broker, session } = committedOnce();
    expect(broker.abort(session, 4)).toBe("InvalidTxnStateException");
    append(broker.begin(session, 5), 6, 0, 8);
    broker.abort(session, 7);
    expect(broker.commit(session, 8)).toBe("InvalidTxnStateException");
    expect(readAll(broker).ids).toEqual([7]);
  });

  it("is an invalid state when there never was a record", () => {
    const { broker } = brokerWith();
    const session = init(broker, "a", 0);
    broker.begin(session, 1);
    expect(broker.commit(session, 2)).toBe("InvalidTxnStateException");
    expect(broker.abort(session, 2)).toBe("InvalidTxnStateException");
  });

  it("is refused to a wrong producer id, an unknown id and an old epoch, each by its own name", () => {
    const { broker, session } = committedOnce();
    const other = { ...session, producerId: session.producerId + 1000 };
    expect(broker.commit(other, 4)).toBe("InvalidPidMappingException");
    expect(broker.commit({ ...session, transactionalId: "b" }, 4)).toBe(
      "InvalidPidMappingException",
    );
    expect(broker.commit({ ...session, epoch: session.epoch + 1 }, 4)).toBe(
      "ProducerFencedException",
    );
  });

  it("commits what is open now, even for a committable of an earlier transaction", () => {
    const { broker, session } = committedOnce();
    append(broker.begin(session, 4), 5, 0, 8);
    expect(broker.commit({ ...session }, 6)).toBeUndefined();
    expect(readAll(broker).ids).toEqual([7, 8]);
  });

  it("leaves the transaction's owner without a transaction", () => {
    const { broker } = brokerWith();
    const session = init(broker, "a", 0);
    const transaction = broker.begin(session, 1);
    append(transaction, 2, 0, 7);
    broker.commit(session, 3);
    expect(transaction.refusal).toBe("InvalidTxnStateException");
    expect(() => append(transaction, 4, 0, 8)).toThrow("refusal");
  });
});
