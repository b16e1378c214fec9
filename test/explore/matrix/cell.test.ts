import { describe, expect, it } from "vitest";
import { cellOf, type MatrixCell, refusedCell } from "../../../src/explore/matrix/cell.ts";
import { byTheme, type Matrix, survivors, tallies } from "../../../src/explore/matrix/matrix.ts";
import type { MatrixTrial } from "../../../src/explore/matrix/trial.ts";
import type { FindingKind } from "../../../src/oracle/verdict.ts";

function trial(seed: number, changes: Partial<MatrixTrial> = {}): MatrixTrial {
  const held = { status: "pass", doubts: [], findings: [], outcome: "handed-over", missed: [] };
  return { seed, ...(held as Omit<MatrixTrial, "seed">), ...changes };
}

function failing(seed: number, ...found: readonly (readonly [FindingKind, number])[]): MatrixTrial {
  const findings = found.map(([kind, count]) => ({ kind, count }));
  return trial(seed, { status: "fail", findings });
}

describe("a cell", () => {
  it("says the worst that any seed came to, and shows the seed with the most of it", () => {
    const cell = cellOf([
      trial(1),
      failing(2, ["gap", 3]),
      failing(3, ["gap", 9], ["duplicate", 1]),
      failing(4, ["duplicate", 70]),
    ]);
    expect(cell).toEqual({
      kind: "gap",
      seeds: 4,
      harms: [
        { harm: "gap", seeds: 2, most: 9 },
        { harm: "duplicate", seeds: 2, most: 70 },
      ],
      pass: 1,
      rolledBack: 0,
      inconclusive: 0,
      seed: 3,
    });
  });

  it("is no pass when one seed proves nothing, and says why", () => {
    const missed = ["fault 1 (kill-job) struck"];
    const unsure = trial(2, { status: "inconclusive", doubts: ["probe-missed"], missed });
    expect(cellOf([trial(1), unsure])).toMatchObject({
      kind: "inconclusive",
      pass: 1,
      doubt: missed[0],
      seed: 2,
    });
  });

  it("counts a hand-over that was taken back without harm as a pass, and says so", () => {
    const back = trial(2, { outcome: "rolled-back" });
    expect(cellOf([trial(1), back])).toMatchObject({ kind: "pass", pass: 2, rolledBack: 1 });
  });

  it("takes what is neither lost nor twice nor late for wrong output", () => {
    expect(cellOf([failing(1, ["payload", 2], ["torn", 1])]).harms).toEqual([
      { harm: "wrong", seeds: 1, most: 3 },
    ]);
    expect(cellOf([failing(1, ["end-state", 1])]).kind).toBe("stall");
  });
});

describe("the table", () => {
  const pass = cellOf([trial(1)]);
  const gap = cellOf([failing(1, ["gap", 1])]);
  const none: MatrixCell = { kind: "n/a", reason: "it needs a gate", setting: "pipeline.graph" };
  const rows = (...cells: readonly (readonly MatrixCell[])[]): Matrix => ({
    seeds: 1,
    protocols: ["basic", "offset-cut", "stop-with-savepoint"],
    rows: cells.map((row, i) => ({
      ...{ theme: "pace", what: `${i}`, question: "?", file: `${i}.yaml` },
      cells: row,
    })),
  });

  it("counts n/a neither for nor against a protocol, and never as survived", () => {
    const matrix = rows([gap, none, pass], [gap, pass, pass], [gap, gap, gap]);
    expect(tallies(matrix)).toEqual([
      { pass: 0, of: 3 },
      { pass: 1, of: 2 },
      { pass: 2, of: 3 },
    ]);
    // The last hazard can be survived by none, so that it counts against none.
    expect(survivors(matrix)).toEqual(["stop-with-savepoint"]);
  });

  it("counts a protocol as surviving what has nothing to strike in it", () => {
    const unstruck = refusedCell("it has no gate", "faults.0.break-watch");
    expect(survivors(rows([gap, pass, unstruck]))).toEqual(["offset-cut", "stop-with-savepoint"]);
    expect(tallies(rows([gap, pass, unstruck]))[2]).toEqual({ pass: 0, of: 0 });
  });

  it("has its rows by theme, else as they come", () => {
    const themes = ["sink", "pace", "sink"] as const;
    const sorted = byTheme(themes.map((theme, i) => ({ theme, what: `${i}` })));
    expect(sorted.map(({ what }) => what)).toEqual(["1", "0", "2"]);
  });
});
