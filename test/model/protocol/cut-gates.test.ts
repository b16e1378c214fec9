import { describe, expect, it } from "vitest";
import { acknowledgedWatermark } from "../../../src/model/protocol/acknowledged-watermark.ts";
import { checkpointCut } from "../../../src/model/protocol/checkpoint-cut.ts";
import { controllerWatermark } from "../../../src/model/protocol/controller-watermark.ts";
import { offsetCut } from "../../../src/model/protocol/offset-cut.ts";
import type { HandoverProtocol } from "../../../src/model/protocol/protocol.ts";
import { recordTimestampCut } from "../../../src/model/protocol/record-timestamp-cut.ts";
import { COLLECTING, CutBench, committed, GATE_PHASE, proposed } from "./cut-bench.ts";

const acknowledged = acknowledgedWatermark({ marginMillis: 100, latenessMillis: 50 });
const told = controllerWatermark({ marginMillis: 100, latenessMillis: 50 });
const configured = recordTimestampCut({ toggleMillis: 1_000, latenessMillis: 50 });
const FIRST = {
  "is-first-deployment": "true",
  "active-deployment-type": "BLUE",
  stage: "RUNNING",
};

describe("acknowledged-watermark, the gate", () => {
  it("passes everything as the outgoing one and nothing as the incoming one while T is unknown", () => {
    expect(new CutBench(acknowledged, "BLUE", GATE_PHASE).record(5_000)).toBe("pass");
    expect(new CutBench(acknowledged, "GREEN", GATE_PHASE).record(5_000)).toBe("drop");
  });

  it("says how far it is when it is asked, then acknowledges a T above that", () => {
    const bench = new CutBench(acknowledged, "BLUE", GATE_PHASE);
    bench.record(900);
    bench.hears(COLLECTING);
    expect(bench.answer("BLUE")).toBe("hand-over-1 0 seen 900");
    bench.hears(proposed("1000"));
    expect(bench.answer("BLUE")).toBe("hand-over-1 1 acknowledges 900");
  });

  it.each(["BLUE", "GREEN"] as const)("refuses a T that it has met (%s)", (colour) => {
    const bench = new CutBench(acknowledged, colour, COLLECTING);
    bench.record(1_000);
    bench.hears(proposed("1000"));
    expect(bench.answer(colour)).toBe("hand-over-1 1 refuses 1000");
    expect(bench.record(1_001)).not.toBe("wait");
  });

  it("waits at the T it has acknowledged, and goes on below it", () => {
    const bench = new CutBench(acknowledged, "BLUE", proposed("1000"));
    expect([bench.record(999), bench.record(1_000)]).toEqual(["pass", "wait"]);
    bench.hears(proposed("1000"));
    expect(bench.takeFinished()).toBeUndefined();
  });

  it("gives the record that waited to the incoming job once T is committed", () => {
    const outgoing = new CutBench(acknowledged, "BLUE", proposed("1000"));
    const incoming = new CutBench(acknowledged, "GREEN", proposed("1000"));
    for (const bench of [outgoing, incoming]) {
      bench.record(1_000);
      bench.hears(committed("1000"));
    }
    expect([outgoing.takeFinished(), incoming.takeFinished()]).toEqual(["drop", "pass"]);
  });

  it("lets the record that waited pass when T is raised above it, or the hand-over taken back", () => {
    const withdrawn = { ...GATE_PHASE, "active-deployment-type": "BLUE", stage: "FAILING" };
    for (const next of [proposed("1001", 2), withdrawn]) {
      const bench = new CutBench(acknowledged, "BLUE", proposed("1000"));
      bench.record(1_000);
      bench.hears(next);
      expect(bench.takeFinished()).toBe("pass");
    }
  });

  it("waits at the proposal also when it opens after a failure", () => {
    const before = new CutBench(acknowledged, "BLUE", proposed("1000"));
    before.answerRequests();
    const after = new CutBench(acknowledged, "BLUE", before.map.read().data);
    expect(after.record(1_000)).toBe("wait");
    after.answerRequests();
    expect(after.attempts).toEqual([]);
  });

  it("knows after a failure what all subtasks of the job had met", () => {
    const memories = [900, 1_200].map((newest) => {
      const bench = new CutBench(acknowledged, "BLUE", GATE_PHASE);
      bench.record(newest);
      return bench.gate.snapshot!(0);
    });
    const bench = new CutBench(acknowledged, "BLUE", proposed("1000"), memories);
    expect(bench.answer("BLUE")).toBe("hand-over-1 1 refuses 1200");
  });

  it("takes no floor and no watermark from the job that it is restored from", () => {
    const outgoing = new CutBench(acknowledged, "GREEN", committed("1000"));
    outgoing.record(1_500);
    const memory = outgoing.gate.snapshot!(9_000);
    expect(memory).toMatchObject({ floor: "1000", reached: 9_000 });
    const incoming = new CutBench(acknowledged, "BLUE", GATE_PHASE, [memory]);
    expect(incoming.gate.snapshot!(0)).toMatchObject({ floor: undefined, reached: 0 });
    expect(incoming.record(999)).toBe("pass");
  });

  it("does not write an answer into another hand-over than it was meant for (fault 29)", () => {
    const bench = new CutBench(acknowledged, "BLUE", COLLECTING);
    bench.map.replace({ ...COLLECTING, "transition-id": "hand-over-2" });
    bench.answerRequests();
    expect(bench.attempts.map(({ outcome }) => outcome)).toEqual(["other-transition"]);
  });

  it("writes its answer again when somebody else wrote in between (K5)", () => {
    const bench = new CutBench(acknowledged, "BLUE", COLLECTING);
    const put = bench.put.bind(bench);
    let isFirst = true;
    bench.put = (version, data) => {
      if (isFirst) bench.map.patch({ "answer-GREEN-gate-0": "hand-over-1 0 seen 1" });
      isFirst = false;
      put(version, data);
    };
    expect(bench.answer("BLUE")).toContain("seen");
    expect(bench.attempts.map(({ outcome }) => outcome)).toEqual(["conflict", "ok"]);
  });

  it("never goes back to an older version of the map", () => {
    const bench = new CutBench(acknowledged, "BLUE", proposed("1000"));
    const older = bench.map.read();
    bench.hears(committed("1000"));
    bench.gate.onWatch(older, false);
    expect(bench.record(1_000)).toBe("drop");
  });

  it("reads no half of the map (fault 24)", () => {
    const bench = new CutBench(acknowledged, "BLUE", GATE_PHASE);
    bench.map.replace(committed("1000"));
    bench.gate.onWatchBase(bench.map.read());
    expect(bench.record(1_000)).toBe("pass");
    bench.gate.onWatchRest(bench.map.read());
    expect(bench.record(1_000)).toBe("drop");
  });

  it("asks to be evaluated at each record only while a cut is being agreed upon", () => {
    const bench = new CutBench(acknowledged, "BLUE", GATE_PHASE);
    expect(bench.gate.quietUntil(7)).toBe(Number.POSITIVE_INFINITY);
    bench.hears(COLLECTING);
    expect(bench.gate.quietUntil(7)).toBe(7);
    bench.hears(committed("1000"));
    expect(bench.gate.quietUntil(7)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe.each([
  ["acknowledged-watermark", acknowledged],
  ["controller-watermark", told],
  ["configured-watermark by record-timestamp", configured],
] as const)("%s: a cut by timestamp", (_, protocol: HandoverProtocol) => {
  it("exactly one gate passes each record, late or not (repair 2)", () => {
    const outgoing = new CutBench(protocol, "BLUE", committed("1000"));
    const incoming = new CutBench(protocol, "GREEN", committed("1000"));
    for (const [ts, watermark] of [
      [999, 0],
      [1_000, 0],
      [999, 5_000],
      [1_000, 5_000],
    ] as const) {
      const took = [outgoing.record(ts, watermark), incoming.record(ts, watermark)];
      expect(took.toSorted()).toEqual(["drop", "pass"]);
      expect(took[0]).toBe(ts < 1_000 ? "pass" : "drop");
    }
  });

  it("the outgoing gate is done when its watermark is the lateness beyond T, not at T", () => {
    const { gate } = new CutBench(protocol, "BLUE", committed("1000"));
    expect([gate.handOverDone(0, 1_050), gate.handOverDone(0, 1_051)]).toEqual([false, true]);
  });

  it("what is later still the incoming gate takes once the outgoing job is gone", () => {
    const bench = new CutBench(protocol, "GREEN", committed("1000"));
    expect(bench.record(999, 1_051)).toBe("drop");
    bench.hears(committed("1000", { stage: "RUNNING" }));
    expect([bench.record(999, 1_050), bench.record(999, 1_051)]).toEqual(["drop", "pass"]);
  });

  it("a job that took over leaves what lies below its T alone in the next hand-over, too", () => {
    const incoming = new CutBench(
      protocol,
      "BLUE",
      committed("1000", { "active-deployment-type": "BLUE" }),
    );
    const memory = incoming.gate.snapshot!(900);
    const back = { ...GATE_PHASE, "transition-id": "hand-over-2" };
    const restored = new CutBench(protocol, "BLUE", back, [memory]);
    expect(restored.record(999, 900)).toBe("drop");
  });
});

describe("configured-watermark by record-timestamp, the gate", () => {
  it("knows T from its own start on, whatever the map says", () => {
    const outgoing = new CutBench(configured, "BLUE", FIRST);
    expect([outgoing.record(999), outgoing.record(1_000)]).toEqual(["pass", "drop"]);
  });
});

describe("offset-cut, the gate", () => {
  it("says the next offset of each partition when it is asked, and waits there", () => {
    const bench = new CutBench(offsetCut, "BLUE", GATE_PHASE);
    bench.offset(0, 4);
    bench.offset(2, 7);
    bench.hears(COLLECTING);
    expect(bench.answer("BLUE")).toBe("hand-over-1 0 seen 5,0,8");
    expect([bench.offset(0, 4), bench.offset(0, 5)]).toEqual(["pass", "wait"]);
  });

  it("the outgoing gate passes what lies before the cut, the incoming one the rest, by partition", () => {
    const outgoing = new CutBench(offsetCut, "BLUE", committed("5,0,8"));
    const incoming = new CutBench(offsetCut, "GREEN", committed("5,0,8"));
    const places = [
      [0, 4, "pass"],
      [0, 5, "drop"],
      [1, 0, "drop"],
      [2, 7, "pass"],
      [3, 0, "drop"],
    ] as const;
    for (const [partition, offset, expected] of places) {
      expect(outgoing.offset(partition, offset)).toBe(expected);
      expect(incoming.offset(partition, offset)).not.toBe(expected);
    }
  });

  it("does not go by watermarks at all: late or not is nothing to it", () => {
    const bench = new CutBench(offsetCut, "GREEN", committed("5", { stage: "RUNNING" }));
    expect(bench.offset(0, 4)).toBe("drop");
  });

  it("keeps after a failure to what an attempt before it has said", () => {
    const before = new CutBench(offsetCut, "BLUE", GATE_PHASE);
    before.offset(0, 4);
    before.hears(COLLECTING);
    before.answerRequests();
    const after = new CutBench(offsetCut, "BLUE", before.map.read().data);
    expect([after.offset(0, 4), after.offset(0, 5)]).toEqual(["pass", "wait"]);
  });

  it("knows after a failure how far all subtasks of the job had got", () => {
    const memories = [3, 9].map((offset) => {
      const bench = new CutBench(offsetCut, "BLUE", GATE_PHASE);
      bench.offset(0, offset);
      return bench.gate.snapshot!(0);
    });
    expect(new CutBench(offsetCut, "BLUE", COLLECTING, memories).answer("BLUE")).toBe(
      "hand-over-1 0 seen 10",
    );
  });
});

describe("checkpoint-cut, the gate", () => {
  it("is closed in the shadow and open from the cut on; the outgoing one is always open", () => {
    const incoming = new CutBench(checkpointCut, "GREEN", GATE_PHASE);
    expect(incoming.record(1)).toBe("drop");
    incoming.hears(committed("savepoint"));
    expect(incoming.record(1)).toBe("pass");
    const outgoing = new CutBench(checkpointCut, "BLUE", committed("savepoint"));
    expect(outgoing.record(1)).toBe("pass");
  });
});
