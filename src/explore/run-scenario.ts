import { type Chance, seededChance } from "../engine/choice.ts";
import type { SimulationOptions } from "../engine/simulation.ts";
import { HandoverRun } from "../model/handover/hand-over-run.ts";
import type { WatchLuck } from "../model/kubernetes/api-server.ts";
import { createStageFunctions } from "../model/operator/stage-functions.ts";
import type { RunOptions } from "../model/options.ts";
import type { HandoverProtocol } from "../model/protocol/protocol.ts";
import { openTopics } from "../model/source/sources.ts";
import type { TopicLog } from "../model/source/topic-log.ts";
import type { Relaxations, RunFacts } from "../oracle/evidence.ts";
import { expectedOf, judge } from "../oracle/judge.ts";
import type { PropertyOptions } from "../scenario/scenario.ts";
import { expectations } from "./expected.ts";
import { GatePasses } from "./gate-passes.ts";
import type { Pipeline } from "./pipeline.ts";
import { pipelineVersions } from "./pipeline-versions.ts";
import type { JudgedRun, RunEar } from "./run-ear.ts";
import { frontierOf, runFacts } from "./run-facts.ts";
import type { Runnable } from "./run-many.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { runProbes } from "./run-probes.ts";
import { RunRecorder } from "./run-recorder.ts";
import { topicInput } from "./topic-input.ts";

/** What can be different from one run of a scenario to another, besides the seed. */
export interface RunExtras extends Pick<SimulationOptions, "trace" | "tiePolicy" | "stepBudget"> {
  /** One event per record and hop; same outcomes, slower: the differential check of the model. */
  readonly recordMode?: boolean;
  /** Conservation is checked job by job; same outcomes, slower. */
  readonly countsFlows?: boolean;
  /** The gates get a verdict of their own, before the sinks; same outcomes, slower. */
  readonly judgesGates?: boolean;
  /** Hears it all; same outcomes, slower. */
  readonly ear?: RunEar;
  /** Hears of its end alone. */
  readonly ended?: (run: JudgedRun) => void;
  /** Counterfactuals: how long messages of the ConfigMap take, and what the topic holds. */
  readonly watchLuck?: WatchLuck | undefined;
  readonly topic?: ((topic: TopicLog) => TopicLog) | undefined;
  /** Instead of the one that the options name: a mutant of it. */
  readonly protocol?: HandoverProtocol | undefined;
}

/**
 * Simulates one run of a scenario and judges it. A pure function of its arguments. `seed`: a whole
 * number from 0 to 2^53 - 1. Throws `SimulatorBug` where Handover itself is wrong.
 */
export function runScenario(scenario: Runnable, seed: number, extras: RunExtras = {}): RunOutcome {
  return simulate(scenario.options, scenario.properties, seed, extras);
}

/** The same for options that were made in another way. */
export function simulate(
  options: RunOptions,
  properties: PropertyOptions,
  seed: number,
  extras: RunExtras = {},
): RunOutcome {
  const chance = seededChance(seed);
  const { recordMode = false, ear, ended, watchLuck, protocol, ...others } = extras;
  const { topic: changed, judgesGates, countsFlows = false, ...simulation } = others;
  const pipeline = pipelineOf(options, chance, changed);
  const { input, shape, topic } = pipeline;
  const slow = { resultsVisibleWithinMicros: properties.visibleWithinMicros };
  const gates = judgesGates === true ? GatePasses.of(options.outgoing.graph, pipeline) : undefined;
  const recorder = new RunRecorder(input, shape, slow, { ear, gates });
  const run = new HandoverRun({
    ...pipeline,
    run: options,
    chance,
    listener: recorder,
    simulation: { ...simulation, tieSeed: seed },
    ...{ recordMode, countsFlows, watchLuck, protocol },
  });
  const stopReason = run.run();
  const facts = runFacts(run, stopReason);
  const { ledger } = recorder;
  const should = expectations(options, pipeline, run, () => seededChance(seed));
  const frontier = frontierOf(run);
  const trial = {
    input,
    shape,
    ledger,
    ...should,
    projection: properties.compare,
    late: should.versions ? undefined : recorder.late,
    frontier,
    facts,
    limits: properties,
    relaxations: relaxationsOf(options),
    properties: {},
    gates: gates?.evidence(should.expected),
    probes: runProbes(options, run, facts),
  };
  const verdict = judge(trial);
  const outcome = { seed, verdict, facts, stopReason, ...endOf(run, topic, facts) };
  const expected = expectedOf(trial);
  const judged = { options, run, pipeline, ledger, expected, frontier, outcome };
  ear?.ended(judged);
  ended?.(judged);
  return outcome;
}

function endOf(
  run: HandoverRun,
  topic: TopicLog,
  facts: RunFacts,
): Omit<RunOutcome, "seed" | "verdict" | "facts" | "stopReason"> {
  const { simulation } = run;
  const endedAtMicros = simulation.now;
  return {
    endedAtMicros,
    events: simulation.eventCount,
    fingerprint: simulation.fingerprint(),
    arrived: Array.from({ length: topic.partitions }, (_, partition) =>
      topic.endOffset(partition, endedAtMicros),
    ),
    moments: momentsOf(run, facts),
  };
}

// A thread that nobody watches closely may tell of its crossing late, but never wrongly.
function momentsOf(run: HandoverRun, facts: RunFacts): RunOutcome["moments"] {
  const crossings = facts.gates
    .filter(({ role }) => role === "outgoing")
    .flatMap(({ crossedAt }) => crossedAt ?? []);
  const moments = run.anchors.moments();
  return crossings.length === 0
    ? moments
    : { ...moments, "outgoing-crossed": Math.min(...crossings) };
}

/** The topic of that luck and what the jobs do with it. */
export function pipelineOf(
  options: RunOptions,
  chance: Chance,
  changed: RunExtras["topic"] = undefined,
): Pipeline {
  const opened = openTopics(options, chance);
  const topic = changed === undefined ? opened : changed(opened);
  return {
    topic,
    input: topicInput(topic),
    ...pipelineVersions(options),
    functions: createStageFunctions(),
  };
}

function relaxationsOf({ sink }: RunOptions): Relaxations {
  return {
    atLeastOnce: sink.guarantee !== "exactly-once",
    readUncommitted: sink.readers === "read_uncommitted",
  };
}
