import type { LedgerCounts } from "../../../explore/report-charts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Role } from "../../../oracle/evidence.ts";
import type { Names } from "../../names.ts";
import { countOf, countText } from "../../quantity.ts";
import { eventSpanText, eventText } from "../charts/event-axis.ts";
import { drawing } from "../charts/frame.ts";
import { ledgerChart } from "../charts/ledger-chart.ts";
import { laneName } from "../charts/timeline-plot.ts";
import type { Markup } from "../markup/markup.ts";
import { markup } from "../markup/markup.ts";
import { listed, plainProse } from "../words/prose.ts";
import { dataTable, scrolled, section } from "./section.ts";

const TITLE = "Where in event time did it go wrong?";

export function ledgerSection(model: ReportModel, names: Names, number: number): Markup {
  const answer = ledgerAnswer(model);
  const drawn = drawing({ id: "ledger", title: TITLE, answer, ...ledgerChart(model) });
  return section({
    ...{ id: "ledger", number, title: TITLE, answer },
    body: markup`${scrolled(drawn, "ledger by event time")}${ledgerTable(model, names)}`,
  });
}

interface BadCell {
  readonly row: string;
  readonly from: number;
  readonly counts: LedgerCounts;
}

function badCells(model: ReportModel): readonly BadCell[] {
  const { rows, startMillis, binMillis } = model.ledger;
  return rows.flatMap(({ lanes, bin, cells }) => {
    const [first] = lanes;
    const name = first === undefined ? "" : laneName(first, model);
    return cells.flatMap((counts, k) =>
      isBad(counts) ? [{ row: name, from: startMillis + (bin[k] ?? 0) * binMillis, counts }] : [],
    );
  });
}

function isBad({ lost, duplicated, wrong }: LedgerCounts): boolean {
  return lost + duplicated + wrong > 0;
}

function ledgerAnswer(model: ReportModel): string {
  const { total, binMillis } = model.ledger;
  const bad = badCells(model);
  const cell = `Each cell is ${eventSpanText(model, binMillis)} of event time.`;
  if (!isBad(total)) return `Nowhere: each record was seen once. ${cell}`;
  if (bad.length === 0) return `Outside of what is drawn. ${cell}`;
  const from = Math.min(...bad.map((one) => one.from));
  const to = Math.max(...bad.map((one) => one.from)) + binMillis;
  const rows = new Set(bad.map(({ row }) => row));
  const named = [...rows].map((row) => row.replace(/^Partition/, "partition"));
  const where = named.length <= 3 ? ` in ${listed(named)}` : ` in ${named.length} rows`;
  return `Between ${eventText(model, from)} and ${eventText(model, to)}${where}. ${cell}`;
}

const ROWS_MAX = 300;

/** The cells that failed, or else what each row comes to. */
function ledgerTable(model: ReportModel, names: Names): Markup {
  const bad = badCells(model);
  const by = (role: Role): string => `Once by ${plainProse(names.job(role))}`;
  const head = [
    by("outgoing"),
    by("incoming"),
    ...["Lost", "Duplicated", "Wrong", "Pending", "Late"],
  ];
  if (bad.length === 0) return rowTable(model, head);
  return dataTable({
    summary: `The ${countOf(bad.length, "cells")} in which something failed`,
    head: ["Event time from", "Row", ...head],
    numbers: [2, 3, 4, 5, 6, 7, 8],
    rows: bad
      .slice(0, ROWS_MAX)
      .map(({ from, row, counts }) => [eventText(model, from), row, ...numbersOf(counts)]),
    total: bad.length,
  });
}

function rowTable(model: ReportModel, head: readonly string[]): Markup {
  const { total, outside, rows } = model.ledger;
  return dataTable({
    summary: "Counts of each row",
    head: ["Row", ...head],
    numbers: [1, 2, 3, 4, 5, 6, 7],
    rows: [
      ...rows.map(({ lanes, cells }) => [
        lanes[0] === undefined ? "" : laneName(lanes[0], model),
        ...numbersOf(sumOf(cells)),
      ]),
      ["Outside of the chart", ...numbersOf(outside)],
      ["All", ...numbersOf(total)],
    ],
  });
}

function numbersOf(counts: LedgerCounts): readonly string[] {
  const { onceByOutgoing, onceByIncoming, lost, duplicated, wrong, pending, late } = counts;
  return [onceByOutgoing, onceByIncoming, lost, duplicated, wrong, pending, late].map(countText);
}

function sumOf(cells: readonly LedgerCounts[]): LedgerCounts {
  const sum = (of: (cell: LedgerCounts) => number): number =>
    cells.reduce((all, cell) => all + of(cell), 0);
  return {
    onceByOutgoing: sum((cell) => cell.onceByOutgoing),
    onceByIncoming: sum((cell) => cell.onceByIncoming),
    lost: sum((cell) => cell.lost),
    duplicated: sum((cell) => cell.duplicated),
    wrong: sum((cell) => cell.wrong),
    pending: sum((cell) => cell.pending),
    late: sum((cell) => cell.late),
  };
}
