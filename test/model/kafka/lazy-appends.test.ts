import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProducerSession } from "../../../src/model/kafka/author.ts";
import type { KafkaBroker } from "../../../src/model/kafka/kafka-broker.ts";
import type { OpenTransaction } from "../../../src/model/kafka/transaction-broker.ts";
import { append, brokerWith, init, type Seen } from "./fixture.ts";

const PRODUCERS = 4;
const PARTITIONS = 3;

/** A producer does something `after` so many microseconds; producer 0 knows no transactions. */
interface Happening {
  readonly after: number;
  readonly producer: number;
  readonly what: "row" | "commit" | "abort" | "init" | "scan";
  readonly partition: number;
  /** So many rows, one a microsecond. */
  readonly rows: number;
}

/** A script's outcome: what readers saw and what the broker knew at the end. */
interface Outcome {
  readonly seen: readonly Seen[];
  readonly facts: unknown;
}

interface Row {
  readonly at: number;
  readonly partition: number;
  readonly id: number;
}

const script = fc.array(
  fc.record<Happening>({
    after: fc.constantFrom(0, 0, 1, 2, 700),
    producer: fc.nat(PRODUCERS - 1),
    what: fc.constantFrom("row", "row", "row", "row", "row", "commit", "abort", "init", "scan"),
    partition: fc.nat(PARTITIONS - 1),
    // Many fill chunks, which are given back and used again.
    rows: fc.constantFrom(1, 1, 1, 1, 150),
  }),
  { maxLength: 80 },
);

/** The producers of one run; rows wait until the broker asks for them. */
class Producers {
  readonly broker: KafkaBroker;
  readonly seen: Seen[];
  readonly #order: readonly number[];
  readonly #waiting: Row[][] = Array.from({ length: PRODUCERS }, () => []);
  readonly #sessions: (ProducerSession | undefined)[] = new Array(PRODUCERS).fill(undefined);
  readonly #open: (OpenTransaction | undefined)[] = new Array(PRODUCERS).fill(undefined);
  readonly #stamp: (row: Row, now: number) => number;

  constructor(options: {
    readonly isolation: "read_committed" | "read_uncommitted";
    readonly exact: boolean;
    /** In which order producers are asked for their rows. */
    readonly order: readonly number[];
    readonly stamp?: (row: Row, now: number) => number;
  }) {
    const { isolation, exact } = options;
    this.#order = options.order;
    this.#stamp = options.stamp ?? ((row) => row.at);
    const made = brokerWith({
      isolation,
      exact,
      partitions: PARTITIONS,
      abortScanMicros: 1000,
      settle: (now) => this.#catchUp(now),
    });
    this.broker = made.broker;
    this.seen = made.seen;
    this.#open[0] = this.broker.plain(0);
  }

  write(producer: number, row: Row): void {
    if (producer > 0 && this.#open[producer] === undefined) this.#begin(producer, row.at);
    this.#waiting[producer]?.push(row);
  }

  control(producer: number, what: Happening["what"], now: number): void {
    const session = this.#sessions[producer];
    if (what === "scan" || producer === 0) {
      this.broker.scan(now);
      return;
    }
    if (what === "init" || session === undefined) {
      this.#take(producer, now);
      return;
    }
    const end = what === "commit" ? "commit" : "abort";
    this.broker[end](session, now);
    this.#open[producer] = undefined;
  }

  // One producer shares its transactional id with another: they fence each other.
  #take(producer: number, now: number): void {
    this.#sessions[producer] = init(this.broker, `id-${producer % 3}`, now, 3000);
    this.#open[producer] = undefined;
  }

  #begin(producer: number, now: number): void {
    if (this.#sessions[producer] === undefined) this.#take(producer, now);
    this.#open[producer] = this.broker.begin(this.#sessions[producer] as ProducerSession, now);
  }

  #catchUp(now: number): void {
    for (const producer of this.#order) {
      const rows = this.#waiting[producer] as Row[];
      const transaction = this.#open[producer];
      for (const row of rows.splice(0)) {
        if (transaction === undefined || transaction.refusal !== undefined) continue;
        append(transaction, this.#stamp(row, now), row.partition, row.id);
      }
    }
  }
}

function play(happenings: readonly Happening[], producers: Producers, isEager: boolean): Outcome {
  let now = 0;
  for (const [id, { after, producer, what, partition, rows }] of happenings.entries()) {
    // Two rows at one time have their order by rule, not by who came first.
    now += Math.max(after, what === "row" && happenings[id - 1]?.what === "row" ? 1 : 0);
    if (what !== "row") {
      producers.control(producer, what, now);
      continue;
    }
    for (let row = 0; row < rows; row++) {
      if (row > 0) now++;
      producers.write(producer, { at: now, partition, id: id * 1000 + row });
      if (isEager) producers.broker.catchUp(now);
    }
  }
  producers.broker.catchUp(now);
  const { seen, broker } = producers;
  return {
    // Partitions have no order among each other.
    seen: [...seen].sort((a, b) => a.partition - b.partition),
    facts: [broker.transactionRecords(), broker.partitionRecords()],
  };
}

const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: PRODUCERS });
const isolations = fc.constantFrom("read_committed" as const, "read_uncommitted" as const);
const inTurn = [0, 1, 2, 3];

/** Lazily with any order of evaluation against eagerly, row by row. */
function agrees(stamp?: (row: Row, now: number) => number) {
  return fc.property(script, orders, isolations, (happenings, order, isolation) => {
    const eager = new Producers({ isolation, exact: true, order: inTurn });
    const lazy = new Producers({ isolation, exact: false, order, ...(stamp ? { stamp } : {}) });
    expect(play(happenings, lazy, false)).toEqual(play(happenings, eager, true));
  });
}

describe("producers that append lazily", () => {
  it("are seen as eager ones are, in whatever order they are evaluated", () => {
    fc.assert(agrees(), { numRuns: 300 });
  });

  it("are not when rows count from the time of the evaluation", () => {
    expect(fc.check(agrees((_, now) => now)).failed).toBe(true);
  });

  it("have rows of the same time in the order in which their transactions began", () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
    ]) {
      const { broker, seen } = brokerWith({ exact: false });
      const sessions = ["a", "b"].map((id) => init(broker, id, 0));
      const [a, b] = sessions as [ProducerSession, ProducerSession];
      const writers = [broker.begin(b, 1), broker.begin(a, 2), broker.plain(0)];
      for (const index of order) append(writers[index] as OpenTransaction, 5, 0, index);
      for (const session of sessions) broker.commit(session, 6);
      expect(seen.map(({ id }) => id)).toEqual([0, 1, 2]);
    }
  });

  it("settle what comes at the instant of a call behind what the call did", () => {
    const { broker, seen } = brokerWith();
    const session = init(broker, "b", 0);
    const [first, second] = [broker.plain(1), broker.begin(session, 0)];
    append(second, 5, 0, 2);
    broker.catchUp(5);
    append(first, 5, 0, 1);
    broker.commit(session, 5);
    expect(seen.map(({ id }) => id)).toEqual([2, 1]);
  });

  it("must not append before what is settled, nor out of their own order", () => {
    const { broker } = brokerWith();
    const plain = broker.plain(0);
    append(plain, 4, 0, 1);
    expect(() => append(plain, 3, 0, 2)).toThrow("order of time");
    broker.catchUp(10);
    expect(() => append(broker.plain(1), 9, 0, 3)).toThrow("before what is settled");
  });
});

describe("many rows between two calls", () => {
  it("come out by time, through every chunk and digit", () => {
    const run = (order: readonly number[]): readonly number[] => {
      const { broker, seen } = brokerWith({ exact: false });
      const writers = [0, 1, 2].map((owner) => broker.plain(owner));
      for (const owner of order) {
        for (let i = 0; i < 700; i++) {
          append(writers[owner] as OpenTransaction, i * 977 + owner * 300, 0, i * 3 + owner);
        }
      }
      broker.catchUp(2_000_000);
      return seen.map(({ id }) => id);
    };
    const expected = Array.from({ length: 2100 }, (_, id) => id);
    expect(run([0, 1, 2])).toEqual(expected);
    expect(run([2, 0, 1])).toEqual(expected);
  });

  it("come out by time when they span days", () => {
    const { broker, seen } = brokerWith({ exact: false });
    const [one, other] = [broker.plain(0), broker.plain(1)];
    const hour = 3_600_000_000;
    for (let i = 49; i < 100; i++) append(other, i * hour + 1, 0, 2 * i + 1);
    for (let i = 0; i < 100; i++) append(one, i * hour, 0, 2 * i);
    broker.catchUp(100 * hour);
    const ids = seen.map(({ id }) => id);
    expect(ids).toHaveLength(151);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });
});
