/** Partitions that are added to a topic while it is in use. */
export interface NewPartitions {
  readonly atMicros: number;
  readonly count: number;
}

/** `partitions` counts all of them; the new ones have the highest numbers, in order of time. */
export interface GrowingTopic {
  readonly partitions: number;
  readonly newPartitions?: readonly NewPartitions[] | undefined;
}

/** How many partitions there are at `at` (µs). */
export function partitionsAt({ partitions, newPartitions = [] }: GrowingTopic, at: number): number {
  let later = 0;
  for (const { atMicros, count } of newPartitions) if (atMicros > at) later += count;
  return partitions - later;
}

/** When that partition is there (µs); 0 = from the beginning. */
export function appearsAt({ partitions, newPartitions = [] }: GrowingTopic, own: number): number {
  const inOrder = [...newPartitions].sort((a, b) => b.atMicros - a.atMicros);
  let first = partitions;
  for (const { atMicros, count } of inOrder) {
    first -= count;
    if (own >= first) return atMicros;
  }
  return 0;
}
