import { murmurHash } from "../network/key-groups.ts";

/**
 * The output partition of every key: murmur of its hash code, modulo the partitions, in both jobs
 * alike. Kafka's own partitioner does the same with murmur2 of the serialized key; which partition
 * a key gets decides nothing here, only that it is always the same. Each sink of a job has partitions
 * of its own, the topics of all sinks numbered through.
 */
export class OutputPartitions {
  readonly #hashCodes: Int32Array;
  readonly #partitions: number;
  readonly #bySink: Uint16Array[] = [];

  constructor(hashCodes: Int32Array, partitions: number) {
    this.#hashCodes = hashCodes;
    this.#partitions = partitions;
  }

  /** By index of the key, for the sink of that number. */
  of(sink: number): Uint16Array {
    const known = this.#bySink[sink];
    if (known !== undefined) return known;
    const partitions = new Uint16Array(this.#hashCodes.length);
    const first = sink * this.#partitions;
    for (let key = 0; key < partitions.length; key++) {
      partitions[key] = first + (murmurHash(this.#hashCodes[key]!) % this.#partitions);
    }
    this.#bySink[sink] = partitions;
    return partitions;
  }
}
