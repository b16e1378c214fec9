import { describe, expect, it } from "vitest";
import { SimulatorBug } from "../../../src/engine/assert.ts";
import { BARRIER, END_OF_PARTITION } from "../../../src/model/network/control-elements.ts";
import { InputGate } from "../../../src/model/network/input-gate.ts";
import { BufferPool, type NetworkBuffer } from "../../../src/model/network/network-buffer.ts";
import { Element } from "../../../src/model/operator/element.ts";
import { elementsOf } from "./wire.ts";

const pool = new BufferPool();

/** A buffer of records with these ids; "b1" and "b2" are barriers, "end" the end of the partition. */
function buffer(
  channel: number,
  ...content: readonly (number | "b1" | "b2" | "end")[]
): NetworkBuffer {
  const made = pool.take();
  made.channel = channel;
  made.arrivedAt = 100;
  const element = new Element();
  for (const one of content) {
    if (one === "b1" || one === "b2") made.appendControl(BARRIER, Number(one[1]));
    else if (one === "end") made.appendControl(END_OF_PARTITION, 0);
    else {
      element.id = one;
      made.records.append(element, 4);
    }
  }
  return made;
}

/** These buffers arrive one after the other, before any that comes later. */
function gateOf(channels: number, ...buffers: readonly NetworkBuffer[]): InputGate {
  const gate = new InputGate(channels, 2, pool);
  buffers.forEach((one, at) => {
    one.arrivedAt = at;
    gate.receive(one);
  });
  return gate;
}

/** Reads all that flows. */
function drain(gate: InputGate): readonly string[] {
  const found: string[] = [];
  for (let front = gate.front(); front !== undefined; front = gate.front()) {
    found.push(...elementsOf(front));
    gate.release(front, 0);
  }
  return found;
}

describe("an input gate", () => {
  it("is read in order of arrival, whatever the channel", () => {
    const gate = gateOf(2, buffer(0, 1), buffer(1, 2), buffer(0, 3));
    expect(drain(gate)).toEqual(["1", "2", "3"]);
    expect(gate.front()).toBeUndefined();
  });

  it("is read channel by channel within an instant, whichever was told of first", () => {
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ];
    for (const order of orders) {
      const gate = new InputGate(3, 2, pool);
      for (const channel of order) {
        gate.receive(buffer(channel, channel));
        expect(gate.front()).toBeDefined();
      }
      expect(drain(gate)).toEqual(["0", "1", "2"]);
    }
  });

  it("puts back into an instant what waited for a barrier of that instant (C9)", () => {
    const gate = gateOf(3, buffer(2, 9));
    gate.block(2, 1);
    for (const one of [buffer(2, 5, 6), buffer(1, 3, 4)]) {
      one.arrivedAt = 7;
      gate.receive(one);
    }
    expect(gate.front()?.channel).toBe(1);
    gate.unblockAll();
    expect(drain(gate)).toEqual(["9", "3", "4", "5", "6"]);
  });

  it("lets the other channels flow while one is blocked, and keeps its order (C9)", () => {
    const gate = gateOf(2, buffer(0, 1), buffer(1, 2), buffer(0, 3), buffer(1, 4));
    gate.block(0, 1);
    expect(gate.isBlocked(0)).toBe(true);
    expect(drain(gate)).toEqual(["2", "4"]);
    gate.receive(buffer(1, 5));
    gate.unblockAll();
    expect(drain(gate)).toEqual(["1", "3", "5"]);
  });

  it("sets one channel free and goes on holding the other (C9)", () => {
    const gate = gateOf(3, buffer(0, 1), buffer(1, 2), buffer(2, 3));
    gate.block(0, 1);
    gate.block(1, 1);
    expect(drain(gate)).toEqual(["3"]);
    gate.unblock(1);
    expect([gate.isBlocked(0), gate.isBlocked(1)]).toEqual([true, false]);
    expect(drain(gate)).toEqual(["2"]);
    gate.unblockAll();
    expect(drain(gate)).toEqual(["1"]);
  });

  it("gives back only the buffer in front", () => {
    const second = buffer(1, 2);
    const gate = gateOf(2, buffer(0, 1), second);
    expect(() => gate.release(second, 0)).toThrow(SimulatorBug);
  });

  it("drops what is unread and what still comes when its task is gone", () => {
    const gate = gateOf(1, buffer(0, 1));
    gate.close();
    gate.receive(buffer(0, 2));
    expect(drain(gate)).toEqual([]);
  });
});

describe("how long nothing at the gate is seen outside", () => {
  it("is for ever without a barrier", () => {
    const gate = gateOf(2, buffer(0, 1), buffer(1, 2));
    expect(gate.recordsBeforeBarrier(true)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is until the last channel's barrier when they are aligned (C9)", () => {
    const gate = gateOf(2, buffer(0, 1, "b1", 2), buffer(1, 3, 4));
    expect(gate.recordsBeforeBarrier(true)).toBe(Number.POSITIVE_INFINITY);
    gate.receive(buffer(1, 5, "b1"));
    expect(gate.recordsBeforeBarrier(true)).toBe(1 + 3);
  });

  it("is until a barrier of another checkpoint, which ends the one under way (C10)", () => {
    const gate = gateOf(3, buffer(0, "b1"), buffer(1, 1, 2, "b2"));
    expect(gate.recordsBeforeBarrier(true)).toBe(0);
    gate.release(gate.front() as NetworkBuffer, 0);
    gate.barrierRead(0, BARRIER);
    gate.block(0, 1);
    expect(gate.recordsBeforeBarrier(true)).toBe(2);
    const alike = gateOf(3, buffer(0, "b1"), buffer(1, 1, 2, "b1"));
    expect(alike.recordsBeforeBarrier(true)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is until the first barrier when they are counted (C13)", () => {
    const gate = gateOf(2, buffer(0, 1, 2, "b1"), buffer(1, 3));
    expect(gate.recordsBeforeBarrier(false)).toBe(2);
  });

  it("does not wait for a channel that has ended or is blocked already (C9, C12)", () => {
    const gate = gateOf(3, buffer(0, "end"), buffer(1, "b1"), buffer(2, 1, "b1"));
    for (const [channel, kind] of [
      [0, END_OF_PARTITION],
      [1, BARRIER],
    ] as const) {
      const front = gate.front() as NetworkBuffer;
      gate.release(front, 0);
      gate.barrierRead(channel, kind);
    }
    gate.block(1, 1);
    expect(gate.recordsBeforeBarrier(true)).toBe(1);
  });

  it("is until a sender that waits gets its credit", () => {
    const gate = gateOf(2, buffer(0, 1, 2, 3), buffer(1, 4));
    expect(gate.recordsBeforeCredit()).toBe(Number.POSITIVE_INFINITY);
    const heard: (readonly [number, number])[] = [];
    const sender = { creditArrives: (channel: number, at: number) => heard.push([channel, at]) };
    expect(gate.sendableAt(0, 1, 50, 10, sender, 7)).toBe(50);
    expect(gate.sendableAt(0, 2, 50, 10, sender, 7)).toBe(Number.POSITIVE_INFINITY);
    expect(gate.recordsBeforeCredit()).toBe(3);
    gate.release(gate.front() as NetworkBuffer, 80);
    expect(heard).toEqual([[7, 90]]);
    expect(gate.recordsBeforeCredit()).toBe(Number.POSITIVE_INFINITY);
    expect(gate.sendableAt(0, 2, 85, 10, sender, 7)).toBe(90);
  });
});
