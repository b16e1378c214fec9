import { FOREVER } from "../../engine/clock.ts";
import type { KafkaBroker } from "../kafka/kafka-broker.ts";
import type { TopicLog } from "../source/topic-log.ts";
import type { JobRuntime } from "./job-runtime.ts";

/**
 * Whether anything is left to happen: all input is read and committed, no source will say anything
 * more, nothing holds readers back. Once it is so, one more checkpoint must be committed, which then
 * covers whatever the last watermark made fire.
 */
export class Rest {
  readonly #topic: TopicLog;
  readonly #broker: KafkaBroker;
  #committedAtRest = 0;

  constructor(topic: TopicLog, broker: KafkaBroker) {
    this.#topic = topic;
    this.#broker = broker;
  }

  /** Asked each time when `left`, the only job that is left, has committed a checkpoint. */
  isReached(left: JobRuntime): boolean {
    this.#committedAtRest = this.#isAtRest(left) ? this.#committedAtRest + 1 : 0;
    return this.#committedAtRest === 2;
  }

  #isAtRest({ progressNow: progress, job, agenda }: JobRuntime): boolean {
    const { offsets } = progress;
    if (offsets.some((offset, partition) => offset !== this.#topic.count(partition))) return false;
    job.catchUp(agenda.now);
    return (
      job
        .executions()
        .every(
          ({ parts: { source, chain } }) =>
            (source?.isSettled ?? true) && (chain.timers?.next ?? FOREVER) >= FOREVER,
        ) && this.#broker.partitionRecords().every(({ end, lastStable }) => end === lastStable)
    );
  }
}
