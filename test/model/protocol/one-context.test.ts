import { describe, expect, it } from "vitest";
import { acknowledgedWatermark } from "../../../src/model/protocol/acknowledged-watermark.ts";
import { cluster, gate, informed, judge } from "./fixture.ts";

const protocol = acknowledgedWatermark({ marginMillis: 1_000, latenessMillis: 10_000 });

function handOver(number: number, more: Readonly<Record<string, string>>): Record<string, string> {
  return { "transition-id": `hand-over-${number}`, "cut-round": "0", ...more };
}

describe("a gate that reads the map as a whole (repair 6)", () => {
  it("judges by the old one or the new one, never by half of each", () => {
    const first = { "is-first-deployment": "true", "active-deployment-type": "BLUE" };
    const at = cluster({ ...first, stage: "RUNNING" });
    const outgoing = gate(protocol, at, "BLUE");
    at.map.replace(cluster(handOver(1, { "cut-stage": "COMMITTED", cut: "1000" })).map.read().data);
    outgoing.gate.onWatchBase(at.map.read());
    expect([judge(outgoing, 999, 900), judge(outgoing, 1_000, 900)]).toEqual(["pass", "pass"]);
    outgoing.gate.onWatchRest(at.map.read());
    expect([judge(outgoing, 999, 900), judge(outgoing, 1_000, 900)]).toEqual(["pass", "drop"]);
  });

  it("writes no answer of one hand-over into the next", () => {
    const at = cluster();
    const outgoing = gate(protocol, at, "BLUE");
    at.map.patch(handOver(1, { "cut-stage": "COLLECTING" }));
    informed(at, outgoing);
    at.map.replace(cluster(handOver(2, { "cut-stage": "COLLECTING" })).map.read().data);
    outgoing.gate.onRead(at.map.read());
    expect(outgoing.events).toMatchObject([{ e: "cm", res: "otherTransition" }]);
  });
});
