/** One cell of the ledger: found in the drawing, told in words, and asked for among the failures. */
import type { LedgerCounts, LedgerRow } from "../../explore/report-charts.ts";
import type { ReportModel } from "../../explore/report-model.ts";
import { eventOrigin, eventText } from "../html/charts/event-axis.ts";
import { LEFT, RIGHT } from "../html/charts/frame.ts";
import { LEDGER_TOP, ledgerGrid, ledgerRowName } from "../html/charts/ledger-grid.ts";
import { namesOf, plainProse } from "../html/words/prose.ts";
import { countText } from "../quantity.ts";

export interface LedgerCell {
  /** Among the rows that are drawn. */
  readonly row: number;
  readonly bin: number;
}

/** Undefined: nothing was due there. */
export function cellAt(
  model: ReportModel,
  { x, y }: { readonly x: number; readonly y: number },
): LedgerCell | undefined {
  const { rowHeight } = ledgerGrid(model);
  const row = Math.floor((y - LEDGER_TOP) / rowHeight);
  const bin = Math.floor(((x - LEFT) / (RIGHT - LEFT)) * model.ledger.bins);
  return countsOf(model, { row, bin }) === undefined ? undefined : { row, bin };
}

export function countsOf(model: ReportModel, { row, bin }: LedgerCell): LedgerCounts | undefined {
  const there = ledgerGrid(model).rows[row];
  return there?.cells[there.bin.indexOf(bin)];
}

export function hasFailed(counts: LedgerCounts | undefined): boolean {
  return counts !== undefined && counts.lost + counts.duplicated + counts.wrong > 0;
}

/** The first that failed, or else the first. */
export function firstCell(model: ReportModel): LedgerCell | undefined {
  const cells = ledgerGrid(model).rows.flatMap(({ bin }, row) =>
    bin.map((one) => ({ row, bin: one })),
  );
  return cells.find((cell) => hasFailed(countsOf(model, cell))) ?? cells[0];
}

/** The next one in that direction; the same where there is none. */
export function nextCell(model: ReportModel, cell: LedgerCell, key: string): LedgerCell {
  const { rows } = ledgerGrid(model);
  const { row, bin } = cell;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const next = row + (key === "ArrowUp" ? -1 : 1);
    const bins = rows[next]?.bin ?? [];
    const nearest = bins.toSorted((a, b) => Math.abs(a - bin) - Math.abs(b - bin) || a - b)[0];
    return nearest === undefined ? cell : { row: next, bin: nearest };
  }
  const bins = rows[row]?.bin ?? [];
  const next = bins[bins.indexOf(bin) + (key === "ArrowLeft" ? -1 : 1)];
  return next === undefined ? cell : { row, bin: next };
}

/** Where it is, what was emitted, what failed. */
export function cellLines(model: ReportModel, cell: LedgerCell): readonly string[] {
  const row = ledgerGrid(model).rows[cell.row];
  const counts = countsOf(model, cell);
  if (row === undefined || counts === undefined) return [];
  const names = namesOf(model);
  const { startMillis, binMillis } = model.ledger;
  const from = startMillis + cell.bin * binMillis;
  const where = `${ledgerRowName(row, model)}, ${eventText(model, from)} to ${eventText(model, from + binMillis)}`;
  const { onceByOutgoing, onceByIncoming, lost, duplicated, wrong, pending, late } = counts;
  const told = (parts: readonly (readonly [number, string])[]): string =>
    parts
      .filter(([count]) => count > 0)
      .map(([count, what]) => `${countText(count)} ${what}`)
      .join(", ");
  const good = told([
    [onceByOutgoing, `once by ${plainProse(names.job("outgoing"))}`],
    [onceByIncoming, `once by ${plainProse(names.job("incoming"))}`],
    [pending, "pending"],
  ]);
  const bad = told([
    [lost, "lost"],
    [duplicated, "duplicated"],
    [wrong, "wrong"],
  ]);
  const hint = bad === "" ? "" : "Click or Enter lists these failures";
  return [where, good, bad, told([[late, "late"]]), hint].filter((line) => line !== "");
}

/** What the search has to be asked for the failures of that cell. */
export function cellQuery(model: ReportModel, { row, bin }: LedgerCell): string {
  const { ledger } = model;
  const there = ledgerGrid(model).rows[row];
  if (there === undefined) return "";
  const { startMillis, binMillis } = ledger;
  const from = startMillis + bin * binMillis - eventOrigin(model);
  // Event time is whole milliseconds, and the range has both its ends.
  return `${laneTerm(there, ledger.rows)} ts:${seconds(from)}..${seconds(from + binMillis - 1)}`;
}

/** Failures count partitions over all sources, as rows do from the top. */
function laneTerm(row: LedgerRow, rows: readonly LedgerRow[]): string {
  if (row.lanes[0]?.kind !== "partition") return "result";
  const before = rows.slice(0, rows.indexOf(row));
  const first = before.reduce((sum, { lanes }) => sum + lanes.length, 0);
  const last = first + row.lanes.length - 1;
  return first === last ? `p:${first}` : `p:${first}..${last}`;
}

function seconds(millis: number): string {
  return String(Math.round(millis * 1_000) / 1e6);
}
