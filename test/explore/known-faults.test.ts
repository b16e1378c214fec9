import { describe, expect, it } from "vitest";
import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { came, FAR, propertyOf, type Settings, shortRun } from "./short-run.ts";

const protocol = (text: string): Settings => ({ handover: `${FAR}, protocol: ${text}` });

describe("a known fault, in a whole run", () => {
  it("BASIC: both jobs write until the deletion: duplicates, no gap (fault 1)", () => {
    const run = came(shortRun({ handover: ", protocol: basic, deletion-delay: 3 s" }));
    expect(run).toMatchObject({ outcome: "handed-over", lost: 0 });
    expect(run.duplicated).toBeGreaterThan(500);
  });

  it("an incoming job without labels is never started: the hand-over is aborted (fault 17)", () => {
    const at = { anchor: "start", offsetMicros: 0 } as const;
    const handover = `${FAR}, abort-grace: 10 s`;
    const run = shortRun({ handover, faults: [{ at, kind: "lose-labels", job: "incoming" }] });
    expect(came(run)).toEqual({ outcome: "rolled-back", lost: 0, duplicated: 0 });
    expect(run.moments["incoming-running"]).toBeUndefined();
  });

  it("V1 at parallelism 1 never hands over (faults 2 and 19)", () => {
    const alone = "outgoing: { parallelism: 1 }\nincoming: { parallelism: 1 }";
    const run = shortRun({ ...protocol("watermark-gate-v1"), rest: alone });
    expect(came(run)).toMatchObject({ outcome: "unfinished" });
    expect(run.moments["transitioning"]).toBeDefined();
    expect(run.moments["toggle-written"]).toBeUndefined();
  });

  it("the incoming job's transactions do not wait for the outgoing job's commits (fault 9)", () => {
    const { transactions } = shortRun({ handover: FAR }).facts;
    const ends = transactions.filter(
      ({ role, state }) => role === "outgoing" && state === "committed",
    );
    const begins = transactions.filter(({ role, appended }) => role === "incoming" && appended > 0);
    const lastCommit = Math.max(...ends.map(({ endedAt = 0 }) => endedAt));
    expect(begins.some(({ openedAt }) => openedAt < lastCommit)).toBe(true);
  });

  it("an exact hand-over can be out of order, when the outgoing job is behind (fault 10)", () => {
    const stall = "faults: [{ at: toggle-written + 4 s, stall: outgoing/task/0/0, for: 3 s }]";
    const run = shortRun({ handover: FAR, rest: stall });
    expect(came(run)).toEqual({ outcome: "handed-over", lost: 0, duplicated: 0 });
    expect(propertyOf(run, "order").failures).toBeGreaterThan(0);
  });

  it("an abort after T starts again from the savepoint: duplicates (faults 5 and 12)", () => {
    const run = came(shortRun({ handover: ", deletion-delay: 3 s, gate-timeout: 1 s" }));
    expect(run.outcome).toBe("rolled-back");
    expect(run.duplicated).toBeGreaterThan(0);
  });

  it("V2 clears the teardown at its first crossing: a slower subtask's rest is lost (fault 22)", () => {
    const rest = "faults: [{ at: toggle-written, stall: outgoing/task/0/0, for: 20 s }]";
    const run = came(shortRun({ ...protocol("watermark-gate-v2"), rest }));
    expect(run.outcome).toBe("handed-over");
    expect(run.lost).toBeGreaterThan(0);
  });

  it("V3 tears down a subtask that is held up: it owes what is below T (fault 25, E3)", () => {
    const rest = "faults: [{ at: toggle-written + 1 s, stall: outgoing/task/0/0, for: 15 s }]";
    const v3 = (idleDone: string): Settings =>
      protocol(`{ name: watermark-gate-v3, idle-done: ${idleDone} }`);
    const early = came(shortRun({ ...v3("2 s"), rest }));
    expect(early.outcome).toBe("handed-over");
    expect(early.lost).toBeGreaterThan(0);
    const patient = came(shortRun({ ...v3("30 s"), rest }));
    expect(patient).toEqual({ outcome: "handed-over", lost: 0, duplicated: 0 });
  });

  it("a partition that falls silent without idleness holds T out of reach (fault 30)", () => {
    const source = ", idle: [{ partition: 0, from: 10 s, to: 60 s }]";
    const run = shortRun({ handover: FAR, source, graph: "[{ key-by: customer }, gate, sink]" });
    expect(came(run).outcome).toBe("unfinished");
    expect(run.moments["outgoing-crossed"]).toBeUndefined();
  });

  it("the gate sees the minimum over all sources: a silent one holds T out of reach (fault 6)", () => {
    const clicks = (end: string): RunOutcome =>
      shortRun({
        handover: FAR,
        graph: "[{ key-by: customer, from: [source, clicks] }, gate, sink]",
        rest: `more-sources: [{ name: clicks, rate: 100/s, disorder: 500 ms, end: ${end} }]`,
      });
    expect(came(clicks("30 s"))).toEqual({ outcome: "handed-over", lost: 0, duplicated: 0 });
    expect(clicks("10 s").moments["outgoing-crossed"]).toBeUndefined();
  });

  it("a sink that restores state fences the outgoing job, a new one does not (F4, F5, repair 5)", () => {
    const rest = "outgoing: { checkpointing: { interval: 6 s } }";
    const restored = came(shortRun({ handover: FAR, sink: ", restore-state: true", rest }));
    expect(restored.duplicated).toBeGreaterThan(0);
    const anew = came(shortRun({ handover: FAR, sink: ", restore-state: false", rest }));
    expect(anew).toEqual({ outcome: "handed-over", lost: 0, duplicated: 0 });
  });
});

describe("without failures, at one T", () => {
  // Nothing is late at a source whose bound covers the disorder (E2), and V3 with a savepoint
  // directory commits all it owes (E3). So E1 alone decides.
  it("V3 is exactly-once if every gate learns T in time: the theorem (E1, E2, E3)", () => {
    const counts = { exact: 0, late: 0 };
    for (const delay of ["0 s", "300 ms", "800 ms", "2 s"]) {
      for (const [seed, watch] of ["20 ms", "{ median: 100 ms, p99: 2 s }"].entries()) {
        const run = shortRun(
          {
            handover: `, deletion-delay: ${delay}`,
            rest: `kubernetes: { watch-latency: ${watch} }\nincoming: { start-up: 1 s }`,
          },
          seed,
        );
        if (run.verdict.headline.gatesLearnedLate > 0) counts.late++;
        else {
          expect(came(run)).toEqual({ outcome: "handed-over", lost: 0, duplicated: 0 });
          counts.exact++;
        }
      }
    }
    expect(counts.exact).toBeGreaterThan(0);
    expect(counts.late).toBeGreaterThan(0);
  });
});
