import type { TopicLog } from "./topic-log.ts";

/** One split as the consumer keeps it. */
export interface ConsumerSplit {
  readonly partition: number;
  /** The next offset that a poll returns. */
  position: number;
  /** End of what the broker has sent. */
  received: number;
  /** When the record at `received` could be in hand. */
  next: number;
  /** The request under way asks for it. */
  isRequested: boolean;
  /** Assigned, and not paused: it is asked for, and polls return what was received of it. */
  isFetchable: boolean;
}

/** A split as it is assigned, at `offset`; `next`: when the record there could be in hand. */
export function assignedSplit(partition: number, offset: number, next: number): ConsumerSplit {
  const isRequested = false;
  return { partition, position: offset, received: offset, next, isRequested, isFetchable: false };
}

/** The broker sends all that has arrived until `by`; `latency`: how long it takes to be in hand. */
export function receiveUntil(
  by: number,
  split: ConsumerSplit,
  topic: TopicLog,
  latency: number,
): void {
  let to = split.received + 1;
  let next = topic.arrival(split.partition, to);
  while (next <= by) next = topic.arrival(split.partition, ++to);
  split.received = to;
  split.next = next + latency;
}

/** What a poll alters, as it was before, for one that is interrupted. */
export interface BeforePoll {
  readonly pollAt: number;
  readonly splits: readonly Readonly<ConsumerSplit>[];
  readonly session: readonly number[];
  readonly received: readonly number[];
  readonly until: readonly number[];
  readonly sentAt: number;
}

/** Makes the splits what they were; whether they are fetchable is no poll's doing. */
export function takeBack(splits: readonly ConsumerSplit[], before: BeforePoll["splits"]): void {
  before.forEach((was, index) => {
    const split = splits[index] as ConsumerSplit;
    split.position = was.position;
    split.received = was.received;
    split.next = was.next;
    split.isRequested = was.isRequested;
  });
}
