import { describe, expect, it } from "vitest";
import type { RunOutcome } from "../../../src/explore/run-outcome.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { FaultOptions } from "../../../src/model/fault-options.ts";
import type { HandoverOptions, RunOptions } from "../../../src/model/options.ts";
import { baseHandover, baseRun, millis, seconds } from "../../support/base-run.ts";

const published = baseHandover.protocol;

function run(
  handover: Partial<HandoverOptions>,
  faults: readonly FaultOptions[],
  change: Partial<RunOptions> = {},
): RunOutcome {
  const options = {
    ...baseRun,
    durationMicros: seconds(30),
    faults,
    ...change,
    handover: { ...baseHandover, ...handover },
  };
  return simulate(options, {}, 1);
}

function edit(
  anchor: FaultOptions["at"]["anchor"],
  offset: number,
  kind: "transition" | "patch",
): FaultOptions {
  return { at: { anchor, offsetMicros: millis(offset) }, kind: "edit-spec", edit: kind };
}

const states = ({ facts }: RunOutcome): readonly string[] =>
  facts.handover.transitions.map(({ state }) => state);
const neverReady = { ...baseRun.incoming, startUp: { kind: "constant", us: seconds(60) } } as const;

describe("an edit in the gate phase", () => {
  it("wipes T as published: what the outgoing job has dropped is missing (fault 28)", () => {
    const change = edit("toggle-written", 4_500, "patch");
    expect(run({}, [change]).verdict.headline.lost).toBeGreaterThan(0);
    const guarded = {
      protocol: { name: "acknowledged-watermark", marginMillis: 100, latenessMillis: 500 },
    } as const;
    expect(run(guarded, [edit("toggle-written", 500, "patch")]).verdict.headline.lost).toBe(0);
  });

  it("within the delay of BASIC retires the outgoing job on the older revision's readiness (fault 15)", () => {
    const basic = { protocol: { name: "basic" }, deletionDelayMillis: 4_000 } as const;
    const { moments } = run(basic, [edit("incoming-running", 2_000, "patch")]);
    const deleted = moments["outgoing-deleted"] ?? Number.POSITIVE_INFINITY;
    expect(deleted - (moments["incoming-running"] ?? 0)).toBeLessThan(seconds(6));
  });
});

describe("an edit after an abort", () => {
  it("that patches the outgoing job makes its gates drop for ever (fault 26)", () => {
    const aborted = { abortGraceMicros: seconds(1) };
    const patch = edit("aborted", 500, "patch");
    const outcome = run(aborted, [patch], { incoming: neverReady });
    expect(states(outcome).slice(-2)).toEqual(["TRANSITIONING_TO_GREEN", "ACTIVE_GREEN"]);
    expect(outcome.verdict.headline.lost).toBeGreaterThan(500);
    expect(run(aborted, [], { incoming: neverReady }).verdict.headline.lost).toBe(0);
  });

  it("that asks again is a retry, which a hand-over that went well does not take", () => {
    const retry: FaultOptions = {
      at: { anchor: "start", offsetMicros: seconds(9) },
      kind: "retry",
    };
    const again = run({ abortGraceMicros: seconds(1) }, [retry], { incoming: neverReady });
    expect(states(again).filter((state) => state === "TRANSITIONING_TO_BLUE")).toHaveLength(2);
    expect(states(run({}, [retry])).filter((state) => state.startsWith("TRANS"))).toHaveLength(1);
  });
});

describe("STATELESS", () => {
  it("asks for no savepoint; the incoming job reads from its starting offsets", () => {
    const stateless = { startFrom: "nothing", protocol: { name: "basic" } } as const;
    const earliest = run(stateless, []);
    expect(states(earliest)).not.toContain("SAVEPOINTING_GREEN");
    expect(earliest.verdict.headline.duplicated).toBeGreaterThan(200);
    const latest = run(stateless, [], {
      incoming: { ...baseRun.incoming, startingOffsets: "latest" },
    });
    expect(latest.verdict.headline.duplicated).toBeLessThan(earliest.verdict.headline.duplicated);
  });
});

describe("a controller that is gone for a while", () => {
  it("polls again when it is back, and finds the hand-over where it was", () => {
    const restart: FaultOptions = {
      at: { anchor: "toggle-written", offsetMicros: 0 },
      kind: "controller-restart",
      forMicros: seconds(6),
    };
    const without = run({ protocol: published }, []);
    const withIt = run({ protocol: published }, [restart]);
    expect(withIt.facts.handover.outcome).toBe("handed-over");
    expect(withIt.moments["outgoing-deleted"]).toBeGreaterThan(
      without.moments["outgoing-deleted"] ?? 0,
    );
  });
});
