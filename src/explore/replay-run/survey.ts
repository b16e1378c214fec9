/**
 * What simulations of recorded hand-overs say together, setting by setting: the verdict by majority
 * and the counts by median where the recorded repetitions agree with each other; where they do not,
 * whether each recorded verdict is among those of that run's seeds.
 */

import { explanation } from "./explanation.ts";
import type { RecordedResult, RecordedRun } from "./recording.ts";
import type { ReplayedRun } from "./replay-run.ts";
import type { Counted, SettingRow, Spread, Tally } from "./row.ts";

/** Seeds of every run of a setting. */
export const SETTLED_SEEDS = 9;
/** Seeds of every run of a setting whose repetitions ended differently. */
export const UNSETTLED_SEEDS = 50;

/** Simulated counts are near recorded ones within this share of them, or within so many. */
const NEAR_SHARE = 0.25;
const NEAR_COUNT = 10;

/** One recorded run and its simulations. */
export interface Replayed {
  readonly recorded: RecordedRun;
  readonly replays: readonly ReplayedRun[];
}

/** How many of how many, and how many have to be. */
export interface Goal {
  readonly what: string;
  readonly met: number;
  readonly of: number;
  readonly share: number;
  readonly isReached: boolean;
}

export interface ReplaySurvey {
  readonly rows: readonly SettingRow[];
  readonly goals: readonly Goal[];
}

/** The recorded repetitions of each setting, in the order of the recordings. */
export function bySetting<T>(
  runs: readonly T[],
  settingOf: (run: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const run of runs) {
    const setting = settingOf(run);
    const others = found.get(setting);
    if (others === undefined) found.set(setting, [run]);
    else others.push(run);
  }
  return found;
}

/** Whether the repetitions of a setting ended alike. */
export function isSettled(runs: readonly RecordedRun[]): boolean {
  return new Set(resultsOf(runs).map(({ verdict }) => verdict)).size === 1;
}

/** The survey over all runs; `replays` of an unsettled setting's run hold more seeds. */
export function surveyOf(runs: readonly Replayed[]): ReplaySurvey {
  const rows = [...bySetting(runs, ({ recorded }) => recorded.setting)].map(([setting, of]) =>
    rowOf(setting, of),
  );
  const settled = rows.filter((row) => row.isSettled);
  const unsettled = rows.filter((row) => !row.isSettled);
  const agreeing = settled.filter((row) => row.verdictAgrees);
  const near = settled.filter((row) => row.countsAgree === true);
  const covered = unsettled.filter((row) => row.verdictAgrees);
  return {
    rows,
    goals: [
      goal("settings with one verdict: the simulated majority is it", agreeing, settled, 0.95),
      goal("of these, duplicates and gaps within 25 % or 10 records", near, settled, 0.8),
      goal("settings with several verdicts: each is among the seeds'", covered, unsettled, 0.8),
    ],
  };
}

function goal(
  what: string,
  met: readonly SettingRow[],
  of: readonly SettingRow[],
  share: number,
): Goal {
  const isReached = met.length >= share * of.length;
  return { what, met: met.length, of: of.length, share, isReached };
}

function rowOf(setting: string, runs: readonly Replayed[]): SettingRow {
  const recordings = runs.map(({ recorded }) => recorded);
  const settled = isSettled(recordings);
  const real = tallyOf(resultsOf(recordings).map(countedOf));
  const simulated = tallyOf(runs.flatMap(({ replays }) => replays));
  const verdictAgrees = settled
    ? simulated.verdicts[0]?.[0] === real.verdicts[0]?.[0]
    : runs.every(isAmongItsSeeds);
  const countsAgree = settled
    ? isNear(real.dup, simulated.dup) && isNear(real.gap, simulated.gap)
    : undefined;
  const row = { setting, isSettled: settled, real, simulated, verdictAgrees, countsAgree };
  const agrees = verdictAgrees && countsAgree !== false;
  return {
    ...row,
    runs: recordings.map(({ run }) => run),
    explanation: agrees ? undefined : explanation(row),
  };
}

function resultsOf(runs: readonly RecordedRun[]): readonly RecordedResult[] {
  return runs.flatMap(({ result, others }) => [result, ...others]);
}

function countedOf(result: RecordedResult): Counted {
  return { ...result, gateGap: result.gapNeverEmitted };
}

function isAmongItsSeeds({ recorded, replays }: Replayed): boolean {
  return replays.some(({ verdict }) => verdict === recorded.result.verdict);
}

function isNear(real: Spread, simulated: Spread): boolean {
  const distance = Math.abs(real.median - simulated.median);
  return distance <= Math.max(NEAR_COUNT, NEAR_SHARE * real.median);
}

function tallyOf(runs: readonly Counted[]): Tally {
  const verdicts = [...bySetting(runs, ({ verdict }) => verdict)].map(
    ([verdict, of]) => [verdict, of.length] as const,
  );
  return {
    runs: runs.length,
    verdicts: verdicts.sort((a, b) => b[1] - a[1]),
    dup: spreadOf(runs.map(({ dup }) => dup)),
    gap: spreadOf(runs.map(({ gap }) => gap)),
    gateGap: spreadOf(runs.map(({ gateGap }) => gateGap)),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  const middle = (sorted.length - 1) / 2;
  return {
    least: at(0),
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    most: at(sorted.length - 1),
  };
}
