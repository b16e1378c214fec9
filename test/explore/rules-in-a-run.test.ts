import { describe, expect, it } from "vitest";
import { came, FAR, propertyOf, type Settings, shortRun } from "./short-run.ts";

const seconds = (count: number): number => count * 1_000_000;

describe("a rule, in a whole run", () => {
  it("the synchronous part of a snapshot holds records up, the asynchronous one does not (C15)", () => {
    const worst = (checkpointing: string): number => {
      const run = shortRun({
        checkpointing,
        sink: ", readers: read_uncommitted",
        rest: "properties: { visible-within: 20 s }",
      });
      return seconds(20) - (propertyOf(run, "visible-in-time").margin?.value ?? Number.NaN);
    };
    expect(worst(", async: 400 ms")).toBeLessThan(worst(", sync: 400 ms") - 300_000);
  });

  it("restored splits go on from their own offsets, whatever the starting offsets (N2)", () => {
    const rest = "incoming: { starting-offsets: latest }";
    const run = came(shortRun({ handover: FAR, rest }));
    expect(run).toEqual({ outcome: "handed-over", lost: 0, duplicated: 0 });
  });

  it("a subtask without a split holds every window back, unless it may be idle (N7)", () => {
    const windows = (idleness: string): Settings => ({
      graph: "[{ key-by: customer }, { window: tumbling 1 s }, gate, sink]",
      rest: ["outgoing", "incoming"]
        .map((job) => `${job}: { parallelism: 6, watermarks: { bound: 500 ms${idleness} } }`)
        .join("\n"),
    });
    const seen = (idleness: string): number => shortRun(windows(idleness)).verdict.headline.visible;
    expect(seen("")).toBe(0);
    expect(seen(", idleness: 1 s")).toBeGreaterThan(0);
  });

  it("a deployment's tasks run when its start-up time is over (K11)", () => {
    const { moments } = shortRun({ handover: FAR, rest: "incoming: { start-up: 7 s }" });
    const took = (moments["incoming-running"] ?? 0) - (moments["savepoint-completed"] ?? 0);
    expect(took).toBeGreaterThanOrEqual(seconds(7));
    expect(took).toBeLessThan(seconds(9));
  });

  it("a deleted job that is killed leaves its transaction open, else it aborts it (K12)", () => {
    const open = (deletion: string): number => {
      const handover = `, protocol: basic, deletion-delay: 3 s, deletion: ${deletion}`;
      const { transactions } = shortRun({ handover }).facts;
      return transactions.filter(
        ({ role, state, appended }) => role === "outgoing" && state === "open" && appended > 0,
      ).length;
    };
    expect(open("graceful")).toBe(0);
    expect(open("kill")).toBeGreaterThan(0);
  });

  it("a transition goes from savepoint to teardown in one order (M1)", () => {
    const { moments } = shortRun({ handover: FAR });
    const order = [
      ...(["handover-started", "savepoint-completed", "incoming-running"] as const),
      ...(["transitioning", "toggle-written", "outgoing-crossed"] as const),
      ...(["clear-written", "outgoing-deleted"] as const),
    ].map((moment) => moments[moment] ?? Number.NaN);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("gates write 500 ms late at the least, and the controller looks at its polls (M3, G9)", () => {
    const { moments } = shortRun({ handover: FAR });
    const between = (from: keyof typeof moments, to: keyof typeof moments): number =>
      (moments[to] ?? Number.NaN) - (moments[from] ?? Number.NaN);
    expect(between("transitioning", "toggle-written")).toBeGreaterThan(500_000);
    expect(between("outgoing-crossed", "clear-written")).toBeGreaterThan(500_000);
    // It waits D, 5 s, from its own look at CLEAR, and looks every 500 ms.
    expect(between("clear-written", "outgoing-deleted")).toBeGreaterThan(seconds(5));
    expect(between("clear-written", "outgoing-deleted")).toBeLessThan(seconds(6.5));
  });
});
