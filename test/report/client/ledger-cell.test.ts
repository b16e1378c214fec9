import { describe, expect, it } from "vitest";
import { failureTest } from "../../../src/report/client/failure-query.ts";
import {
  cellAt,
  cellLines,
  cellQuery,
  countsOf,
  firstCell,
  hasFailed,
  nextCell,
} from "../../../src/report/client/ledger-cell.ts";
import { eventOrigin } from "../../../src/report/html/charts/event-axis.ts";
import { LEDGER_TOP, ledgerGrid } from "../../../src/report/html/charts/ledger-grid.ts";
import { modelOf } from "../html/fixture.ts";

const model = modelOf();
const { rows, rowHeight, x } = ledgerGrid(model);
const { startMillis, binMillis } = model.ledger;
const cells = rows.flatMap(({ bin }, row) => bin.map((one) => ({ row, bin: one })));
const failed = cells.filter((cell) => hasFailed(countsOf(model, cell)));

function asked(query: string, of = model): number {
  const test = failureTest(query, {
    outcome: ({ kind }) => kind,
    keyName: () => "",
    seconds: ({ ts }) => (ts === null ? undefined : (ts - eventOrigin(of)) / 1_000),
  });
  return of.data.failures.shown.filter((failure) => test(failure, "")).length;
}

describe("a cell of the ledger", () => {
  it("is found by its place in the drawing", () => {
    for (const cell of cells) {
      const middle = x(startMillis + (cell.bin + 0.5) * binMillis);
      const y = LEDGER_TOP + (cell.row + 0.5) * rowHeight;
      expect(cellAt(model, { x: middle, y })).toEqual(cell);
    }
    expect(cellAt(model, { x: 300, y: LEDGER_TOP - 5 })).toBeUndefined();
    expect(cellAt(model, { x: 20, y: LEDGER_TOP + 5 })).toBeUndefined();
  });

  it("asks for the failures that it counts, and for no other", () => {
    expect(failed.length).toBeGreaterThan(3);
    for (const cell of failed) {
      const { lost = 0, duplicated = 0 } = countsOf(model, cell) ?? {};
      expect(asked(cellQuery(model, cell)), cellQuery(model, cell)).toBe(lost + duplicated);
    }
  });

  it("asks for every partition of its row where neighbours share one", () => {
    const [first, second, ...rest] = model.ledger.rows;
    const shared = { ...second!, lanes: [...first!.lanes, ...second!.lanes] };
    const ledger = { ...model.ledger, rows: [shared, ...rest] };
    expect(cellQuery({ ...model, ledger }, { row: 0, bin: 30 })).toMatch(/^p:0\.\.1 ts:/);
    expect(cellQuery({ ...model, ledger }, { row: 1, bin: 30 })).toMatch(/^p:2 ts:/);
    expect(asked("p:0..1")).toBe(asked("p:0") + asked("p:1"));
  });

  it("tells where it is and what it counts", () => {
    const [where = "", good = "", bad = "", ...more] = cellLines(model, failed[0]!);
    expect(where.replaceAll("\u00a0", " ")).toMatch(/^Partition \d, \+.* s to \+.* s$/);
    expect(good).toMatch(/once by (Blue|Green)/);
    expect(bad).toMatch(/\d+ (lost|duplicated)/);
    expect(more.at(-1)).toContain("Enter");
  });

  it("has neighbours, up to the ends of the chart", () => {
    const first = firstCell(model)!;
    expect(hasFailed(countsOf(model, first))).toBe(true);
    const right = nextCell(model, first, "ArrowRight");
    expect(right.bin).toBeGreaterThan(first.bin);
    expect(nextCell(model, right, "ArrowLeft")).toEqual(first);
    const end = { row: 0, bin: rows[0]!.bin.at(-1)! };
    expect(nextCell(model, end, "ArrowRight")).toEqual(end);
    expect(nextCell(model, end, "ArrowUp")).toEqual(end);
    expect(nextCell(model, end, "ArrowDown").row).toBe(1);
  });
});
