import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BARRIER,
  type ControlKind,
  STATUS_ACTIVE,
  STATUS_IDLE,
  WATERMARK,
} from "../../../src/model/network/control-elements.ts";
import { nameOf, Wire, type WireOptions } from "./wire.ts";

describe("a buffer leaves", () => {
  it("at the next tick of the buffer timeout, on a grid from the task's start", () => {
    const wire = new Wire({ bufferTimeoutMicros: 100, startedAt: 30, latencyMicros: 10 });
    wire.advanceTo(75);
    wire.emit(1);
    wire.advanceTo(139);
    expect(wire.received[0]).toEqual([]);
    wire.advanceTo(140);
    expect([wire.received[0], wire.arrivals[0]]).toEqual([["1"], [140]]);
    wire.advanceTo(231);
    wire.emit(2);
    wire.advanceTo(500);
    expect(wire.arrivals[0]).toEqual([140, 340]);
  });

  it("a whole timeout later when it was filled at the very tick", () => {
    const wire = new Wire({ bufferTimeoutMicros: 100, latencyMicros: 10 });
    wire.advanceTo(100);
    wire.emit(1);
    wire.advanceTo(1_000);
    expect(wire.arrivals[0]).toEqual([210]);
  });

  it("at once when it is full, whatever the timeout", () => {
    const wire = new Wire({ bufferTimeoutMicros: -1, capacityRecords: 2, latencyMicros: 10 });
    for (const id of [1, 2, 3]) wire.emit(id);
    wire.advanceTo(1_000_000);
    expect([wire.received[0], wire.arrivals[0]]).toEqual([["1", "2"], [10]]);
  });

  it("in the instant of each element with a timeout of 0, never by time with −1", () => {
    const eager = new Wire({ bufferTimeoutMicros: 0, latencyMicros: 10 });
    eager.advanceTo(5);
    eager.emit(1);
    eager.advanceTo(5);
    eager.emit(2);
    eager.advanceTo(100);
    expect(eager.arrivals[0]).toEqual([15, 15]);
    const lazy = new Wire({ bufferTimeoutMicros: -1 });
    lazy.emit(1);
    expect(lazy.out.nextAction).toBe(Number.POSITIVE_INFINITY);
  });

  it("with a barrier, on every channel at once", () => {
    const wire = new Wire({ channels: 3, bufferTimeoutMicros: 100, latencyMicros: 10 });
    wire.emit(1, 1);
    wire.broadcast(BARRIER, 4);
    wire.out.flush(wire.now);
    wire.advanceTo(10);
    expect(wire.received).toEqual([["b4"], ["1", "b4"], ["b4"]]);
  });

  it("for a watermark alone, at the timeout, to every channel (W14)", () => {
    const wire = new Wire({ channels: 2, bufferTimeoutMicros: 100, latencyMicros: 10 });
    wire.broadcast(WATERMARK, 5);
    wire.advanceTo(109);
    expect(wire.received).toEqual([[], []]);
    wire.advanceTo(110);
    expect(wire.received).toEqual([["w5"], ["w5"]]);
  });

  it("never once the task is gone", () => {
    const wire = new Wire();
    wire.emit(1);
    wire.out.close();
    wire.advanceTo(1_000);
    expect(wire.received[0]).toEqual([]);
  });
});

describe("credit", () => {
  const tight = {
    capacityRecords: 2,
    buffersPerChannel: 1,
    bufferTimeoutMicros: 100,
    latencyMicros: 10,
    readsAtOnce: false,
  } as const;

  it("lets so many buffers go unread; then a full one holds the subtask back", () => {
    const wire = new Wire({ ...tight, buffersPerChannel: 2 });
    for (const id of [1, 2, 3, 4, 5]) wire.emit(id);
    expect(wire.out.isBackPressured).toBe(false);
    wire.emit(6);
    expect(wire.out.isBackPressured).toBe(true);
    wire.advanceTo(10_000);
    expect(wire.arrivals[0]).toEqual([10, 10]);
  });

  it("travels back as long as a buffer travels forth, and then the held buffer leaves", () => {
    const wire = new Wire(tight);
    for (const id of [1, 2, 3, 4]) wire.emit(id);
    wire.advanceTo(50);
    wire.read(0);
    expect([wire.out.isBackPressured, wire.out.nextAction]).toEqual([true, 60]);
    wire.advanceTo(60);
    expect(wire.out.isBackPressured).toBe(false);
    wire.advanceTo(70);
    wire.read(0);
    expect(wire.arrivals[0]).toEqual([10, 70]);
    expect(wire.received[0]).toEqual(["1", "2", "3", "4"]);
  });

  it("is not wanted by a buffer that still has room: it fills up while it waits", () => {
    const wire = new Wire(tight);
    for (const id of [1, 2, 3]) wire.emit(id);
    wire.advanceTo(100);
    expect(wire.out.isBackPressured).toBe(false);
    wire.emit(4);
    expect(wire.out.isBackPressured).toBe(true);
    wire.read(0);
    wire.advanceTo(500);
    wire.read(0);
    expect(wire.received[0]).toEqual(["1", "2", "3", "4"]);
  });

  it("of one channel holds back the others' records too: a subtask has one thread", () => {
    const wire = new Wire({ ...tight, channels: 2 });
    for (const id of [1, 2, 3, 4]) wire.emit(id, 0);
    expect(wire.out.isBackPressured).toBe(true);
    wire.emit(5, 1);
    wire.advanceTo(1_000);
    wire.read(1);
    expect(wire.received[1]).toEqual(["5"]);
    expect(wire.out.isBackPressured).toBe(true);
  });
});

type Action =
  | { readonly do: "record"; readonly channel: number | "all" }
  | { readonly do: "control"; readonly kind: ControlKind }
  | { readonly do: "wait"; readonly micros: number }
  | { readonly do: "read"; readonly channel: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant("record"), channel: fc.constantFrom(0, 1, 2, "all" as const) }),
  fc.record({
    do: fc.constant("control"),
    kind: fc.constantFrom(WATERMARK, STATUS_IDLE, STATUS_ACTIVE, BARRIER),
  }),
  fc.record({ do: fc.constant("wait"), micros: fc.integer({ min: 0, max: 150 }) }),
  fc.record({ do: fc.constant("read"), channel: fc.nat(2) }),
);

/** Does the actions; returns what each channel was sent, and the wire after all has been read. */
function carry(options: Partial<WireOptions>, actions: readonly Action[]) {
  const wire = new Wire({ channels: 3, ...options });
  const sent: string[][] = [[], [], []];
  actions.forEach((one, id) => {
    if (one.do === "wait") wire.advanceTo(wire.now + one.micros);
    else if (one.do === "read") wire.read(one.channel);
    // As the subtask does: it waits for credit before it goes on.
    while (wire.out.isBackPressured) settle(wire);
    if (one.do === "record") {
      wire.emit(id, one.channel);
      sent.forEach((list, c) => {
        if (one.channel === "all" || one.channel === c) list.push(`${id}`);
      });
    } else if (one.do === "control") {
      wire.broadcast(one.kind, id);
      if (one.kind === BARRIER) wire.out.flush(wire.now);
      for (const list of sent) list.push(nameOf(one.kind, id));
    }
  });
  for (let i = 0; i < actions.length + 3; i++) settle(wire);
  return { sent, wire };
}

function settle(wire: Wire): void {
  wire.advanceTo(wire.now + 200);
  for (const channel of [0, 1, 2]) wire.read(channel);
}

describe("each channel (W14)", () => {
  const options = fc.record({
    capacityRecords: fc.integer({ min: 1, max: 4 }),
    buffersPerChannel: fc.integer({ min: 1, max: 3 }),
    bufferTimeoutMicros: fc.constantFrom(0, 7, 100),
    latencyMicros: fc.integer({ min: 1, max: 60 }),
    readsAtOnce: fc.boolean(),
  });

  it("delivers records, watermarks, statuses and barriers in the order they were sent", () => {
    fc.assert(
      fc.property(options, fc.array(action, { maxLength: 60 }), (chosen, actions) => {
        const { sent, wire } = carry(chosen, actions);
        expect(wire.received).toEqual(sent);
      }),
    );
  });

  it("is seen to fail when a watermark takes a buffer of its own past the records", () => {
    const overtaking = fc.check(
      fc.property(options, fc.array(action, { maxLength: 60 }), (chosen, actions) => {
        const { sent, wire } = carry(chosen, actions);
        const first = (list: readonly string[]) => list.toSorted((a, b) => rank(a) - rank(b));
        expect(wire.received.map(first)).toEqual(sent);
      }),
    );
    expect(overtaking.failed).toBe(true);
  });
});

function rank(element: string): number {
  return element.startsWith("w") ? 0 : 1;
}
