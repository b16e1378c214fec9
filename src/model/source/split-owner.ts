import { stringHashCode } from "../network/key-groups.ts";

/** N1: the reader that a Kafka partition is first assigned to (`KafkaSourceEnumerator.getSplitOwner`). */
export function splitOwner(topic: string, partition: number, readers: number): number {
  const start = (Math.imul(stringHashCode(topic), 31) & 0x7fffffff) % readers;
  return (start + partition) % readers;
}
