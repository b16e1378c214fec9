import { describe, expect, it } from "vitest";
import { MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { watermarkGateV2 } from "../../../src/model/protocol/watermark-gate-v2.ts";
import { watermarkGateV3 } from "../../../src/model/protocol/watermark-gate-v3.ts";
import { cluster, gate, informed, judge, KNOWN, V1, V2, V3 } from "./fixture.ts";

const all = [
  ["V1", V1],
  ["V2", V2],
  ["V3", V3],
] as const;

describe.each(all)("the gate table, %s", (name, protocol) => {
  it("incoming, T known: from T on (G1)", () => {
    const incoming = gate(protocol, cluster(KNOWN), "GREEN");
    expect(judge(incoming, 999, 900)).toBe("drop");
    expect(judge(incoming, 1_000, 900)).toBe("pass");
  });

  it("incoming, T unknown: dropped, never buffered (G2)", () => {
    expect(judge(gate(protocol, cluster(), "GREEN"), 5_000, 900)).toBe("drop");
  });

  it("outgoing, T unknown: passed (G3)", () => {
    expect(judge(gate(protocol, cluster(), "BLUE"), 5_000, 900)).toBe("pass");
  });

  it("outgoing, T known: up to T; w = T is not a crossing, w > T is (G4)", () => {
    const outgoing = gate(protocol, cluster(KNOWN), "BLUE");
    expect(judge(outgoing, 999, 1_000)).toBe("pass");
    expect(judge(outgoing, 1_000, 1_000)).toBe("drop");
    expect(outgoing.gate.hasCrossed).toBe(false);
    expect(judge(outgoing, 999, 1_001)).toBe("drop");
    expect(outgoing.gate.hasCrossed).toBe(true);
  });

  it("late after the crossing: only V3's incoming gate takes it (G7, counterexample C4)", () => {
    const incoming = gate(protocol, cluster(KNOWN), "GREEN");
    expect(judge(incoming, 999, 1_001)).toBe(name === "V3" ? "pass" : "drop");
  });

  it("no watermark yet: V1 and V2 compare the wall clock with T (G6, fault 21)", () => {
    const outgoing = gate(protocol, cluster(KNOWN), "BLUE");
    expect(judge(outgoing, 999, MIN_WATERMARK)).toBe(name === "V3" ? "pass" : "drop");
  });

  it("a null timestamp: NPE in V1 and V2 where it is compared, Long.MIN_VALUE in V3 (G5)", () => {
    const incoming = gate(protocol, cluster(KNOWN), "GREEN");
    expect(judge(incoming, Number.NaN, 900)).toBe(name === "V3" ? "drop" : "error");
  });
});

describe("writes", () => {
  it("V1: only subtask 1 asks; parallelism 1 stalls (G8, faults 2 and 19)", () => {
    const at = cluster();
    judge(gate(V1, at, "GREEN", 0), 1, 900);
    expect(at.map.read().version).toBe(1);
    judge(gate(V1, at, "GREEN", 1), 1, 900);
    expect(at.map.read().data["watermark-stage"]).toBe("WAITING_FOR_WATERMARK");
  });

  it.each([
    ["V2", watermarkGateV2],
    ["V3", watermarkGateV3],
  ] as const)("%s with a check of the role: the incoming gate asks, the outgoing one proposes", (_, make) => {
    const protocol = make({ writeDelayMillis: 500, idleDoneMillis: 30_000, checksRole: true });
    const at = cluster();
    const [incoming, outgoing] = [gate(protocol, at, "GREEN"), gate(protocol, at, "BLUE")];
    const bothJudge = (): void => {
      informed(at, incoming, outgoing);
      for (const bench of [outgoing, incoming]) judge(bench, 1, 900);
      at.now += 500;
    };
    bothJudge();
    judge(outgoing, 1, 900);
    expect(at.map.read().data["watermark-stage"]).toBeUndefined();
    judge(incoming, 1, 900);
    expect(at.map.read().data["watermark-stage"]).toBe("WAITING_FOR_WATERMARK");
    bothJudge();
    informed(at, incoming, outgoing);
    judge(incoming, 1, 900);
    expect(at.map.read().data["watermark-toggle-value"]).toBeUndefined();
    judge(outgoing, 1, 900);
    expect(at.map.read().data["watermark-toggle-value"]).toBe("900");
  });

  it("quietUntil: no write before it, one at it (V3, G9)", () => {
    const at = cluster();
    const outgoing = gate(V3, at, "BLUE");
    judge(outgoing, 1_001, 1_000);
    expect(outgoing.gate.quietUntil(at.now)).toBe(at.now + 500);
    at.now += 499;
    judge(outgoing, 1_002, 1_000);
    expect(at.map.read().version).toBe(1);
    at.now += 1;
    judge(outgoing, 1_003, 1_000);
    expect(at.map.read().version).toBe(2);
  });
});

describe("counterexamples at the gate, D = 0 (V3)", () => {
  it("counterexample C1: what the outgoing gate emitted above w before it knew T comes twice", () => {
    const at = cluster({ "watermark-stage": "WAITING_FOR_WATERMARK" });
    const outgoing = gate(V3, at, "BLUE");
    const incoming = gate(V3, at, "GREEN");
    const early = [101, 102, 103].map((ts) => judge(outgoing, ts, 99));
    at.now += 500;
    judge(outgoing, 104, 99);
    informed(at, incoming);
    expect(incoming.gate.toggle).toBe(99);
    expect(early).toEqual(["pass", "pass", "pass"]);
    expect([101, 102, 103].map((ts) => judge(incoming, ts, 90))).toEqual(["pass", "pass", "pass"]);
  });

  it("counterexample C2: what the incoming gate read before it knew T comes never", () => {
    const at = cluster({ "watermark-stage": "WAITING_FOR_WATERMARK" });
    const outgoing = gate(V3, at, "BLUE");
    const incoming = gate(V3, at, "GREEN");
    expect([109, 120].map((ts) => judge(incoming, ts, 115))).toEqual(["drop", "drop"]);
    judge(outgoing, 107, 102);
    at.now += 500;
    judge(outgoing, 108, 102);
    expect(outgoing.gate.toggle).toBe(102);
    expect([109, 120].map((ts) => judge(outgoing, ts, 102))).toEqual(["drop", "drop"]);
  });
});
