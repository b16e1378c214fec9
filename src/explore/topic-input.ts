import { Element } from "../model/operator/element.ts";
import type { TopicLog } from "../model/source/topic-log.ts";
import type { InputLog } from "../oracle/evidence.ts";

/** The topic of a run as the judge reads it. */
export function topicInput(topic: TopicLog): InputLog {
  const element = new Element();
  return {
    partitions: topic.partitions,
    count: (partition) => topic.count(partition),
    readInto: (partition, offset, row) => {
      topic.read(partition, offset, element);
      row.id = element.id;
      row.ts = element.ts;
      row.key = element.key;
      row.value = element.value;
    },
    arrivalMicros: (partition, offset) => topic.arrival(partition, offset),
  };
}
