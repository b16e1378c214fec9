import { describe, expect, it } from "vitest";
import { Simulation } from "../../../src/engine/simulation.ts";
import { Agenda } from "../../../src/model/job/agenda.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type { JobRole } from "../../../src/model/options.ts";
import { CONTROL } from "../../../src/model/phases.ts";
import { MessageQueue } from "../../../src/model/queue/message-queue.ts";
import { MessageQueues } from "../../../src/model/queue/message-queues.ts";
import type { PendingAcks } from "../../../src/model/queue/pending-acks.ts";
import type { QueueOptions } from "../../../src/model/queue/queue-options.ts";
import { QueueReader } from "../../../src/model/queue/queue-reader.ts";
import type { TopicLog } from "../../../src/model/source/topic-log.ts";
import { baseRun, seconds } from "../../support/base-run.ts";

/** One message a second, from 1 s on; its value is its number. */
const topic: TopicLog = {
  partitions: 1,
  keyNames: [],
  arrival: (_, message) => (message < 100 ? seconds(1 + message) : Number.POSITIVE_INFINITY),
  endOffset: (_, at) => Math.max(0, Math.floor(at / seconds(1))),
  count: () => 100,
  read: (_, message, into) => {
    into.value = message;
  },
};
const RABBIT: QueueOptions = {
  kind: "rabbitmq",
  copies: 1,
  boundAtMicros: 0,
  correlationIds: false,
  prefetch: 0,
  redeliverAfterMicros: 0,
};
const PUBSUB: QueueOptions = { ...RABBIT, kind: "pubsub", redeliverAfterMicros: seconds(10) };

/** A broker with one queue; what happens at which second is told beforehand. */
function brokerOf(queue: QueueOptions) {
  const simulation = new Simulation();
  const agenda = new Agenda(simulation, "run");
  const given = { queue, topic, partition: 0, boundAt: 0, latencyMicros: 1, agenda };
  const one = new MessageQueue(given);
  return {
    at: (second: number, action: () => void): void => {
      agenda.at(seconds(second), CONTROL, action);
    },
    run: (untilSecond: number): void => {
      simulation.run(seconds(untilSecond));
    },
    reader: (role: JobRole = "outgoing", restored: readonly PendingAcks[] = []): QueueReader => {
      const reader = new QueueReader({ role, queue: one, topic, restored, arrived: () => {} });
      reader.addSplit({ partition: 0, offset: 0 });
      return reader;
    },
    settledBy: (message: number) => one.settledBy(message),
  };
}

/** All that has come to the reader by now. */
function read(reader: QueueReader): readonly number[] {
  const element = new Element();
  const found: number[] = [];
  while (reader.availableAt(0) < Number.POSITIVE_INFINITY) {
    reader.read(0, element);
    found.push(element.value);
  }
  return found;
}

describe("a queue", () => {
  it("gives each message to one of its consumers, in turns (N8)", () => {
    const broker = brokerOf(RABBIT);
    const [blue, green] = [broker.reader("incoming"), broker.reader("outgoing")];
    broker.at(0, () => {
      for (const one of [blue, green]) one.open();
    });
    broker.run(6.5);
    expect([read(blue), read(green)]).toEqual([
      [0, 2, 4],
      [1, 3, 5],
    ]);
  });

  it("is rid of a message when the checkpoint behind it is told complete (N8, N12)", () => {
    const broker = brokerOf(RABBIT);
    const reader = broker.reader();
    broker.at(0, () => reader.open());
    broker.at(2.5, () => {
      read(reader);
      reader.snapshot(1);
    });
    broker.at(3.5, () => {
      read(reader);
      reader.snapshot(2);
    });
    broker.at(4, () => reader.checkpointCompleted(1));
    broker.run(5);
    expect(broker.settledBy(1)).toEqual({ role: "outgoing", checkpoint: 1 });
    expect(broker.settledBy(2)).toBeUndefined();
  });

  it("delivers again what a closed channel had not acked, before newer ones (N8)", () => {
    const broker = brokerOf(RABBIT);
    const [first, second] = [broker.reader(), broker.reader()];
    broker.at(0, () => first.open());
    broker.at(3.5, () => first.close());
    broker.at(5.5, () => second.open());
    broker.run(6.5);
    expect(read(second)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("gives a consumer no more than its prefetch before an ack (N8)", () => {
    const broker = brokerOf({ ...RABBIT, prefetch: 2 });
    const reader = broker.reader();
    broker.at(0, () => reader.open());
    broker.run(9);
    expect(read(reader)).toEqual([0, 1]);
  });

  it("tells what it has read by its correlation id, and refuses it (N8)", () => {
    const restored = [{ checkpoint: 3, role: "outgoing" as const, messages: [0, 1] }];
    const found = [true, false].map((correlationIds) => {
      const broker = brokerOf({ ...RABBIT, correlationIds });
      const reader = broker.reader("outgoing", restored);
      broker.at(0, () => reader.open());
      broker.run(4.5);
      return { read: read(reader), first: broker.settledBy(0) };
    });
    expect(found).toEqual([
      { read: [2, 3], first: { role: "outgoing", checkpoint: 0 } },
      { read: [0, 1, 2, 3], first: undefined },
    ]);
  });

  it("delivers again at the deadline, to whomever it was delivered before (N9, N10)", () => {
    const broker = brokerOf(PUBSUB);
    const reader = broker.reader();
    broker.at(0, () => reader.open());
    broker.run(12.5);
    expect(read(reader).filter((message) => message < 3)).toEqual([0, 1, 2, 0, 1]);
  });

  it("takes acks of a restored state for its own subscription alone (N9)", () => {
    const restored = [{ checkpoint: 3, role: "outgoing" as const, messages: [0] }];
    const acked = ([1, 2] as const).map((copies) => {
      const broker = brokerOf({ ...PUBSUB, copies });
      const reader = broker.reader("incoming", restored);
      broker.at(0, () => reader.open());
      broker.at(2, () => reader.checkpointCompleted(4));
      broker.run(3);
      return broker.settledBy(0) !== undefined;
    });
    expect(acked).toEqual([true, false]);
  });
});

describe("what is due of queues", () => {
  /** Messages 0 to 2 acked by checkpoint 1 of the outgoing job, 4 by its checkpoint 2. */
  function dueAfter(committedId: number, hasEnded: boolean, copies: 1 | 2 = 1): number {
    const simulation = new Simulation();
    const agenda = new Agenda(simulation, "run");
    const queue = { ...RABBIT, copies, boundAtMicros: seconds(2) };
    const options = { ...baseRun.source, queue };
    const source = { name: "source", options, firstPartition: 0, partitions: 1 };
    const queues = new MessageQueues([source], topic, agenda);
    queues.follow("outgoing", { committedId, hasEnded });
    queues.of(0, "outgoing").ack([0, 1, 2], { role: "outgoing", checkpoint: 1 });
    queues.of(0, "outgoing").ack([4], { role: "outgoing", checkpoint: 2 });
    return queues.dueOffsets(copies === 1 ? "outgoing" : "incoming", [0])[0] as number;
  }

  it("is what was acked from the first on, once its job has committed or has ended (N12)", () => {
    expect([dueAfter(0, false), dueAfter(1, false), dueAfter(0, true)]).toEqual([0, 3, 3]);
  });

  it("is with a copy of its own all that came before it was bound: nobody brings it (N8)", () => {
    expect(dueAfter(0, false, 2)).toBe(2);
  });
});
