import { describe, expect, it } from "vitest";
import { came, FAR, type Settings, shortRun } from "./short-run.ts";

const EXACT = { outcome: "handed-over", lost: 0, duplicated: 0 };
const V3 = "watermark-gate-v3";
const ACKNOWLEDGED = "{ name: acknowledged-watermark, lateness: 10 s }";

/** Both jobs have a sink of their own, as every repair needs it. */
function by(protocol: string, settings: Settings): ReturnType<typeof came> {
  const handover = `${settings.handover ?? FAR}, protocol: ${protocol}`;
  return came(shortRun({ sink: ", restore-state: false", ...settings, handover }));
}

/** The published gate fails, the repaired protocol does not. */
function mends(repaired: string, settings: Settings): void {
  expect(by(V3, settings)).not.toEqual(EXACT);
  expect(by(repaired, settings)).toEqual(EXACT);
}

const LATE = ", late: { share: 5 %, by: 8 s }";

describe("a repair", () => {
  it("gates that acknowledge T and wait at it need no delay that covers the watches (repair 1)", () => {
    const slow = "kubernetes: { watch-latency: 2 s }";
    mends(ACKNOWLEDGED, { handover: ", deletion-delay: 0 s", rest: slow });
  });

  it("a cut by offsets, or by each record's timestamp, knows no side of a crossing (repair 2)", () => {
    const crash = "faults: [{ at: toggle-written + 5500 ms, kill: outgoing/task/0/0 }]";
    expect(by(V3, { source: LATE, rest: crash })).not.toEqual(EXACT);
    const timestamp =
      "{ name: configured-watermark, by: record-timestamp, toggle: 14 s, lateness: 10 s }";
    const later = "faults: [{ at: incoming-running + 8 s, kill: outgoing/task/0/0 }]";
    for (const protocol of ["offset-cut", timestamp]) {
      expect(by(protocol, { source: LATE, rest: later })).toEqual(EXACT);
    }
  });

  it("gates that remember T and how far they were survive restarts (repair 3)", () => {
    const crash = "faults: [{ at: toggle-written + 5500 ms, kill: outgoing/task/0/0 }]";
    mends(ACKNOWLEDGED, { source: LATE, rest: crash });
  });

  it("a cut at a barrier loses no window, however far behind the incoming job is (repair 4)", () => {
    mends("checkpoint-cut", {
      handover: ", deletion-delay: 0 s",
      graph: "[{ key-by: customer }, { window: tumbling 1 s }, gate, sink]",
      rest: "incoming: { start-up: 3 s }",
    });
  });

  it("done by offsets reached, an outgoing subtask may take its time (repair 7)", () => {
    const rest = "faults: [{ at: transitioning + 2 s, stall: outgoing/task/0/0, for: 15 s }]";
    const impatient = `{ name: ${V3}, idle-done: 2 s }`;
    expect(by(impatient, { rest }).lost).toBeGreaterThan(0);
    expect(by("offset-cut", { rest })).toEqual(EXACT);
  });

  it("an edit while a hand-over is under way is refused (repair 8)", () => {
    const at = { anchor: "toggle-written", offsetMicros: 1_500_000 } as const;
    const faults = [{ at, kind: "edit-spec", edit: "patch" }] as const;
    mends(ACKNOWLEDGED, { faults, handover: ", deletion-delay: 1 s" });
  });
});
