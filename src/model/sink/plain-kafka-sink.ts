import type { EventTime } from "../event-time.ts";
import type { CloseKind, SinkRuntime } from "../job/sink-runtime.ts";
import type { OpenTransaction, TransactionBroker } from "../kafka/transaction-broker.ts";
import type { Element } from "../operator/element.ts";
import type { SinkServices } from "./sink-services.ts";
import type { SinkState } from "./sink-state.ts";

const EMPTY: SinkState = { writer: [], committables: [] };

/**
 * S16: `KafkaSink` without transactions. AT_LEAST_ONCE waits at the barrier for what was written,
 * NONE does not. Not modelled: records that are lost in a dying producer's buffer; a record is at
 * the broker when it is written, so NONE loses nothing here.
 */
export class PlainKafkaSink implements SinkRuntime {
  readonly #element: Element;
  readonly #partitions: Uint16Array;
  readonly #services: SinkServices;
  readonly #records: OpenTransaction;
  readonly #flushes: boolean;
  #flushed = 0;

  constructor(options: {
    readonly element: Element;
    readonly partitions: Uint16Array;
    readonly services: SinkServices;
    readonly broker: TransactionBroker;
    readonly owner: number;
    readonly guarantee: "at-least-once" | "none";
  }) {
    this.#element = options.element;
    this.#partitions = options.partitions;
    this.#services = options.services;
    this.#records = options.broker.plain(options.owner);
    this.#flushes = options.guarantee === "at-least-once";
  }

  processElement(): void {
    const partition = this.#partitions[this.#element.key] as number;
    this.#records.append(this.#services.instant(), partition, this.#element);
  }

  processWatermark(_ts: EventTime): void {}

  processStatus(_idle: boolean): void {}

  open(done: () => void): void {
    done();
  }

  preCommit(_checkpointId: number): void {
    const { size } = this.#records;
    if (this.#flushes && size > this.#flushed) {
      this.#services.requestNow(() => undefined, "delivery");
    }
    this.#flushed = size;
  }

  snapshot(_checkpointId: number): SinkState {
    return EMPTY;
  }

  notifyComplete(_checkpointId: number, done: () => void): void {
    done();
  }

  close(_how: CloseKind): void {}
}
