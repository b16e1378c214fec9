import { stringHashCode } from "../network/key-groups.ts";

/**
 * The order in which a fetch is drained: that of Java's `HashMap` over `TopicPartition`, in which the
 * Kafka client keeps its records. So it depends on the topic's name and changes from run to run.
 * Not modelled: a fetch of few among more than twelve partitions iterates a smaller table.
 */
export function fetchOrder(topic: string, partitions: readonly number[]): readonly number[] {
  const buckets = tableSize(partitions.length);
  const hash = stringHashCode(topic);
  const bucketOf = (partition: number): number => {
    const code = (Math.imul(31, 31 + partition) + hash) | 0;
    return (code ^ (code >>> 16)) & (buckets - 1);
  };
  return partitions
    .map((partition, split) => ({ bucket: bucketOf(partition), split }))
    .sort((a, b) => a.bucket - b.bucket || a.split - b.split)
    .map(({ split }) => split);
}

function tableSize(entries: number): number {
  let size = 16;
  while (entries > 0.75 * size) size *= 2;
  return size;
}
