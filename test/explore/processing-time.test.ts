import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { simulate } from "../../src/explore/run-scenario.ts";
import { WindowOperator } from "../../src/model/operator/window-operator.ts";
import type { RunOptions, StageOptions } from "../../src/model/options.ts";
import { anyRun } from "../support/any-run.ts";
import { effort } from "../support/effort.ts";
import { propertyOf, type Settings, shortRun } from "./short-run.ts";

const WINDOW = "{ window: tumbling 2 s, time: processing }";
const STOP = ", protocol: stop-with-savepoint";
const BY_KEY = "compare: { by: key }";
const CRASH = "faults: [{ at: 3 s, kill: outgoing/task/0/0 }]";

const kindsOf = (settings: Settings, seed = 1): readonly string[] =>
  shortRun(settings, seed).verdict.findings.map(({ kind }) => kind);

describe("windows in processing time", () => {
  const graph = `[{ key-by: c }, ${WINDOW}, sink]`;

  it("hold each record once where one job stops before the other goes on, restarts and all", () => {
    const anyRest = fc.constantFrom(BY_KEY, `${BY_KEY}\n${CRASH}`);
    fc.assert(
      fc.property(anyRest, fc.nat(1_000), (rest, seed) => {
        const { verdict, stopReason } = shortRun({ graph, rest, handover: STOP }, seed);
        expect(stopReason).toBe("quiescence");
        expect(verdict.findings).toEqual([]);
        expect(verdict.status).toBe("pass");
      }),
      { numRuns: 12 },
    );
  });

  it("are said to differ, with the reason, if nothing is declared", () => {
    const run = shortRun({ graph, handover: STOP });
    expect(run.verdict.findings.map(({ kind }) => kind)).toEqual(["differs"]);
    const { counts } = propertyOf(run, "alike");
    expect(counts["processing time"]).toBe(run.verdict.headline.differing);
  });

  it("hold records twice or not at all where both jobs fill them at paces of their own", () => {
    const behind = `[{ key-by: c }, ${WINDOW}, gate, sink]`;
    const protocol =
      "{ name: configured-watermark, toggle: 16 s, by: record-timestamp, lateness: 2 s }";
    const rest = `incoming: { lag: 1500 ms }\n${BY_KEY}`;
    const kinds = kindsOf({ graph: behind, rest, handover: `, protocol: ${protocol}` });
    expect(kinds).toEqual(["duplicate"]);
  });

  it("would be seen to lose what a restore forgot", () => {
    vi.spyOn(WindowOperator.prototype, "restore").mockImplementation(() => {});
    const kinds = kindsOf({ graph, rest: BY_KEY, handover: STOP });
    vi.restoreAllMocks();
    expect(kinds).toContain("gap");
  });
});

describe("any graph in processing time", () => {
  const inProcessingTime = (graph: readonly StageOptions[]): readonly StageOptions[] =>
    graph.map((stage) => {
      if (stage.kind === "process" && stage.timerMillis === 0) {
        return { ...stage, ttl: { millis: 300, update: "OnCreateAndWrite" as const } };
      }
      const isTimed = stage.kind === "window" || stage.kind === "process";
      return isTimed ? { ...stage, time: "processing" as const } : stage;
    });
  const timed = (run: RunOptions): RunOptions => ({
    ...run,
    outgoing: { ...run.outgoing, graph: inProcessingTime(run.outgoing.graph) },
    incoming: { ...run.incoming, graph: inProcessingTime(run.incoming.graph) },
  });

  it("comes to the same record by record", () => {
    let results = 0;
    const told = (run: RunOptions, seed: number, recordMode: boolean) => {
      const { verdict, facts, stopReason, moments } = simulate(run, {}, seed, {
        recordMode,
        stepBudget: 1_000_000,
      });
      results += verdict.properties.find(({ name }) => name === "alike")?.checked ?? 0;
      return { verdict, facts, stopReason, moments };
    };
    fc.assert(
      fc.property(anyRun, fc.nat(1_000), (run, seed) => {
        expect(told(timed(run), seed, true)).toEqual(told(timed(run), seed, false));
      }),
      effort(20),
    );
    expect(results).toBeGreaterThan(100);
  });
});
