import { describe, expect, it } from "vitest";
import { seededChance } from "../../../src/engine/choice.ts";
import { Simulation } from "../../../src/engine/simulation.ts";
import { Agenda, AttemptAgenda } from "../../../src/model/job/agenda.ts";
import type { KinesisOptions } from "../../../src/model/kinesis/kinesis-options.ts";
import { KinesisReader } from "../../../src/model/kinesis/kinesis-reader.ts";
import { KinesisStream, type Subscriber } from "../../../src/model/kinesis/kinesis-stream.ts";
import { KinesisStreams } from "../../../src/model/kinesis/kinesis-streams.ts";
import { shardOwner } from "../../../src/model/kinesis/shard-owner.ts";
import type { JobRole } from "../../../src/model/options.ts";
import type { TopicLog } from "../../../src/model/source/topic-log.ts";
import { baseRun, seconds } from "../../support/base-run.ts";

const POLLING: KinesisOptions = {
  reader: "polling",
  recordBytes: 1_000,
  consumers: { outgoing: "one", incoming: "two" },
  lifecycle: "JOB_MANAGED",
};

/** `perSecond` records in each second, for ever. */
function topicOf(perSecond: number): TopicLog {
  return {
    partitions: 1,
    keyNames: [],
    arrival: (_, offset) => Math.ceil((offset * seconds(1)) / perSecond),
    endOffset: (_, at) => Math.floor((at * perSecond) / seconds(1)) + 1,
    count: () => Number.MAX_SAFE_INTEGER,
    read: () => {},
  };
}

describe("the quota of a shard", () => {
  it("is 5 calls a second, whoever makes them (N5)", () => {
    const stream = new KinesisStream(POLLING, topicOf(1));
    const isAnswered = (at: number): boolean => stream.getRecords(0, 0, at) !== undefined;
    expect([0, 0, 0, 0, 0, 0].map(isAnswered)).toEqual([true, true, true, true, true, false]);
    expect(isAnswered(seconds(0.2))).toBe(true);
    expect(isAnswered(seconds(0.3))).toBe(false);
    expect(stream.throttled).toBe(2);
  });

  it("gives 10 MB or 10 000 records at once, and then nothing until that is made up for (N5)", () => {
    const stream = new KinesisStream({ ...POLLING, recordBytes: 5_000 }, topicOf(100_000));
    expect(stream.getRecords(0, 0, seconds(1))).toBe(2_000);
    expect(stream.getRecords(0, 2_000, seconds(4))).toBeUndefined();
    expect(stream.getRecords(0, 2_000, seconds(5.1))).toBe(4_000);
    const small = new KinesisStream({ ...POLLING, recordBytes: 10 }, topicOf(100_000));
    expect(small.getRecords(0, 0, seconds(1))).toBe(10_000);
  });

  it("leaves two jobs together what one would have alone (N5)", () => {
    const readBy = (roles: readonly JobRole[]): readonly number[] => {
      const simulation = new Simulation();
      const stream = new KinesisStream({ ...POLLING, recordBytes: 50_000 }, topicOf(100));
      const readers = roles.map((role, index) => {
        const task = {
          stream,
          role,
          latencyMicros: 5_000,
          agenda: new AttemptAgenda(new Agenda(simulation, `reader ${index}`)),
          jitter: seededChance(1).keyed(role, "back-off"),
          settle: () => {},
          fail: () => {},
        };
        const reader = new KinesisReader(topicOf(100), task, () => {});
        reader.addSplit({ partition: 0, offset: 0 });
        reader.open();
        return reader;
      });
      simulation.run(seconds(60));
      // The last record that has come to each.
      return readers.map((reader) => {
        let count = 0;
        for (let step = 4_096; step >= 1; step /= 2) {
          if (reader.arrivalOfNth(count + step) < Number.POSITIVE_INFINITY) count += step;
        }
        return count;
      });
    };
    const [alone = 0] = readBy(["outgoing"]);
    const both = readBy(["outgoing", "incoming"]);
    expect(alone).toBeGreaterThan(2_000);
    expect(alone).toBeLessThan(2_650);
    expect(both.reduce((sum, one) => sum + one, 0)).toBeLessThan(2_650);
    for (const one of both) expect(one).toBeLessThan(0.7 * alone);
  });
});

describe("an enhanced fan-out consumer", () => {
  const subscriber = (ended: string[], name: string): Subscriber => ({
    ended: () => ended.push(name),
  });

  it("has a quota of its own (N6)", () => {
    const options = { ...POLLING, reader: "efo" as const, recordBytes: 10_000 };
    const stream = new KinesisStream(options, topicOf(100_000));
    for (const name of ["one", "two"]) stream.subscribe(name, 0, subscriber([], name), 0);
    const first = stream.push("one", 0, 0, seconds(1));
    expect(first.end).toBe(1_000);
    expect(stream.push("one", 0, 1_000, seconds(2)).end).toBe(1_000);
    expect(stream.push("two", 0, 0, seconds(2)).end).toBe(1_000);
  });

  it("ends the subscription of another one under its name, but not a young one (N6)", () => {
    const stream = new KinesisStream(POLLING, topicOf(1));
    const ended: string[] = [];
    const subscribe = (name: string, at: number): boolean =>
      stream.subscribe("shared", 0, subscriber(ended, name), seconds(at));
    expect([subscribe("blue", 0), subscribe("green", 4), subscribe("green", 5)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(ended).toEqual(["blue"]);
  });

  it("is deregistered by the graceful stop of the job that manages it, for both (N6)", () => {
    const endedBy = (status: "finished" | "canceled", reason: string, options = {}): number => {
      const kinesis = {
        ...POLLING,
        reader: "efo" as const,
        consumers: { outgoing: "shared", incoming: "shared" },
        ...options,
      };
      const source = { ...baseRun.source, kinesis };
      const placed = { name: "source", options: source, firstPartition: 0, partitions: 1 };
      const streams = new KinesisStreams([placed], topicOf(1));
      const ended: string[] = [];
      streams.of("source").subscribe("shared", 0, subscriber(ended, "incoming"), 0);
      streams.jobBecame("outgoing", status, reason);
      return ended.length;
    };
    expect(endedBy("finished", "stopped with a savepoint")).toBe(1);
    expect(endedBy("canceled", "graceful")).toBe(1);
    expect(endedBy("canceled", "kill")).toBe(0);
    expect(endedBy("finished", "", { lifecycle: "SELF_MANAGED" })).toBe(0);
    expect(endedBy("finished", "", { consumers: POLLING.consumers })).toBe(0);
  });
});

describe("the owner of a shard", () => {
  it("is the reader at the middle of its range of hash keys (N4)", () => {
    expect([0, 1, 2, 3].map((shard) => shardOwner(shard, 4, 2))).toEqual([0, 0, 1, 1]);
    expect([0, 1, 2].map((shard) => shardOwner(shard, 3, 2))).toEqual([0, 1, 1]);
    expect([0, 1].map((shard) => shardOwner(shard, 2, 5))).toEqual([1, 3]);
  });
});
