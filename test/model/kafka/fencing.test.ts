import { describe, expect, it } from "vitest";
import { append, brokerWith, init, readAll, stateOf } from "./fixture.ts";

describe("initTransactions (S11)", () => {
  it("creates an unknown id with epoch 0, and takes one epoch from an owner without open records", () => {
    const { broker } = brokerWith();
    expect(init(broker, "a", 0).epoch).toBe(0);
    expect(stateOf(broker, "a")).toBe("Empty e0");
    const second = init(broker, "a", 1);
    expect(second.epoch).toBe(1);
    append(broker.begin(second, 2), 3, 0, 1);
    broker.commit(second, 4);
    expect(init(broker, "a", 5).epoch).toBe(2);
  });

  it("aborts what the owner has open, which takes an epoch more", () => {
    const { broker } = brokerWith();
    append(broker.begin(init(broker, "a", 0), 1), 2, 0, 1);
    expect(init(broker, "a", 3).epoch).toBe(2);
    expect(stateOf(broker, "a")).toBe("Empty e2");
    expect(readAll(broker)).toEqual({ ids: [], position: 2 });
  });

  it("keeps the producer id while epochs last, then gives a new one", () => {
    const { broker } = brokerWith();
    const first = init(broker, "a", 0);
    let last = first;
    while (last.producerId === first.producerId && last.epoch < 40_000) last = init(broker, "a", 1);
    expect(last.epoch).toBe(0);
    expect(broker.commit(first, 2)).toBe("InvalidPidMappingException");
  });

  it("lets records of others, held back by the owner's, be seen at once", () => {
    const { broker, seen } = brokerWith();
    append(broker.begin(init(broker, "a", 0), 0), 1, 0, 1);
    const other = init(broker, "b", 2);
    append(broker.begin(other, 2), 3, 0, 2);
    broker.commit(other, 4);
    expect(seen).toEqual([]);
    init(broker, "a", 5);
    expect(seen).toMatchObject([{ id: 2, visibleAt: 5 }]);
  });

  it("never fences another id, be it a prefix", () => {
    const { broker } = brokerWith();
    const sessions = ["x-1", "x-10", "x"].map((id) => init(broker, id, 0));
    for (const session of sessions) append(broker.begin(session, 1), 2, 0, 1);
    for (const session of sessions) expect(broker.commit(session, 3)).toBeUndefined();
  });
});

describe("a fenced producer (S11)", () => {
  it("fails by its old epoch where its records are, else as fenced", () => {
    const { broker } = brokerWith();
    const withRecords = broker.begin(init(broker, "a", 0), 0);
    append(withRecords, 1, 0, 1);
    const without = broker.begin(init(broker, "b", 1), 1);
    expect([withRecords.refusal, without.refusal]).toEqual([undefined, undefined]);
    init(broker, "a", 2);
    init(broker, "b", 2);
    expect(withRecords.refusal).toBe("InvalidProducerEpochException");
    expect(without.refusal).toBe("ProducerFencedException");
  });

  it("can neither commit nor abort, and the new owner goes on", () => {
    const { broker } = brokerWith();
    const old = init(broker, "a", 0);
    append(broker.begin(old, 0), 1, 0, 1);
    const owner = init(broker, "a", 2);
    append(broker.begin(owner, 2), 3, 0, 2);
    expect(broker.commit(old, 4)).toBe("ProducerFencedException");
    expect(broker.abort(old, 4)).toBe("ProducerFencedException");
    expect(broker.commit(owner, 5)).toBeUndefined();
    expect(readAll(broker).ids).toEqual([2]);
  });

  it("fences in its turn when it initialises again", () => {
    const { broker } = brokerWith();
    const first = init(broker, "a", 0);
    append(broker.begin(first, 0), 1, 0, 1);
    const second = init(broker, "a", 2);
    append(broker.begin(second, 2), 3, 0, 2);
    const third = init(broker, "a", 4);
    expect([first.epoch, second.epoch, third.epoch]).toEqual([0, 2, 4]);
    expect(broker.commit(second, 5)).toBe("ProducerFencedException");
  });
});

describe("open transactions (S10)", () => {
  it("are listed in the order in which they opened, and only while they have records", () => {
    const { broker } = brokerWith();
    const [a, b, c] = ["a", "b", "c"].map((id) => init(broker, id, 0));
    const transactions = [a, b, c].map((session) => broker.begin(session as never, 1));
    append(transactions[2] as never, 2, 0, 1);
    append(transactions[0] as never, 3, 0, 2);
    expect(broker.openTransactionalIds(4)).toEqual(["c", "a"]);
    broker.commit(c as never, 5);
    expect(broker.openTransactionalIds(6)).toEqual(["a"]);
  });
});
