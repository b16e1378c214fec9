import { describe, expect, it } from "vitest";
import type { RunOutcome } from "../../../src/explore/run-outcome.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { FaultOptions } from "../../../src/model/fault-options.ts";
import type { HandoverOptions, RunOptions, StageOptions } from "../../../src/model/options.ts";
import { baseHandover, baseRun, EPOCH_MILLIS, millis, seconds } from "../../support/base-run.ts";
import { AGREED, EXACT } from "../../support/hard-hand-overs.ts";

type Change = Partial<Omit<RunOptions, "handover">> & {
  readonly handover?: Partial<HandoverOptions>;
};

function run(protocol: HandoverOptions["protocol"], change: Change = {}, seed = 1): RunOutcome {
  const handover = {
    ...baseHandover,
    deletionDelayMillis: 0,
    abortGraceMicros: seconds(10),
    gateTimeoutMicros: seconds(10),
    protocol,
    ...change.handover,
  };
  const options = { ...baseRun, durationMicros: seconds(30), ...change, handover };
  return simulate(options, {}, seed);
}

const states = ({ facts }: RunOutcome): readonly string[] =>
  facts.handover.transitions.map(({ state }) => state);
const lostAndRepeated = ({ verdict: { headline } }: RunOutcome): readonly number[] => [
  headline.lost,
  headline.duplicated,
];

const traffic = baseRun.source.traffic;
const at = (
  anchor: FaultOptions["at"]["anchor"],
  offset: number,
): { readonly at: FaultOptions["at"] } => ({ at: { anchor, offsetMicros: millis(offset) } });

describe("configured-watermark", () => {
  const crossing = {
    name: "configured-watermark",
    by: "crossing",
    toggleMillis: EPOCH_MILLIS + 5_000,
    notBeforeMicros: 0,
    notBelowMillis: -(2 ** 63),
  } as const;
  const byTimestamp = EXACT["configured-watermark"]!;

  it("by crossing loses or doubles records where partitions meet in a gate subtask", () => {
    const outcomes = [1, 2, 3, 4].map((seed) => run(crossing, {}, seed));
    expect(outcomes.every(({ facts }) => facts.handover.outcome === "handed-over")).toBe(true);
    expect(outcomes.some((outcome) => lostAndRepeated(outcome).some((count) => count > 0))).toBe(
      true,
    );
  });

  it("by crossing does so when a job fails behind its crossing, if not before", () => {
    const faults: FaultOptions[] = [
      { ...at("outgoing-crossed", 50), kind: "kill-job", job: "outgoing" },
    ];
    const outcomes = [1, 2, 3, 4].map((seed) => run(crossing, { faults }, seed));
    expect(outcomes.some((outcome) => lostAndRepeated(outcome).some((count) => count > 0))).toBe(
      true,
    );
  });

  it("by record-timestamp is exactly-once in the same runs", () => {
    const faults: FaultOptions[] = [
      { ...at("outgoing-crossed", 50), kind: "kill-job", job: "outgoing" },
    ];
    for (const seed of [1, 2, 3, 4]) {
      expect(run(byTimestamp, {}, seed).verdict.status).toBe("pass");
      expect(run(byTimestamp, { faults }, seed).verdict.status).toBe("pass");
    }
  });

  it("by record-timestamp loses what comes between T and a savepoint that is later", () => {
    const outcome = run({
      ...byTimestamp,
      toggleMillis: EPOCH_MILLIS + 1_000,
    } as typeof byTimestamp);
    expect(outcome.verdict.headline.lost).toBeGreaterThan(0);
  });
});

describe("controller-watermark", () => {
  const protocol = {
    name: "controller-watermark",
    marginMillis: 2_000,
    latenessMillis: 500,
  } as const;
  const slow = (count: number): Change => ({
    kubernetes: {
      ...baseRun.kubernetes,
      slowWatches: [{ job: "outgoing", subtask: undefined, extraMicros: millis(count) }],
    },
  });

  it("is exactly-once while its margin covers lag and watch delays (E1)", () => {
    expect(run(protocol).verdict.status).toBe("pass");
    expect(run(protocol, slow(1_000)).verdict.status).toBe("pass");
  });

  it("doubles what a gate passed that heard of T too late; nobody held it back", () => {
    expect(run(protocol, slow(3_000)).verdict.headline.duplicated).toBeGreaterThan(0);
    const { verdict } = run(EXACT["acknowledged-watermark"]!, {
      ...slow(3_000),
      handover: { gateTimeoutMicros: seconds(30) },
    });
    expect(verdict.headline.duplicated).toBe(0);
  });
});

const quiet = traffic.kind === "generated" ? { ...traffic, endMicros: seconds(24) } : traffic;

describe.each(AGREED)("%s", (name) => {
  const protocol = EXACT[name]!;

  it("hands over, and back: Green, Blue, Green", () => {
    const outcome = run(protocol, {
      durationMicros: seconds(40),
      source: { ...baseRun.source, traffic: quiet },
      faults: [{ ...at("handed-over", 2_000), kind: "edit-spec", edit: "transition" }],
    });
    const active = states(outcome).filter((state) => state.startsWith("ACTIVE"));
    expect(active).toEqual(["ACTIVE_BLUE", "ACTIVE_GREEN"]);
    expect(outcome.verdict.status).toBe("pass");
  });

  it("is taken back when the incoming job does not get ready, and tried again until it does", () => {
    const ends = [1, 2, 3, 4, 5, 6].map((seed) => {
      const change: Change = {
        durationMicros: seconds(40),
        source: { ...baseRun.source, traffic: quiet },
        incoming: {
          ...baseRun.incoming,
          startUp: { kind: "uniform", lowUs: 0, highUs: seconds(3) },
        },
        handover: { abortGraceMicros: seconds(1) },
        faults: [4, 7, 10, 13, 16].map((after) => ({
          ...at("start", after * 1_000),
          kind: "retry",
        })),
      };
      const outcome = run(protocol, change, seed);
      expect(outcome.verdict.findings).toEqual([]);
      return states(outcome).filter((state) => state.startsWith("ACTIVE"));
    });
    expect(
      ends.some((active) => active[0] === "ACTIVE_GREEN" && active.at(-1) === "ACTIVE_BLUE"),
    ).toBe(true);
  });

  it.each([
    "handover-started",
    "transitioning",
    "cut-proposed",
    "toggle-written",
    "clear-written",
  ] as const)("does not notice that the controller is gone for a while from %s on", (anchor) => {
    const outcome = run(protocol, {
      faults: [{ ...at(anchor, 10), kind: "controller-restart", forMicros: seconds(3) }],
    });
    expect(outcome.facts.handover.outcome).toBe("handed-over");
    expect(lostAndRepeated(outcome)).toEqual([0, 0]);
  });
});

describe("several gates in a job", () => {
  const map: StageOptions = { kind: "map", name: "enrich", costMicros: 1 };
  const branch = (name: string, ...before: readonly StageOptions[]): readonly StageOptions[] => [
    ...before,
    { kind: "gate", name: `gate ${name}`, costMicros: 1, from: [before.at(-1)?.name ?? "enrich"] },
    { kind: "sink", name, costMicros: 1, from: [`gate ${name}`] },
  ];
  const shuffle: StageOptions = {
    kind: "exchange",
    name: "shuffle",
    partitioner: "HASH",
    parallelism: 3,
    from: ["enrich"],
  };
  const graph = [map, ...branch("orders"), ...branch("audit", shuffle)];

  it.each(Object.keys(EXACT))("agree upon one cut, whichever branch fails: %s", (name) => {
    const outcome = run(EXACT[name]!, {
      outgoing: { ...baseRun.outgoing, graph },
      incoming: { ...baseRun.incoming, graph, parallelism: 3 },
      faults: [
        { ...at("toggle-written", 100), kind: "kill-task", job: "outgoing", task: 1, subtask: 2 },
      ],
    });
    expect(outcome.facts.handover.outcome).toBe("handed-over");
    expect(lostAndRepeated(outcome)).toEqual([0, 0]);
  });
});

describe("the pause", () => {
  const slowStart = { ...baseRun.incoming, startUp: { kind: "constant", us: seconds(3) } } as const;

  /** The longest time without any output (µs). */
  function pauseOf(name: string): number {
    const handover = { ...baseHandover, deletionDelayMillis: 0, protocol: EXACT[name]! };
    const { verdict } = simulate(
      { ...baseRun, incoming: slowStart, durationMicros: seconds(30), handover },
      { silenceMicros: 1 },
      1,
    );
    const silence = verdict.properties.find((property) => property.name === "no-silence");
    return silence?.counts["longestMicros"] ?? Number.NaN;
  }

  it("is the incoming job's start-up and more with stop-with-savepoint, not with the others", () => {
    expect(pauseOf("stop-with-savepoint")).toBeGreaterThan(seconds(3));
    for (const name of ["checkpoint-cut", "acknowledged-watermark", "offset-cut"]) {
      expect(pauseOf(name)).toBeLessThan(seconds(2));
    }
  });
});
