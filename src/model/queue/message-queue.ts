import type { Agenda, Appointment } from "../job/agenda.ts";
import type { JobRole } from "../options.ts";
import { DELIVERY } from "../phases.ts";
import type { TopicLog } from "../source/topic-log.ts";
import type { QueueOptions } from "./queue-options.ts";

/** Who is sent messages: one attempt of one source subtask. */
export interface Consumer {
  readonly role: JobRole;
  /** The message is on its way and can be in hand at `at` (µs); false: it is refused for good. */
  receive(message: number, at: number): boolean;
}

/** Which checkpoint of which job took a message out of the queue for good. */
export interface Settled {
  readonly role: JobRole;
  /** Its output is in that checkpoint or before; 0: it was read before, and refused. */
  readonly checkpoint: number;
}

/**
 * One queue or subscription at its broker: messages in order of arrival, each delivered to one of its
 * consumers in turns (N8). Unacked ones come again when their consumer goes (RabbitMQ) or at a deadline
 * (N9, N10), in their old order and before newer ones.
 */
export class MessageQueue {
  readonly options: QueueOptions;
  /** The first message that it ever holds. */
  readonly first: number;
  readonly #topic: TopicLog;
  readonly #partition: number;
  readonly #latency: number;
  readonly #agenda: Agenda;
  readonly #consumers: Consumer[] = [];
  readonly #settled = new Map<number, Settled>();
  /** By message: who has it. */
  readonly #unacked = new Map<number, Consumer>();
  #requeued: number[] = [];
  #next: number;
  #turn = 0;
  #arrival: Appointment | undefined;

  constructor(options: {
    readonly queue: QueueOptions;
    readonly topic: TopicLog;
    readonly partition: number;
    /** µs; before it, nothing comes into the queue. */
    readonly boundAt: number;
    readonly latencyMicros: number;
    readonly agenda: Agenda;
  }) {
    const { topic, partition, boundAt } = options;
    this.options = options.queue;
    this.#topic = topic;
    this.#partition = partition;
    this.#latency = Math.max(1, options.latencyMicros);
    this.#agenda = options.agenda;
    this.first = boundAt > 0 ? topic.endOffset(partition, boundAt) : 0;
    this.#next = this.first;
  }

  settledBy(message: number): Settled | undefined {
    return this.#settled.get(message);
  }

  open(consumer: Consumer): void {
    this.#consumers.push(consumer);
    this.#deliver();
  }

  /** The consumer goes, with its task: RabbitMQ has its messages at once, others at their deadlines. */
  close(consumer: Consumer): void {
    const place = this.#consumers.indexOf(consumer);
    if (place < 0) return;
    this.#consumers.splice(place, 1);
    if (this.#turn > place) this.#turn--;
    if (this.options.redeliverAfterMicros === 0) {
      for (const [message, holder] of [...this.#unacked]) {
        if (holder === consumer) this.#requeue(message);
      }
    }
    this.#deliver();
  }

  /** They are done for good; one that has come to somebody else meanwhile is too. */
  ack(messages: readonly number[], by: Settled): void {
    for (const message of messages) {
      if (this.#settled.has(message)) continue;
      this.#settled.set(message, by);
      this.#unacked.delete(message);
    }
    this.#requeued = this.#requeued.filter((message) => !this.#settled.has(message));
    this.#deliver();
  }

  #requeue(message: number): void {
    this.#unacked.delete(message);
    this.#requeued.push(message);
    this.#requeued.sort((a, b) => a - b);
  }

  #deliver(): void {
    const { now } = this.#agenda;
    for (;;) {
      const place = this.#nextPlace();
      const consumer = this.#consumers[place];
      if (consumer === undefined) break;
      const message = this.#requeued.shift() ?? this.#takeArrived(now);
      if (message === undefined) break;
      this.#turn = (place + 1) % this.#consumers.length;
      this.#deliverTo(consumer, message);
    }
    this.#awaitArrival();
  }

  #takeArrived(now: number): number | undefined {
    return this.#topic.arrival(this.#partition, this.#next) <= now ? this.#next++ : undefined;
  }

  #deliverTo(consumer: Consumer, message: number): void {
    const { now } = this.#agenda;
    const { redeliverAfterMicros } = this.options;
    if (!consumer.receive(message, now + this.#latency)) {
      this.#settled.set(message, { role: consumer.role, checkpoint: 0 });
      return;
    }
    this.#unacked.set(message, consumer);
    if (redeliverAfterMicros === 0) return;
    this.#agenda.at(now + redeliverAfterMicros, DELIVERY, () => {
      if (this.#settled.has(message)) return;
      this.#requeue(message);
      this.#deliver();
    });
  }

  /** The place of the next one in turn that may have one more; -1: nobody may. */
  #nextPlace(): number {
    const count = this.#consumers.length;
    for (let step = 0; step < count; step++) {
      const place = (this.#turn + step) % count;
      if (this.#hasRoom(this.#consumers[place] as Consumer)) return place;
    }
    return -1;
  }

  #hasRoom(consumer: Consumer): boolean {
    const { prefetch } = this.options;
    if (prefetch === 0) return true;
    let held = 0;
    for (const holder of this.#unacked.values()) if (holder === consumer) held++;
    return held < prefetch;
  }

  #awaitArrival(): void {
    this.#arrival?.cancel();
    this.#arrival = undefined;
    const at = this.#topic.arrival(this.#partition, this.#next);
    if (at === Number.POSITIVE_INFINITY || !this.#consumers.some((one) => this.#hasRoom(one)))
      return;
    this.#arrival = this.#agenda.at(Math.max(at, this.#agenda.now), DELIVERY, () => {
      this.#arrival = undefined;
      this.#deliver();
    });
  }
}
