import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitOwner } from "../../../src/model/source/split-owner.ts";

const anyTopic = fc.string({ minLength: 1, maxLength: 20 });
const anyReaders = fc.integer({ min: 1, max: 40 });

describe("the reader of a Kafka partition (N1)", () => {
  it("is one of the readers; neighbours go round", () => {
    fc.assert(
      fc.property(anyTopic, fc.nat(200), anyReaders, (topic, partition, readers) => {
        const owner = splitOwner(topic, partition, readers);
        expect(owner).toBeGreaterThanOrEqual(0);
        expect(owner).toBeLessThan(readers);
        expect(splitOwner(topic, partition + 1, readers)).toBe((owner + 1) % readers);
      }),
    );
  });

  it("hangs on the topic's name, not on the job: both jobs read all of it alike", () => {
    const owners = (topic: string) => [0, 1, 2].map((partition) => splitOwner(topic, partition, 3));
    expect(owners("a")).not.toEqual(owners("b"));
    expect(owners("a").toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });
});
