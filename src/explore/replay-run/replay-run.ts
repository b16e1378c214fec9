import { seededChance } from "../../engine/choice.ts";
import { namedSeed } from "../../engine/random.ts";
import { HandoverRun } from "../../model/handover/hand-over-run.ts";
import { createStageFunctions } from "../../model/operator/stage-functions.ts";
import type { CapturedTraffic, JobRole, RunOptions } from "../../model/options.ts";
import { openTopic } from "../../model/source/traffic.ts";
import { type ReplayCount, ReplayCounts } from "./counts.ts";
import { replayTraffic } from "./input.ts";
import { replayOptions } from "./options.ts";
import type { BurstAnchor, RecordedInput, RecordedRun } from "./recording.ts";

/** One simulation of a recorded run. */
export interface ReplayedRun extends ReplayCount {
  readonly seed: number;
  /** As the recording's. */
  readonly verdict: string;
  /** The highest attempt of a subtask of each job. */
  readonly restarts: Readonly<Record<JobRole, number>>;
}

/** The seeds of a run, in order: each run has its own, so that no two share their luck. */
export function replaySeeds(run: string, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => namedSeed(index, run, "replay"));
}

/** Another model of the run, to see what a rule is worth. */
export type Change = (options: RunOptions) => RunOptions;

/** Simulates a recorded run and says what a reader of its output would have counted. */
export function replayRun(
  recorded: RecordedRun,
  input: RecordedInput,
  seed: number,
  change: Change = (options) => options,
): ReplayedRun {
  const follow = (at: BurstAnchor | undefined): Simulated =>
    simulated(recorded, input, replayTraffic(recorded, input, at), seed, change);
  let came = follow(undefined);
  // Up to the burst both runs are the same, so the toggle is.
  if (recorded.burst !== undefined && came.toggle !== undefined) came = follow(came.toggle);
  const count = came.counts.counts();
  return { seed, verdict: verdictOf(count, came.isStalled), restarts: came.restarts, ...count };
}

interface Simulated {
  readonly counts: ReplayCounts;
  readonly isStalled: boolean;
  readonly restarts: ReplayedRun["restarts"];
  readonly toggle: BurstAnchor | undefined;
}

function simulated(
  recorded: RecordedRun,
  input: RecordedInput,
  traffic: CapturedTraffic,
  seed: number,
  change: Change,
): Simulated {
  const { base, settings } = recorded;
  const options = change(replayOptions(recorded, traffic));
  const isWindowed = settings.pipe === "W" || settings.pipe === "G";
  const counts = new ReplayCounts(input, base, traffic.keyNames, isWindowed ? 1_000 : undefined);
  const chance = seededChance(seed);
  const run = new HandoverRun({
    run: options,
    chance,
    topic: openTopic(options.source, base, chance),
    functions: createStageFunctions(),
    listener: counts,
    simulation: { tieSeed: seed },
  });
  run.run();
  const storedAt = run.anchors.at("toggle-written");
  const { firstToggle, outcome } = run.book;
  return {
    counts,
    isStalled: outcome !== "handed-over",
    restarts: {
      outgoing: Math.max(0, run.attempts.most("outgoing") - 1),
      incoming: Math.max(0, run.attempts.most("incoming") - 1),
    },
    toggle:
      storedAt === undefined || firstToggle === undefined
        ? undefined
        : { storedAt: Math.round(storedAt / 1_000), toggle: firstToggle - base },
  };
}

/** In the words of the recordings. */
function verdictOf({ dup, gap, wrong }: ReplayCount, isStalled: boolean): string {
  const found = [dup > 0 ? "DUP" : "", gap > 0 ? "GAP" : "", wrong > 0 ? "WRONG" : ""];
  const verdict = found.filter((one) => one !== "").join("+");
  return `${isStalled ? "STALL/" : ""}${verdict === "" ? "EXACTLY_ONCE" : verdict}`;
}
