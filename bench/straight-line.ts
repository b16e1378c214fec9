import { seededChance } from "../src/engine/choice.ts";
import { Element } from "../src/model/operator/element.ts";
import { openTopic } from "../src/model/source/traffic.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

const WINDOW_MILLIS = 1_000;

/**
 * What a hand-over's two jobs cannot do without, and nothing else: generates every record twice and
 * adds it to the cell of its window and key. Returns the number of cells that were touched.
 */
export function straightLine({ options }: Scenario, seed: number): number {
  const topic = openTopic(options.source, options.epochMillis, seededChance(seed));
  const keys = topic.keyNames.length;
  const windows = Math.ceil(options.durationMicros / 1_000 / WINDOW_MILLIS) + 2;
  const first = Math.floor(options.epochMillis / WINDOW_MILLIS) - 1;
  const element = new Element();
  let touched = 0;
  for (let job = 0; job < 2; job++) {
    const count = new Uint32Array(windows * keys);
    const digest = new Uint32Array(windows * keys);
    for (let partition = 0; partition < topic.partitions; partition++) {
      const end = topic.count(partition);
      for (let offset = 0; offset < end; offset++) {
        topic.read(partition, offset, element);
        const window = Math.floor(element.ts / WINDOW_MILLIS) - first;
        const cell = window * keys + element.key;
        if (count[cell] === 0) touched++;
        count[cell]!++;
        digest[cell] = (digest[cell]! + Math.imul(element.value, 0x9e3779b1)) >>> 0;
      }
    }
  }
  return touched;
}
