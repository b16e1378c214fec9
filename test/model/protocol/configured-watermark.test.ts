import { describe, expect, it } from "vitest";
import { MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { configuredWatermark } from "../../../src/model/protocol/configured-watermark.ts";
import { recordTimestampCut } from "../../../src/model/protocol/record-timestamp-cut.ts";
import { cluster, gate, informed, judge } from "./fixture.ts";

const options = {
  toggleMillis: 1_000,
  notBeforeMillis: 0,
  notBelowMillis: MIN_WATERMARK,
} as const;

describe("configured-watermark", () => {
  it("each gate turns as its own watermark crosses T, whatever the timestamps", () => {
    const at = cluster();
    const protocol = configuredWatermark(options);
    const outgoing = gate(protocol, at, "BLUE");
    const incoming = gate(protocol, at, "GREEN");
    expect([judge(outgoing, 1_500, 1_000), judge(incoming, 1_500, 1_000)]).toEqual([
      "pass",
      "drop",
    ]);
    expect([judge(outgoing, 900, 1_001), judge(incoming, 900, 1_001)]).toEqual(["drop", "pass"]);
  });

  it("by record-timestamp exactly one gate passes each record, late or not (repair 2)", () => {
    const at = cluster();
    const protocol = recordTimestampCut({ toggleMillis: 1_000, latenessMillis: 0 });
    const outgoing = gate(protocol, at, "BLUE");
    const incoming = gate(protocol, at, "GREEN");
    for (const [ts, w] of [
      [999, 0],
      [1_000, 0],
      [999, 2_000],
    ] as const) {
      expect(judge(outgoing, ts, w)).not.toBe(judge(incoming, ts, w));
    }
  });

  it("the guards hold it: not before so long after its start, not below a watermark", () => {
    const at = cluster();
    const guarded = { ...options, notBeforeMillis: 5_000, notBelowMillis: 1_200 };
    const outgoing = gate(configuredWatermark(guarded), at, "BLUE");
    expect(judge(outgoing, 1, 1_300)).toBe("pass");
    at.now += 5_000;
    expect(judge(outgoing, 1, 1_199)).toBe("pass");
    expect(judge(outgoing, 1, 1_200)).toBe("drop");
  });

  it("a first deployment passes everything", () => {
    const at = cluster({ "is-first-deployment": "true" });
    expect(judge(gate(configuredWatermark(options), at, "GREEN"), 1, 0)).toBe("pass");
  });

  it("an outgoing gate that has run for long counts its guard from the change of roles", () => {
    const at = cluster({ "active-deployment-type": "BLUE" });
    const outgoing = gate(configuredWatermark({ ...options, notBeforeMillis: 5_000 }), at, "BLUE");
    at.now += 60_000;
    at.map.patch({ "active-deployment-type": "GREEN" });
    informed(at, outgoing);
    expect(judge(outgoing, 1, 1_300)).toBe("pass");
    at.now += 5_000;
    expect(judge(outgoing, 1, 1_300)).toBe("drop");
  });
});
