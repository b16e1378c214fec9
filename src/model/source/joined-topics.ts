import type { Element } from "../operator/element.ts";
import { OFFSETS_PER_PARTITION, type TopicLog } from "./topic-log.ts";

interface Place {
  readonly topic: TopicLog;
  /** The partition's number in its own topic. */
  readonly partition: number;
  /** From the topic's key numbers to those of all. */
  readonly keys: Int32Array;
}

/** Several topics as one: partitions numbered through, keys of the same name as one key. */
export class JoinedTopics implements TopicLog {
  readonly partitions: number;
  readonly keyNames: readonly string[];
  readonly #places: readonly Place[];

  constructor(topics: readonly TopicLog[]) {
    const numbers = new Map<string, number>();
    this.#places = topics.flatMap((topic) => {
      const keys = Int32Array.from(topic.keyNames, (name) => numberOf(name, numbers));
      return Array.from({ length: topic.partitions }, (_, partition) => ({
        topic,
        partition,
        keys,
      }));
    });
    this.partitions = this.#places.length;
    this.keyNames = [...numbers.keys()];
  }

  arrival(partition: number, offset: number): number {
    const { topic, partition: own } = this.#places[partition] as Place;
    return topic.arrival(own, offset);
  }

  endOffset(partition: number, at: number): number {
    const { topic, partition: own } = this.#places[partition] as Place;
    return topic.endOffset(own, at);
  }

  read(partition: number, offset: number, into: Element): void {
    const { topic, partition: own, keys } = this.#places[partition] as Place;
    topic.read(own, offset, into);
    into.id = partition * OFFSETS_PER_PARTITION + offset;
    into.key = keys[into.key] as number;
  }

  count(partition: number): number {
    const { topic, partition: own } = this.#places[partition] as Place;
    return topic.count(own);
  }
}

function numberOf(name: string, numbers: Map<string, number>): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}
