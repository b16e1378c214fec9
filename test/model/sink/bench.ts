import type { CloseKind, SinkRuntime } from "../../../src/model/job/sink-runtime.ts";
import type { KafkaError } from "../../../src/model/kafka/errors.ts";
import { KafkaBroker } from "../../../src/model/kafka/kafka-broker.ts";
import type { TransactionBroker } from "../../../src/model/kafka/transaction-broker.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type { SinkOptions } from "../../../src/model/options.ts";
import { type CreateSinkOptions, createSink } from "../../../src/model/sink/create-sink.ts";
import { SinkCounts } from "../../../src/model/sink/sink-counts.ts";
import type { SinkListener } from "../../../src/model/sink/sink-listener.ts";
import type { SinkServices } from "../../../src/model/sink/sink-services.ts";
import type { KafkaCommittable, SinkState } from "../../../src/model/sink/sink-state.ts";

const MINUTE = 60_000_000;

export const SINK: SinkOptions = {
  topic: "out",
  partitions: 1,
  guarantee: "exactly-once",
  naming: "INCREMENTING",
  transactionTimeoutMicros: 10 * MINUTE,
  maxTransactionTimeoutMicros: 15 * MINUTE,
  abortScanMicros: 10_000_000,
  requestLatency: { kind: "constant", us: 0 },
  committerRetries: 10,
  readers: "read_committed",
};

/** What a sink told, in words. */
export class ListenerLog implements SinkListener {
  readonly lines: string[] = [];

  probed(id: string, epoch: number): void {
    this.lines.push(`probed ${id} e${epoch}`);
  }

  began(_transaction: number, id: string, checkpointId: number): void {
    this.lines.push(`began ${id} for ${checkpointId}`);
  }

  preCommitted(_transaction: number, id: string): void {
    this.lines.push(`pre-committed ${id}`);
  }

  committed({ transactionalId }: KafkaCommittable, isRecovered: boolean): void {
    this.lines.push(`${isRecovered ? "re-committed" : "committed"} ${transactionalId}`);
  }

  commitRefused({ transactionalId }: KafkaCommittable, error: KafkaError): void {
    this.lines.push(`refused ${transactionalId}: ${error}`);
  }

  sendRefused(_transaction: number, error: KafkaError): void {
    this.lines.push(`send refused: ${error}`);
  }

  /** The lines that begin so. */
  of(word: string): readonly string[] {
    return this.lines.filter((line) => line.startsWith(word));
  }
}

export interface AttemptOptions {
  readonly prefix?: string;
  readonly subtask?: number;
  readonly parallelism?: number;
  readonly restored?: SinkState;
  readonly restoredCheckpointId?: number;
  readonly sink?: Partial<SinkOptions>;
  readonly broker?: TransactionBroker;
}

/** A broker and its clock; time passes with every call. */
export class SinkBench {
  readonly broker: KafkaBroker;
  now = 0;
  /** Ids of the records that readers have seen, in their order. */
  readonly visible: number[] = [];
  #owners = 0;

  constructor(options: Partial<SinkOptions> = {}) {
    const sink = { ...SINK, ...options };
    this.broker = new KafkaBroker({
      partitions: sink.partitions,
      maxTransactionTimeoutMicros: sink.maxTransactionTimeoutMicros,
      abortScanMicros: sink.abortScanMicros,
      isolation: sink.readers,
      onVisible: (rows, from, to) => this.visible.push(...rows.id.subarray(from, to)),
    });
  }

  /** One attempt of a sink subtask, not opened. */
  attempt(options: AttemptOptions = {}): Attempt {
    return new Attempt(this, options, ++this.#owners);
  }

  /** One attempt, opened. */
  open(options: AttemptOptions = {}): Attempt {
    const attempt = this.attempt(options);
    attempt.open();
    return attempt;
  }

  /** Epoch of a transactional id; undefined = the broker has never heard of it. */
  epochOf(transactionalId: string): number | undefined {
    return this.broker.coordinator.get(transactionalId)?.epoch;
  }

  stateOf(transactionalId: string): string | undefined {
    return this.broker.coordinator.get(transactionalId)?.state;
  }

  tick(): number {
    return ++this.now;
  }
}

/** One attempt of one sink subtask; its requests are answered at once. */
export class Attempt implements SinkServices {
  readonly log: ListenerLog = new ListenerLog();
  readonly counts: SinkCounts = new SinkCounts(this.log);
  readonly failures: string[] = [];
  readonly sink: SinkRuntime;
  isOpen = false;
  proceeded = 0;
  /** Requests that kept the thread busy within a step. */
  busyRequests = 0;
  requests = 0;
  wakes = 0;
  readonly #bench: SinkBench;
  readonly #element = new Element();

  constructor(bench: SinkBench, options: AttemptOptions, owner: number) {
    this.#bench = bench;
    const all: CreateSinkOptions = {
      sink: { ...SINK, ...options.sink },
      transactionalIdPrefix: options.prefix ?? "app",
      subtask: options.subtask ?? 0,
      parallelism: options.parallelism ?? 1,
      element: this.#element,
      partitions: new Uint16Array(1),
      broker: options.broker ?? bench.broker,
      services: this,
      listener: this.counts,
      owner,
      restored: options.restored,
      restoredCheckpointId: options.restoredCheckpointId,
    };
    this.sink = createSink(all);
  }

  open(): void {
    this.sink.open(
      () => {
        this.isOpen = true;
      },
      (reason) => this.failures.push(reason),
    );
  }

  write(...ids: readonly number[]): void {
    for (const id of ids) {
      this.#bench.tick();
      this.#element.id = id;
      this.sink.processElement();
    }
  }

  /** A barrier passes. */
  barrier(checkpointId: number): SinkState {
    this.#bench.tick();
    this.sink.preCommit(checkpointId);
    return this.sink.snapshot(checkpointId);
  }

  /** The notification; true = the sink is through with it. */
  complete(checkpointId: number): boolean {
    this.#bench.tick();
    let isDone = false;
    this.sink.notifyComplete(checkpointId, () => {
      isDone = true;
    });
    return isDone;
  }

  close(how: CloseKind): void {
    this.#bench.tick();
    this.sink.close(how);
  }

  instant(): number {
    return this.#bench.now;
  }

  request<T>(act: (now: number) => T, then: (answer: T) => void): void {
    this.requests++;
    then(act(this.#bench.tick()));
  }

  pause(_micros: number, then: () => void): void {
    then();
  }

  pauseNow(): void {}

  requestNow<T>(act: (now: number) => T): T {
    this.busyRequests++;
    return act(this.#bench.tick());
  }

  proceed(): void {
    this.proceeded++;
  }

  wake(): void {
    this.wakes++;
  }

  fail(reason: string): void {
    this.failures.push(reason);
  }
}
