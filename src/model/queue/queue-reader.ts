import type { Element } from "../operator/element.ts";
import type { JobRole } from "../options.ts";
import type { ReaderState, RecordReader, SplitPosition } from "../source/record-reader.ts";
import type { TopicLog } from "../source/topic-log.ts";
import type { Consumer, MessageQueue } from "./message-queue.ts";
import type { PendingAcks } from "./pending-acks.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** A message on its way to the task, or waiting for it. */
interface Delivery {
  readonly message: number;
  readonly at: number;
}

/**
 * A source subtask that consumes a queue (N8 `RMQSource`, N9 `PubSubSource`): remembers what it has read
 * by checkpoint, and acks it once that is told complete (N12). With correlation ids it refuses a
 * message that it, or the state that it was restored from, has read and not acked.
 *
 * It has one split, whose watermark is the task's. The queue tells it of each message.
 */
export class QueueReader implements RecordReader, Consumer {
  readonly role: JobRole;
  readonly #queue: MessageQueue;
  readonly #topic: TopicLog;
  readonly #arrived: () => void;
  readonly #partitions: number[] = [];
  readonly #deliveries: Delivery[] = [];
  readonly #processed: Set<number>;
  #current: number[] = [];
  #pending: PendingAcks[] = [];
  /** Of the state that it began with. */
  #restored: readonly PendingAcks[];
  #isClosed = false;

  constructor(options: {
    readonly role: JobRole;
    readonly queue: MessageQueue;
    readonly topic: TopicLog;
    readonly restored: readonly PendingAcks[];
    /** Told of each message that comes. */
    readonly arrived: () => void;
  }) {
    this.role = options.role;
    this.#queue = options.queue;
    this.#topic = options.topic;
    this.#arrived = options.arrived;
    this.#restored = options.restored;
    this.#processed = new Set(options.restored.flatMap(({ messages }) => messages));
  }

  get splits(): readonly number[] {
    return this.#partitions;
  }

  addSplit(split: SplitPosition): void {
    this.#partitions.push(split.partition);
  }

  // W19 is of splits that can be paused; a queue has none.
  pauseOrResumeSplits(): void {}

  open(): void {
    this.#queue.open(this);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue.close(this);
  }

  receive(message: number, at: number): boolean {
    if (this.#queue.options.correlationIds && this.#processed.has(message)) return false;
    this.#deliveries.push({ message, at });
    this.#arrived();
    return true;
  }

  snapshot(checkpoint: number): ReaderState {
    this.#pending.push({ checkpoint, role: this.role, messages: this.#current });
    this.#current = [];
    return { splits: [], pending: [...this.#restored, ...this.#pending] };
  }

  checkpointCompleted(id: number): void {
    const isDone = ({ checkpoint }: PendingAcks): boolean => checkpoint <= id;
    const restored = this.#restored.filter(isDone);
    const own = this.#pending.filter(isDone);
    this.#restored = this.#restored.filter((one) => !isDone(one));
    this.#pending = this.#pending.filter((one) => !isDone(one));
    for (const { checkpoint, role, messages } of [...restored.filter(this.#canAck), ...own]) {
      this.#queue.ack(messages, { role, checkpoint });
    }
    for (const { messages } of [...restored, ...own]) {
      for (const message of messages) this.#processed.delete(message);
    }
  }

  // RabbitMQ's delivery tags end with their channel; other acks are of one subscription.
  readonly #canAck = ({ role }: PendingAcks): boolean => {
    const { kind, copies } = this.#queue.options;
    return kind !== "rabbitmq" && (copies === 1 || role === this.role);
  };

  availableAt(at: number): number {
    const first = this.#deliveries[0];
    return first === undefined ? NEVER : Math.max(at, first.at);
  }

  arrivalOfNth(count: number): number {
    return this.#deliveries[count - 1]?.at ?? NEVER;
  }

  nextArrival(): number {
    const first = this.#deliveries[0] as Delivery;
    return this.#topic.arrival(this.#partitions[0] as number, first.message);
  }

  read(_at: number, into: Element): number {
    const { message } = this.#deliveries.shift() as Delivery;
    this.#topic.read(this.#partitions[0] as number, message, into);
    this.#current.push(message);
    this.#processed.add(message);
    return 0;
  }
}
