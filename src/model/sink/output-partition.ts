import { murmurHash } from "../network/key-groups.ts";

/**
 * The output partition of every key: murmur of its hash code, modulo the partitions, in both jobs
 * alike. Kafka's own partitioner does the same with murmur2 of the serialized key; which partition
 * a key gets decides nothing here, only that it is always the same. Each sink of a job has partitions
 * of its own, the topics of all sinks numbered through.
 */
export function outputPartitions(
  hashCodes: Int32Array,
  partitions: number,
  sink = 0,
): Uint16Array {
  return Uint16Array.from(hashCodes, (code) => sink * partitions + (murmurHash(code) % partitions));
}
