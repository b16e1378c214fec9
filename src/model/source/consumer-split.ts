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
