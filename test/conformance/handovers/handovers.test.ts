import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type RecordingFile, recordingFiles } from "../../../src/cli/replay-run-files.ts";
import { type Change, replayRun, replaySeeds } from "../../../src/explore/replay-run/replay-run.ts";
import {
  isSettled,
  type Replayed,
  type ReplaySurvey,
  surveyOf,
  UNSETTLED_SEEDS,
} from "../../../src/explore/replay-run/survey.ts";
import { RECORDED_WITH } from "../../../src/report/replay-table.ts";
import { SHIPPED } from "../recordings.ts";
import { changedHandover } from "./whole-run.ts";

/** Fewer than the command takes, for the sake of time. */
const SEEDS = 5;

const files = recordingFiles(new URL("handovers", SHIPPED).pathname);

/** As many seeds as decide it: where the repetitions differ, up to the first that ended so. */
function replayed({ recorded, input }: RecordingFile, seeds: number, change?: Change): Replayed {
  const rows = input();
  const replays = replaySeeds(recorded.run, seeds).map((seed) =>
    replayRun(recorded, rows, seed, change),
  );
  const has = (): boolean => replays.some(({ verdict }) => verdict === recorded.result.verdict);
  if (isSettled([recorded])) return { recorded, replays };
  for (const seed of replaySeeds(recorded.run, UNSETTLED_SEEDS).slice(seeds)) {
    if (has()) break;
    replays.push(replayRun(recorded, rows, seed, change));
  }
  return { recorded, replays };
}

function survey(of: readonly RecordingFile[], seeds: number, change?: Change): ReplaySurvey {
  return surveyOf(of.map((file) => replayed(file, seeds, change)));
}

describe("real hand-overs, one run of each setting", () => {
  const whole = survey(files, SEEDS);
  const [verdicts, counts, sets] = whole.goals;

  it("are there with what came of all repetitions", () => {
    expect(whole.rows.length).toBeGreaterThan(60);
    expect(whole.rows.filter((row) => !row.isSettled).length).toBeGreaterThan(5);
  });

  it("end as the majority of the seeds, where repetitions end alike", () => {
    expect(verdicts).toMatchObject({ share: 0.95, isReached: true });
    expect(verdicts?.of).toBeGreaterThan(50);
  });

  it("lose and repeat as many records, within 25 % or 10", () => {
    expect(counts).toMatchObject({ share: 0.8, isReached: true });
  });

  it("end as one of the seeds does, where repetitions end differently", () => {
    expect(sets).toMatchObject({ share: 0.8, isReached: true });
  });

  it("are explained where they do not agree", () => {
    const others = whole.rows.filter((row) => !row.verdictAgrees || row.countsAgree === false);
    for (const row of others) expect(row.explanation).toMatch(/recorded/);
  });
});

describe("the README", () => {
  const section = /<!-- replay-run --markdown -->\n([\s\S]*?)<!-- \/replay-run -->/.exec(
    readFileSync("README.md", "utf8"),
  )?.[1];

  it("shows the table of all recorded runs, with its versions and no goal missed", () => {
    expect(section).toContain(RECORDED_WITH);
    for (const { recorded } of files) expect(section).toContain(`| ${recorded.setting} |`);
    const goals = [...(section ?? "").matchAll(/^- .*: (\d+) of (\d+), .*\(goal (\d+)/gm)];
    expect(goals).toHaveLength(3);
    for (const [, met, of, goal] of goals) {
      expect(Number(met) / Number(of)).toBeGreaterThanOrEqual(Number(goal) / 100);
    }
  });
});

describe("a wrong rule", () => {
  const telling = files.filter(({ recorded }) =>
    /D0|D500|F3|late|rate-limited|watch|OUT sub1|BASIC|W /.test(recorded.setting),
  );
  const agreeing = (change?: Change): number =>
    survey(telling, 3, change).rows.filter((row) => row.verdictAgrees && row.countsAgree !== false)
      .length;
  const right = agreeing();

  it.each([
    ["only the outgoing gates propose the toggle", { checksRole: true }],
    ["a gate writes at once instead of 500 ms later", { writeDelayMillis: 0 }],
  ])("is noticed: %s", (_, wrong) => {
    const change = changedHandover(({ protocol }) => ({
      protocol: { ...protocol, ...wrong } as typeof protocol,
    }));
    expect(right).toBeGreaterThan(0.9 * telling.length);
    expect(agreeing(change)).toBeLessThan(right - 2);
  });
});
