import { Admin } from "../../../src/model/kafka/admin.ts";
import type { BrokerOptions, IsolationLevel } from "../../../src/model/kafka/broker-options.ts";
import type { ClientAnswer, ClientError } from "../../../src/model/kafka/errors.ts";
import { FlinkKafkaInternalProducer } from "../../../src/model/kafka/flink-kafka-internal-producer.ts";
import { KafkaBroker } from "../../../src/model/kafka/kafka-broker.ts";
import { KafkaProducer, type ProducerOptions } from "../../../src/model/kafka/kafka-producer.ts";
import { LogConsumer } from "../../../src/model/kafka/log-consumer.ts";
import type { PartitionLog } from "../../../src/model/kafka/partition-log.ts";
import type {
  ClientVersion,
  ProducerIdAndEpoch,
} from "../../../src/model/kafka/transaction-manager.ts";
import { Element } from "../../../src/model/operator/element.ts";
import { NotSupported } from "../corpus.ts";
import { named, type Operation } from "./script.ts";

const MILLIS = 1000;
const PARTITIONS = 2;

/** What the scripts run on; planted faults replace parts of it. */
export interface ScriptParts {
  readonly broker: (options: BrokerOptions) => KafkaBroker;
  readonly plainProducer: (options: ProducerOptions) => KafkaProducer;
  readonly flinkProducer: (options: ProducerOptions) => FlinkKafkaInternalProducer;
  readonly consumer: (
    log: PartitionLog,
    isolation: IsolationLevel,
    position: number,
    broker: KafkaBroker,
  ) => LogConsumer;
}

export const PARTS: ScriptParts = {
  broker: (options) => new KafkaBroker(options),
  plainProducer: (options) => new KafkaProducer(options),
  flinkProducer: (options) => new FlinkKafkaInternalProducer(options),
  consumer: (log, isolation, position) => new LogConsumer(log, isolation, position),
};

/** What `Admin.fenceProducers` of each client asks for. */
const FENCING = {
  "3.4.0": { timeoutMillis: 1, retries: false },
  "3.9.1": { timeoutMillis: 30_000, retries: true },
} as const;

/** One broker with a topic of two partitions, and the clients of one script. */
export class ScriptBench {
  readonly broker: KafkaBroker;
  readonly #parts: ScriptParts;
  readonly #version: ClientVersion;
  readonly #admin: Admin;
  readonly #producers = new Map<string, KafkaProducer>();
  readonly #saved = new Map<string, ProducerIdAndEpoch>();
  readonly #consumers = new Map<string, LogConsumer>();
  /** Records carry the number of their value. */
  readonly #values: string[] = [];

  constructor(
    parts: ScriptParts,
    version: ClientVersion,
    scans: { readonly intervalMillis: number; readonly firstAt: number },
  ) {
    this.#parts = parts;
    this.#version = version;
    this.broker = parts.broker({
      partitions: PARTITIONS,
      maxTransactionTimeoutMicros: 900_000 * MILLIS,
      abortScanMicros: scans.intervalMillis * MILLIS,
      firstScanAt: scans.firstAt,
      isolation: "read_committed",
      exact: true,
    });
    this.#admin = new Admin(this.broker);
  }

  /** The result as the recording writes it; of an error, its class. */
  run(operation: Operation, now: number): string {
    this.#letSendersWork(operation, now);
    const { subject, verb, args } = operation;
    if (subject === undefined) return this.#atTheBroker(verb, args, now);
    switch (verb) {
      case "P":
      case "K":
        return this.#create(subject, verb, args);
      case "C": {
        const [isolation, from = "0"] = args;
        this.#consumers.set(subject, this.#consumer(0, isolationOf(isolation), Number(from)));
        return "ok";
      }
      case "poll":
        return this.#poll(subject);
      default:
        return this.#produce(subject, verb, args, now);
    }
  }

  // What was sent without waiting is on its way by the next step, unless that step comes at once.
  #letSendersWork({ subject, verb }: Operation, now: number): void {
    const isAtOnce = ["asend", "close0", "abort", "epoch", "save"].includes(verb);
    for (const [name, producer] of this.#producers) {
      if (!(isAtOnce && name === subject)) producer.runSender(now);
    }
  }

  #atTheBroker(verb: string, args: readonly string[], now: number): string {
    const [first = ""] = args;
    switch (verb) {
      case "R":
        return this.#readAll("read_committed");
      case "U":
        return this.#readAll("read_uncommitted");
      case "desc":
        return this.#describe(first, now);
      case "prods":
        return this.#describeProducers(Number(first), now);
      case "adminfence":
        return resultOf(this.#admin.fenceProducers(first, FENCING[this.#version], now));
      case "adminabort":
        return resultOf(this.#admin.abortTransaction(Number(first), now));
      case "groupoff": {
        const offsets = [...this.broker.groupOffsets.of(first)].map(([p, o]) => `p${p}=${o} `);
        return `{${offsets.join("")}}`;
      }
      case "waitlso": {
        const isReached = this.broker.log(0).lastStable >= Number(first);
        return `LSO${isReached ? ">=" : "<"}${first}`;
      }
      case "sleep":
        return "ok";
      default:
        throw new NotSupported(`the operation ${verb}`);
    }
  }

  #create(name: string, kind: "P" | "K", args: readonly string[]): string {
    const options = {
      broker: this.broker,
      version: this.#version,
      owner: this.#producers.size,
      transactionalId: named(args, "tid"),
      timeoutMicros: Number(named(args, "to") ?? 60_000) * MILLIS,
    };
    const { plainProducer, flinkProducer } = this.#parts;
    this.#producers.set(name, kind === "P" ? plainProducer(options) : flinkProducer(options));
    return "ok";
  }

  #produce(name: string, verb: string, args: readonly string[], now: number): string {
    const producer = this.#producers.get(name);
    if (producer === undefined) throw new NotSupported(`no producer ${name}, for ${verb}`);
    switch (verb) {
      case "init":
        return outcomeOf(producer.initTransactions(now));
      case "begin":
        return outcomeOf(producer.beginTransaction());
      case "commit":
        return outcomeOf(producer.commitTransaction(now));
      case "abort":
        return outcomeOf(producer.abortTransaction(now));
      case "flush":
        producer.flush(now);
        return "ok";
      case "close":
        producer.close(now);
        return "ok";
      case "close0":
        producer.closeNow();
        return "ok";
      case "send": {
        const answer = producer.sendAndWait(Number(args[0]), this.#element(args[1]), now);
        return answer.ok ? `offset=${answer.value}` : `ERR ${answer.error}`;
      }
      case "asend":
        return asynchronous(producer.send(Number(args[0]), this.#element(args[1])));
      case "soffsets": {
        const offsets = new Map([[0, Number(args[1])]]);
        return outcomeOf(producer.sendOffsetsToTransaction(String(args[0]), offsets, now));
      }
      default:
        return this.#transfer(name, producer, verb, args, now);
    }
  }

  // What only Flink's producer can.
  #transfer(
    name: string,
    producer: KafkaProducer,
    verb: string,
    args: readonly string[],
    now: number,
  ): string {
    if (!(producer instanceof FlinkKafkaInternalProducer)) {
      throw new NotSupported(`${verb} of a plain producer`);
    }
    switch (verb) {
      case "epoch":
        return `epoch=${producer.producerIdAndEpoch.epoch}`;
      case "save":
        this.#saved.set(name, producer.producerIdAndEpoch);
        return `epoch=${producer.producerIdAndEpoch.epoch}`;
      case "resume": {
        const [from = "", epochs = "0", ids = "0"] = args;
        const saved = this.#saved.get(from);
        if (saved === undefined) throw new NotSupported(`nothing saved of ${from}`);
        const producerId = saved.producerId + Number(ids);
        const epoch = saved.epoch + Number(epochs);
        return outcomeOf(producer.resumeTransaction({ producerId, epoch }));
      }
      case "inittid":
        return outcomeOf(producer.initTransactionId(String(args[0]), now));
      default:
        throw new NotSupported(`the operation ${verb}`);
    }
  }

  #readAll(isolation: IsolationLevel): string {
    const texts: string[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const consumer = this.#consumer(partition, isolation, 0);
      const end = consumer.endOffset;
      const records = this.#records(consumer);
      // Partitions behind the first are written down when there is something in them.
      if (partition > 0 && end === 0) continue;
      texts.push(`p${partition}=${records} end=${end} pos=${consumer.position}`);
    }
    return texts.join(" ");
  }

  #poll(name: string): string {
    const consumer = this.#consumers.get(name);
    if (consumer === undefined) throw new NotSupported(`no consumer ${name}`);
    return `${this.#records(consumer)} pos=${consumer.position}`;
  }

  #records(consumer: LogConsumer): string {
    const records: string[] = [];
    consumer.poll((offset, rows, row) => {
      records.push(`${offset}:${this.#values[rows.value[row] as number]}`);
    });
    return `[${records.join(", ")}]`;
  }

  #consumer(partition: number, isolation: IsolationLevel, position: number): LogConsumer {
    return this.#parts.consumer(this.broker.log(partition), isolation, position, this.broker);
  }

  #describe(transactionalId: string, now: number): string {
    const answer = this.#admin.describeTransaction(transactionalId, now);
    if (!answer.ok) return `ERR ${answer.error}`;
    const { state, epoch, timeoutMillis, partitions, hasStarted } = answer.value;
    const parts = `[${partitions.join(", ")}]`;
    return `state=${state} epoch=${epoch} timeout=${timeoutMillis} parts=${parts} started=${hasStarted}`;
  }

  #describeProducers(partition: number, now: number): string {
    const states = this.#admin
      .describeProducers(partition, now)
      .map(
        ({ epoch, lastSequence, openFrom }) =>
          `epoch=${epoch} lastSeq=${lastSequence} txnStart=${openFrom ?? "-"}`,
      );
    return `[${states.join(", ")}]`;
  }

  #element(value: string | undefined): Element {
    const element = new Element();
    element.value = this.#values.push(value ?? "") - 1;
    return element;
  }
}

function isolationOf(word: string | undefined): IsolationLevel {
  if (word === "read_committed" || word === "read_uncommitted") return word;
  throw new NotSupported(`the isolation level ${word}`);
}

function outcomeOf(error: ClientError | undefined): string {
  return error === undefined ? "ok" : `ERR ${error}`;
}

function resultOf(answer: ClientAnswer<void>): string {
  return outcomeOf(answer.ok ? undefined : answer.error);
}

/** Kafka's own errors wait in the future that nobody asks; the others are thrown. */
function asynchronous(error: ClientError | undefined): string {
  const isThrown = error === "IllegalStateException" || error === "KafkaException";
  return outcomeOf(isThrown ? error : undefined);
}
