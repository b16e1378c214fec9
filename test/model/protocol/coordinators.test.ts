import { describe, expect, it } from "vitest";
import type { CheckpointView } from "../../../src/model/controller/controller-host.ts";
import type { ConfigMapData } from "../../../src/model/kubernetes/config-map.ts";
import { AcknowledgmentCoordinator } from "../../../src/model/protocol/acknowledged-watermark.ts";
import type { Agreement } from "../../../src/model/protocol/cut-coordinator.ts";
import { OffsetCoordinator } from "../../../src/model/protocol/offset-cut.ts";
import { COLLECTING, GATE_PHASE, proposed } from "./cut-bench.ts";

const acknowledged = new AcknowledgmentCoordinator({ marginMillis: 100, latenessMillis: 50 });
const offsets = new OffsetCoordinator();
const GATES = ["answer-BLUE-gate-0", "answer-BLUE-gate-1", "answer-GREEN-gate-0"];

function agreement(data: ConfigMapData, answers: readonly string[] = []): Agreement {
  const said = Object.fromEntries(answers.map((text, index) => [GATES[index], text]));
  return {
    data: { ...data, ...said } as ConfigMapData,
    transition: "hand-over-1",
    gates: { BLUE: ["gate-0", "gate-1"], GREEN: ["gate-0"] },
    outgoing: "BLUE",
    nowMillis: 7_000,
    maxWatermark: () => 0,
  };
}

function seen(...values: readonly string[]): readonly string[] {
  return values.map((value) => `hand-over-1 0 seen ${value}`);
}

describe("AcknowledgmentCoordinator", () => {
  it("asks first", () => {
    expect(acknowledged.next(agreement(GATE_PHASE))).toEqual({
      "cut-stage": "COLLECTING",
      "cut-round": "0",
    });
  });

  it("proposes above what every subtask of both jobs has met, with its margin", () => {
    expect(acknowledged.next(agreement(COLLECTING, seen("500", "300")))).toBeUndefined();
    expect(acknowledged.next(agreement(COLLECTING, seen("500", "300", "900")))).toEqual({
      "cut-stage": "PROPOSED",
      "cut-round": "1",
      cut: "1001",
    });
  });

  it("proposes by the clock when nobody has met anything", () => {
    const nothing = String(-(2 ** 63));
    const asked = agreement(COLLECTING, seen(nothing, nothing, nothing));
    expect(acknowledged.next(asked)).toMatchObject({ cut: "7101" });
  });

  it("commits when all have acknowledged, not before", () => {
    const yes = "hand-over-1 1 acknowledges 900";
    expect(acknowledged.next(agreement(proposed("1001"), [yes, yes]))).toBeUndefined();
    expect(acknowledged.next(agreement(proposed("1001"), [yes, yes, yes]))).toEqual({
      "cut-stage": "COMMITTED",
      "watermark-toggle-value": "1001",
    });
  });

  it("raises T above what a refusal tells of, with twice the margin, without waiting for the rest", () => {
    const no = "hand-over-1 1 refuses 1500";
    expect(acknowledged.next(agreement(proposed("1001"), [no]))).toEqual({
      "cut-stage": "PROPOSED",
      "cut-round": "2",
      cut: "1701",
    });
  });

  it("does not count what was said in another round or another hand-over", () => {
    const old = "hand-over-1 1 acknowledges 900";
    const other = "hand-over-0 2 acknowledges 900";
    expect(acknowledged.next(agreement(proposed("1001", 2), [old, other, old]))).toBeUndefined();
  });

  it("the outgoing job is past T when a checkpoint of every subtask is the lateness beyond (E3)", () => {
    const view = (...reached: readonly number[]): CheckpointView => ({
      offsets: [],
      gates: reached.map((one) => ({
        colour: "BLUE",
        floor: undefined,
        floorTransition: "",
        seen: "",
        reached: one,
      })),
    });
    expect(acknowledged.isPast("1000", view(1_051, 1_050))).toBe(false);
    expect(acknowledged.isPast("1000", view(1_051, 1_051))).toBe(true);
  });
});

describe("OffsetCoordinator", () => {
  it("cuts where the foremost gate of both jobs is, partition by partition", () => {
    expect(offsets.next(agreement(COLLECTING, seen("5,1", "2,9,4")))).toBeUndefined();
    expect(offsets.next(agreement(COLLECTING, seen("5,1", "2,9,4", "")))).toEqual({
      "cut-stage": "COMMITTED",
      cut: "5,9,4",
    });
  });

  it("the outgoing job is past the cut when its checkpoint holds all the offsets (E3)", () => {
    const view = (...next: readonly number[]): CheckpointView => ({ offsets: next, gates: [] });
    expect(offsets.isPast("5,9", view(5, 8))).toBe(false);
    expect(offsets.isPast("5,9", view(5, 9))).toBe(true);
  });
});
