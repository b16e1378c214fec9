import { describe, expect, it } from "vitest";
import { LogConsumer } from "../../../src/model/kafka/log-consumer.ts";
import { append, brokerWith, init, readAll } from "./fixture.ts";

describe("read_committed readers (S12)", () => {
  it("see records in the order of the log, whatever the order of the commits", () => {
    const { broker, seen } = brokerWith();
    const [a, b] = [init(broker, "a", 0), init(broker, "b", 0)];
    append(broker.begin(a, 0), 1, 0, 1);
    append(broker.begin(b, 0), 2, 0, 2);
    broker.commit(b, 3);
    expect(seen).toEqual([]);
    broker.commit(a, 4);
    expect(seen.map(({ id }) => id)).toEqual([1, 2]);
  });

  it("will see what was committed behind an open transaction, which others do not hold back", () => {
    const { broker } = brokerWith();
    const [a, b, c] = ["a", "b", "c"].map((id) => init(broker, id, 0));
    for (const [index, session] of [a, b, c].entries()) {
      append(broker.begin(session as never, 0), index + 1, 0, index);
    }
    const held = (): readonly number[] => {
      const ids: number[] = [];
      broker.log(0).heldBack(({ rows }, row) => ids.push(rows.id[row] as number));
      return ids;
    };
    broker.commit(b as never, 5);
    broker.abort(c as never, 6);
    expect(held()).toEqual([1]);
    broker.commit(a as never, 7);
    expect(held()).toEqual([]);
  });

  it("stop at the first offset of the earliest open transaction of the partition", () => {
    const { broker } = brokerWith();
    const [a, b, d] = ["a", "b", "d"].map((id) => init(broker, id, 0));
    for (const [index, session] of [a, b, d].entries()) {
      append(broker.begin(session as never, 0), index + 1, 0, index);
    }
    const positions = [a, b, d].map((session, index) => {
      broker.commit(session as never, 10 + index);
      return readAll(broker).position;
    });
    expect(positions).toEqual([1, 2, 6]);
  });

  it("do not wait for a transaction in another partition: each partition shows its part", () => {
    const { broker, seen } = brokerWith();
    const [a, b] = [init(broker, "a", 0), init(broker, "b", 0)];
    append(broker.begin(b, 0), 1, 1, 10);
    const transaction = broker.begin(a, 0);
    append(transaction, 2, 0, 20);
    append(transaction, 3, 1, 21);
    broker.commit(a, 4);
    expect(seen).toMatchObject([{ partition: 0, id: 20, visibleAt: 4 }]);
    broker.commit(b, 5);
    expect(seen.slice(1)).toMatchObject([
      { partition: 1, id: 10, visibleAt: 5 },
      { partition: 1, id: 21, visibleAt: 5 },
    ]);
  });

  it("do not see records without transaction behind an open one, but those before it", () => {
    const { broker, seen } = brokerWith();
    const plain = broker.plain(5);
    const session = init(broker, "a", 0);
    append(plain, 1, 0, 1);
    append(broker.begin(session, 1), 2, 0, 2);
    append(plain, 3, 0, 3);
    broker.catchUp(4);
    expect(seen).toMatchObject([{ id: 1, owner: 5, transaction: -1, visibleAt: 1 }]);
    broker.abort(session, 9);
    expect(seen.slice(1)).toMatchObject([{ id: 3, visibleAt: 9 }]);
  });

  it("do not wait for a transaction that was begun and has no record", () => {
    const { broker, seen } = brokerWith();
    broker.begin(init(broker, "a", 0), 0);
    append(broker.plain(0), 1, 0, 1);
    broker.catchUp(2);
    expect(seen).toMatchObject([{ id: 1, visibleAt: 1 }]);
  });

  it("never see aborted records; their position steps over them and over markers", () => {
    const { broker } = brokerWith();
    const session = init(broker, "a", 0);
    append(broker.begin(session, 0), 1, 0, 1);
    broker.abort(session, 2);
    append(broker.begin(session, 3), 4, 0, 2);
    broker.commit(session, 5);
    expect(readAll(broker)).toEqual({ ids: [2], position: 4 });
    expect(readAll(broker, 0, "read_uncommitted")).toEqual({ ids: [1, 2], position: 4 });
  });
});

describe("read_uncommitted readers (S12)", () => {
  it("see every record as it is appended, also what is aborted later, once", () => {
    const { broker, seen } = brokerWith({ isolation: "read_uncommitted" });
    const session = init(broker, "a", 0);
    append(broker.begin(session, 0), 1, 0, 1);
    broker.catchUp(5);
    expect(seen).toMatchObject([{ id: 1, visibleAt: 1 }]);
    broker.abort(session, 6);
    expect(seen).toHaveLength(1);
  });
});

describe("a consumer that polls", () => {
  it("goes on where it stood, in offset order", () => {
    const { broker } = brokerWith();
    const [a, b] = [init(broker, "a", 0), init(broker, "b", 0)];
    const consumer = new LogConsumer(broker.log(0), "read_committed", 0);
    const poll = (): readonly string[] => {
      const found: string[] = [];
      consumer.poll((offset, rows, row) => found.push(`${offset}:${rows.id[row]}`));
      return found;
    };
    append(broker.begin(b, 0), 1, 0, 1);
    broker.commit(b, 2);
    append(broker.begin(a, 2), 3, 0, 2);
    append(broker.begin(b, 3), 4, 0, 3);
    broker.commit(b, 5);
    expect([poll(), consumer.position]).toEqual([["0:1"], 2]);
    broker.commit(a, 6);
    expect([poll(), consumer.position]).toEqual([["2:2", "3:3"], 6]);
  });
});

describe("what the broker tells at the end", () => {
  it("is each transaction with records, and who holds each partition back", () => {
    const { broker } = brokerWith();
    const [a, b] = [init(broker, "a", 0), init(broker, "b", 0)];
    broker.begin(init(broker, "c", 0), 0);
    const open = broker.begin(a, 1);
    append(open, 2, 0, 1);
    append(broker.begin(b, 1), 3, 0, 2);
    broker.commit(b, 4);
    expect(broker.transactionRecords()).toMatchObject([
      { transactionalId: "a", appended: 1, state: "open", openedAt: 2, endedAt: undefined },
      { transactionalId: "b", appended: 1, state: "committed", openedAt: 3, endedAt: 4 },
    ]);
    expect(broker.partitionRecords()).toEqual([
      { partition: 0, end: 3, lastStable: 0, heldBy: open.number },
      { partition: 1, end: 0, lastStable: 0, heldBy: -1 },
    ]);
  });
});
