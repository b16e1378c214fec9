import { describe, expect, it } from "vitest";
import type { RunOutcome } from "../../../src/explore/run-outcome.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { FaultOptions } from "../../../src/model/fault-options.ts";
import type { HandoverOptions, RunOptions } from "../../../src/model/options.ts";
import { baseHandover, baseRun, millis, seconds } from "../../support/base-run.ts";
import { AGREED, EXACT } from "../../support/hard-hand-overs.ts";

const traffic = baseRun.source.traffic;
const long = traffic.kind === "generated" ? { ...traffic, endMicros: seconds(35) } : traffic;

/** The incoming job does not come back by itself; who asks again does so a second after an abort. */
function run(
  protocol: HandoverOptions["protocol"],
  fault: FaultOptions,
  change: Partial<HandoverOptions> = {},
): RunOutcome {
  const retry: FaultOptions = { ...at("aborted", 1_000), kind: "retry" };
  const options: RunOptions = {
    ...baseRun,
    durationMicros: seconds(60),
    source: { ...baseRun.source, traffic: long },
    incoming: { ...baseRun.incoming, restart: { strategy: "none" } },
    handover: {
      ...baseHandover,
      deletionDelayMillis: 0,
      abortGraceMicros: seconds(3),
      gateTimeoutMicros: seconds(6),
      protocol,
      ...change,
    },
    faults: [fault, retry],
  };
  return simulate(options, {}, 1);
}

function at(
  anchor: FaultOptions["at"]["anchor"],
  offset: number,
): { readonly at: FaultOptions["at"] } {
  return { at: { anchor, offsetMicros: millis(offset) } };
}

const ends = ({ facts }: RunOutcome): readonly string[] =>
  facts.handover.transitions.map(({ state }) => state).filter((state) => state.startsWith("ACT"));

const MOMENTS = [
  ["incoming-running", 10],
  ["transitioning", 10],
  ["cut-proposed", 10],
  ["toggle-written", 10],
  ["outgoing-crossed", 10],
  ["clear-written", 10],
] as const;

describe.each(AGREED)("an incoming job that dies for good, under %s", (name) => {
  it.each(
    MOMENTS,
  )("from %s on: the hand-over is aborted, asked for again, and done exactly once", (...moment) => {
    const outcome = run(EXACT[name]!, {
      ...at(moment[0], moment[1]),
      kind: "kill-job",
      job: "incoming",
    });
    // Beyond the point of no return it is redeployed instead.
    const isEarly = moment[0] === "transitioning" && name !== "stop-with-savepoint";
    if (isEarly && name !== "checkpoint-cut") expect(outcome.moments.aborted).toBeDefined();
    if (moment[0] === "clear-written") expect(outcome.moments.aborted).toBeUndefined();
    expect(ends(outcome).at(-1)).toBe("ACTIVE_BLUE");
    const { lost, duplicated } = outcome.verdict.headline;
    expect([lost, duplicated]).toEqual([0, 0]);
  });
});

describe("the published controller", () => {
  const kill = (anchor: FaultOptions["at"]["anchor"]): RunOutcome =>
    run(
      baseHandover.protocol,
      { ...at(anchor, 10), kind: "kill-job", job: "incoming" },
      { deletionDelayMillis: 3_000 },
    );

  it("aborts without harm before anything is written", () => {
    const { headline } = kill("incoming-running").verdict;
    expect(ends(kill("incoming-running"))[1]).toBe("ACTIVE_GREEN");
    expect(headline.duplicated).toBe(0);
  });

  it("repeats what both have put out once the toggle is written (fault 30)", () => {
    const outcome = kill("outgoing-crossed");
    expect(ends(outcome)[1]).toBe("ACTIVE_GREEN");
    expect(outcome.verdict.headline.duplicated + outcome.verdict.headline.lost).toBeGreaterThan(0);
  });
});
