import { describe, expect, it } from "vitest";
import { append, brokerWith, init, MINUTE, readAll, SECONDS, stateOf } from "./fixture.ts";

describe("the transaction timeout (S8)", () => {
  it("counts from the first record, not from the beginning or a later record", () => {
    const { broker } = brokerWith();
    const session = init(broker, "a", 0, 12 * SECONDS);
    const transaction = broker.begin(session, 1 * SECONDS);
    append(transaction, 9 * SECONDS, 0, 1);
    broker.scan(20 * SECONDS);
    append(transaction, 20.5 * SECONDS, 0, 2);
    expect(stateOf(broker, "a")).toBe("Ongoing e0");
    broker.scan(30 * SECONDS);
    expect(stateOf(broker, "a")).toBe("CompleteAbort e1");
    expect(readAll(broker)).toEqual({ ids: [], position: 3 });
  });

  it("is noticed by the first scan in a later millisecond than its own", () => {
    const { broker } = brokerWith();
    const session = init(broker, "a", 0, 10 * SECONDS);
    append(broker.begin(session, 0), 0, 0, 1);
    broker.scan(10 * SECONDS + 999);
    expect(stateOf(broker, "a")).toBe("Ongoing e0");
    broker.scan(10 * SECONDS + 1000);
    expect(stateOf(broker, "a")).toBe("CompleteAbort e1");
  });

  it("keeps the owner out, whatever it tries", () => {
    const { broker } = brokerWith();
    const session = init(broker, "a", 0, 1 * SECONDS);
    const transaction = broker.begin(session, 0);
    append(transaction, 0, 0, 1);
    broker.scan(10 * SECONDS);
    expect(transaction.refusal).toBe("InvalidProducerEpochException");
    expect(broker.commit(session, 11 * SECONDS)).toBe("ProducerFencedException");
    expect(broker.abort(session, 11 * SECONDS)).toBe("ProducerFencedException");
    expect(broker.begin(session, 11 * SECONDS).refusal).toBe("ProducerFencedException");
  });

  it("is told to the owner as it happens", () => {
    const { broker } = brokerWith();
    const transaction = broker.begin(init(broker, "a", 0, 1 * SECONDS), 0);
    append(transaction, 0, 0, 1);
    let told = 0;
    transaction.onRefused = () => told++;
    broker.scan(10 * SECONDS);
    expect(told).toBe(1);
  });

  it("never meets an id without an open transaction", () => {
    const { broker } = brokerWith();
    const session = init(broker, "a", 0, 1 * SECONDS);
    append(broker.begin(session, 0), 1, 0, 1);
    broker.commit(session, 2);
    expect(broker.nextScanAt(2)).toBe(Number.POSITIVE_INFINITY);
    broker.scan(10 * SECONDS);
    expect(stateOf(broker, "a")).toBe("CompleteCommit e0");
  });

  it("is that of the last init; whoever only commits does not change it", () => {
    const { broker } = brokerWith();
    init(broker, "a", 0, 2 * SECONDS);
    const session = init(broker, "a", 1, 30 * SECONDS);
    append(broker.begin(session, 2), 3, 0, 1);
    broker.scan(20 * SECONDS);
    expect(stateOf(broker, "a")).toBe("Ongoing e1");
  });

  it("may be the broker's maximum and no more: Flink's hour is refused", () => {
    const { broker } = brokerWith();
    expect(broker.initTransactions("a", 15 * MINUTE, 0, 0).ok).toBe(true);
    const refused = { ok: false, error: "InvalidTxnTimeoutException" };
    expect(broker.initTransactions("b", 15 * MINUTE + 1000, 0, 0)).toEqual(refused);
    expect(broker.initTransactions("b", 60 * MINUTE, 0, 0)).toEqual(refused);
    expect(stateOf(broker, "b")).toBe("unknown");
  });
});

describe("the broker's next scan", () => {
  it("is the first on its grid at which a transaction can be too old", () => {
    const { broker } = brokerWith({ firstScanAt: 3 * SECONDS });
    append(broker.begin(init(broker, "a", 0, 12 * SECONDS), 0), 2 * SECONDS, 0, 1);
    expect(broker.nextScanAt(2 * SECONDS)).toBe(23 * SECONDS);
  });

  it("counts a begun transaction from its beginning, as its records may come late", () => {
    const { broker } = brokerWith();
    const transaction = broker.begin(init(broker, "a", 0, 5 * SECONDS), 0);
    expect(broker.nextScanAt(0)).toBe(10 * SECONDS);
    broker.scan(10 * SECONDS);
    expect(broker.nextScanAt(10 * SECONDS)).toBe(20 * SECONDS);
    append(transaction, 19 * SECONDS, 0, 1);
    broker.scan(20 * SECONDS);
    expect(stateOf(broker, "a")).toBe("Ongoing e0");
    expect(broker.nextScanAt(20 * SECONDS)).toBe(30 * SECONDS);
  });

  it("finds what a lazily evaluated producer has yet to append", () => {
    let late = (): void => {};
    const { broker } = brokerWith({ settle: () => late() });
    const transaction = broker.begin(init(broker, "a", 0, 5 * SECONDS), 0);
    late = () => {
      if (transaction.size === 0) append(transaction, 1 * SECONDS, 0, 1);
    };
    broker.scan(broker.nextScanAt(0));
    expect(stateOf(broker, "a")).toBe("CompleteAbort e1");
  });
});
