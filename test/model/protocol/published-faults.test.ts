import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { GateBench } from "../../conformance/gates/gate-bench.ts";
import { cluster, gate, informed, judge, KNOWN, V1, V2, V3 } from "./fixture.ts";

const WAITING = { "watermark-stage": "WAITING_FOR_WATERMARK" };

describe("what a watermark gate writes", () => {
  it("a 409 fails V1's task; V2 tries 4 times, V3 10 times (G10, M2)", () => {
    for (const [protocol, subtask, attempts] of [
      [V1, 1, 1],
      [V2, 0, 4],
      [V3, 0, 10],
    ] as const) {
      const at = cluster(WAITING);
      // Somebody else writes between each GET and its PUT, without any version.
      const interposed = Array.from({ length: 20 }, (_, i) => ({ other: String(i) }));
      const script = { interposed, holdsNext: false };
      const outgoing = new GateBench({ cluster: at, script, protocol, colour: "BLUE", subtask });
      outgoing.gate.onOpen(at.map.read());
      judge(outgoing, 1_000, 900);
      at.now += 500;
      judge(outgoing, 1_001, 900);
      const writes = outgoing.events.filter(({ e }) => e === "cm");
      expect(writes.map(({ res }) => res)).toEqual(writes.map(() => "conflict"));
      expect(writes).toHaveLength(attempts);
      expect(outgoing.events.some(({ err }) => err === "K8sException(409)")).toBe(true);
      expect(at.map.read().data["watermark-toggle-value"]).toBeUndefined();
    }
  });

  it("T is the proposer's watermark + D, which the map tells: deployment-deletion-delay-ms (G8)", () => {
    for (const protocol of [V2, V3]) {
      const at = cluster({ ...WAITING, "deployment-deletion-delay-ms": "250" });
      const outgoing = gate(protocol, at, "BLUE");
      judge(outgoing, 1_000, 900);
      at.now += 500;
      judge(outgoing, 1_001, 910);
      expect(at.map.read().data["watermark-toggle-value"]).toBe("1160");
    }
  });

  it("two V2 subtasks: the last T stays; what is between the two comes twice or never (fault 20)", () => {
    const at = cluster(WAITING);
    const [first, second] = [gate(V2, at, "BLUE", 0), gate(V2, at, "BLUE", 1)];
    const incoming = gate(V2, at, "GREEN");
    judge(first, 1, 100);
    judge(second, 1, 130);
    at.now += 500;
    judge(first, 1, 100);
    informed(at, incoming);
    const between = judge(incoming, 110, 90);
    const dropped = judge(first, 120, 100);
    judge(second, 1, 130);
    informed(at, first, incoming);
    expect(at.map.read().data["watermark-toggle-value"]).toBe("130");
    expect([between, judge(first, 110, 100)]).toEqual(["pass", "pass"]);
    expect([dropped, judge(incoming, 120, 90)]).toEqual(["drop", "drop"]);
  });

  it("V3: a delayed write of an aborted hand-over is the next one's T (fault 29)", () => {
    const at = cluster(WAITING);
    const script = { interposed: [], holdsNext: false };
    const outgoing = new GateBench({
      ...{ cluster: at, script, protocol: V3 },
      ...{ colour: "BLUE", subtask: 0 },
    });
    outgoing.gate.onOpen(at.map.read());
    judge(outgoing, 1_000, 900);
    at.now += 500;
    script.holdsNext = true;
    judge(outgoing, 1_001, 900);
    // Aborted, and begun again: the same colour is active, and no T is known.
    at.map.patch({ "active-deployment-type": "BLUE", stage: "FAILING" });
    at.map.replace(cluster().map.read().data);
    outgoing.release();
    expect(at.map.read().data["watermark-toggle-value"]).toBe("900");
  });

  it("V3 proposes no T while event time is not positive (fault 32)", () => {
    const at = cluster(WAITING);
    const outgoing = gate(V3, at, "BLUE");
    for (const watermark of [-50, 0]) {
      judge(outgoing, 1, watermark);
      at.now += 500;
    }
    judge(outgoing, 1, 0);
    expect(outgoing.gate.toggle).toBeUndefined();
    at.now += 500;
    judge(outgoing, 1, 5);
    expect(outgoing.gate.toggle).toBe(5);
  });
});

describe("what a watermark gate remembers", () => {
  it("nothing after a restart: it reads the map again, its watermark is MIN (G11)", () => {
    for (const protocol of [V2, V3]) {
      const at = cluster(KNOWN);
      const before = gate(protocol, at, "BLUE");
      judge(before, 999, 1_001);
      expect([before.gate.hasCrossed, before.gate.state()["pendingClear"]]).toEqual([true, true]);
      const after = gate(protocol, at, "BLUE");
      expect(after.gate.toggle).toBe(1_000);
      expect([after.gate.hasCrossed, after.gate.state()["pendingClear"]]).toEqual([false, false]);
    }
  });

  it("a torn read drops the record and clears the teardown (G12, fault 24)", () => {
    const first = { "is-first-deployment": "true", "active-deployment-type": "BLUE" };
    const at = cluster({ ...first, stage: "RUNNING" });
    const outgoing = gate(V2, at, "BLUE");
    expect(judge(outgoing, 1_000, 900)).toBe("pass");
    at.map.replace(cluster().map.read().data);
    outgoing.gate.onWatchBase(at.map.read());
    expect(judge(outgoing, 1_001, 900)).toBe("drop");
    at.now += 500;
    judge(outgoing, 1_002, 900);
    expect(at.map.read().data["stage"]).toBe("CLEAR_TO_TEARDOWN");
  });

  it("its informer's handler throws when only an unknown T is left to compare (G12)", () => {
    const at = cluster();
    const incoming = gate(V3, at, "GREEN");
    at.map.patch({ unrelated: "x" });
    informed(at, incoming);
    expect(incoming.events).toEqual([{ e: "handlerError", err: "NullPointerException" }]);
  });

  it("V3 counts it as done 30 s after T and its last record, whatever it owes (G13, fault 25)", () => {
    const at = cluster(KNOWN);
    const outgoing = gate(V3, at, "BLUE");
    informed(at, outgoing);
    judge(outgoing, 900, 800);
    const done = (): boolean => outgoing.gate.handOverDone(at.now, 800);
    at.now += 29_999;
    expect(done()).toBe(false);
    at.now += 1;
    expect(done()).toBe(true);
  });
});

/** How often a record with that timestamp comes, when both gates know T = 1000. */
function appearances(protocol: typeof V3, ts: number, outgoing: number, incoming: number): number {
  const at = cluster(KNOWN);
  const judged = [
    judge(gate(protocol, at, "BLUE"), ts, outgoing),
    judge(gate(protocol, at, "GREEN"), ts, incoming),
  ];
  return judged.filter((one) => one === "pass").length;
}

const anyTime = fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.constantFrom(999, 1_000, 1_001));
const anyWatermark = fc.oneof(anyTime, fc.constant(MIN_WATERMARK));

describe("a record at two gates that know T", () => {
  it("from T on leaves through the incoming gate only, wherever the watermarks are", () => {
    fc.assert(
      fc.property(anyTime, anyWatermark, anyWatermark, (ts, outgoing, incoming) => {
        fc.pre(ts >= 1_000);
        for (const protocol of [V2, V3]) {
          expect(appearances(protocol, ts, outgoing, incoming)).toBe(1);
        }
      }),
    );
  });

  it("below T comes once in V3 if both have crossed or neither has, else never or twice (E2)", () => {
    fc.assert(
      fc.property(anyTime, anyWatermark, anyWatermark, (ts, outgoing, incoming) => {
        fc.pre(ts < 1_000);
        const [isPast, isOpen] = [outgoing > 1_000, incoming > 1_000];
        const expected = isPast === isOpen ? 1 : isPast ? 0 : 2;
        expect(appearances(V3, ts, outgoing, incoming)).toBe(expected);
      }),
    );
  });

  it("late, at another parallelism: never or twice (fault 7, counterexample C3)", () => {
    expect(appearances(V3, 995, 1_100, 900)).toBe(0);
    expect(appearances(V3, 995, 900, 1_100)).toBe(2);
  });

  it("late, with one job's partition idle: twice or never (fault 8, counterexample C5)", () => {
    expect(appearances(V3, 995, 1_000, 1_200)).toBe(2);
    expect(appearances(V3, 995, 1_200, 1_000)).toBe(0);
  });

  it("late, with the incoming job's watermark still MIN: never (counterexample C6, F3)", () => {
    expect(appearances(V3, 995, 1_100, MIN_WATERMARK)).toBe(0);
  });

  it("late, with the outgoing job's watermark MIN after a restart: twice (F2)", () => {
    expect(appearances(V3, 995, MIN_WATERMARK, 1_100)).toBe(2);
  });

  it("below T waits for nobody: what the outgoing job does not write stays unwritten (F7)", () => {
    expect(judge(gate(V3, cluster(KNOWN), "GREEN"), 995, 900)).toBe("drop");
  });
});
