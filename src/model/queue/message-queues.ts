import { assert } from "../../engine/assert.ts";
import type { Agenda } from "../job/agenda.ts";
import type { JobRole } from "../options.ts";
import type { PlacedSource } from "../source/sources.ts";
import type { TopicLog } from "../source/topic-log.ts";
import { MessageQueue, type Settled } from "./message-queue.ts";

/** What a queue's messages are out by: the sinks of the job that has acked them. */
export interface AckingJob {
  /** All its sinks have committed that checkpoint. */
  readonly committedId: number;
  /** It commits nothing more. */
  readonly hasEnded: boolean;
}

type JobQueues = Readonly<Record<JobRole, MessageQueue>>;

/** The queues that the sources of a run read from. */
export class MessageQueues {
  readonly #topic: TopicLog;
  /** By the partition that stands for the source's messages. */
  readonly #queues = new Map<number, JobQueues>();
  readonly #jobs = new Map<JobRole, AckingJob>();

  constructor(sources: readonly PlacedSource[], topic: TopicLog, agenda: Agenda) {
    this.#topic = topic;
    for (const { options, firstPartition: partition } of sources) {
      const { queue, fetchLatencyMicros: latencyMicros } = options;
      if (queue === undefined) continue;
      const given = { queue, topic, partition, latencyMicros, agenda };
      const outgoing = new MessageQueue({ ...given, boundAt: 0 });
      const incoming =
        queue.copies === 1
          ? outgoing
          : new MessageQueue({ ...given, boundAt: queue.boundAtMicros });
      this.#queues.set(partition, { outgoing, incoming });
    }
  }

  of(partition: number, role: JobRole): MessageQueue {
    const queues = this.#queues.get(partition);
    assert(queues !== undefined, `partition ${partition} is no queue`);
    return queues[role];
  }

  /** Whose commits count. */
  follow(role: JobRole, job: AckingJob): void {
    this.#jobs.set(role, job);
  }

  /**
   * How many messages from the first on are due if that job is what is left: its queue is rid of them
   * for good, and whoever acked them has committed what it made of them, or never will. What came
   * before its queue was bound nobody will bring it any more. Elsewhere than in queues: `offsets`.
   */
  dueOffsets(role: JobRole, offsets: readonly number[]): readonly number[] {
    if (this.#queues.size === 0) return offsets;
    return offsets.map((offset, partition) => {
      const queue = this.#queues.get(partition)?.[role];
      return queue === undefined ? offset : this.#dueOf(queue, partition);
    });
  }

  #dueOf(queue: MessageQueue, partition: number): number {
    const count = this.#topic.count(partition);
    let message = Math.min(queue.first, count);
    while (message < count && this.#isOut(queue.settledBy(message))) message++;
    return message;
  }

  #isOut(settled: Settled | undefined): boolean {
    if (settled === undefined) return false;
    const job = this.#jobs.get(settled.role);
    return job !== undefined && (job.hasEnded || settled.checkpoint <= job.committedId);
  }
}
