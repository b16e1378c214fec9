/** The grid of chart 3: which row and which bin stand where. */
import { scaleLinear } from "d3";
import type { LedgerRow } from "../../../explore/report-charts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import { LEFT, RIGHT } from "./frame.ts";
import { laneName } from "./timeline-plot.ts";

export const LEDGER_TOP = 40;

export interface LedgerGrid {
  /** Those that are drawn, from `LEDGER_TOP` down. */
  readonly rows: readonly LedgerRow[];
  readonly rowHeight: number;
  readonly bottom: number;
  readonly x: (millis: number) => number;
}

export function ledgerGrid({ ledger }: Pick<ReportModel, "ledger">): LedgerGrid {
  const { startMillis, binMillis, bins } = ledger;
  // A partition whose records all go into results has no output of its own.
  const rows = ledger.rows.filter(({ cells }) => cells.length > 0);
  const rowHeight = rows.length <= 12 ? 22 : rows.length <= 24 ? 16 : 9;
  const bottom = LEDGER_TOP + rows.length * rowHeight;
  const x = scaleLinear([startMillis, startMillis + bins * binMillis], [LEFT, RIGHT]);
  return { rows, rowHeight, bottom, x };
}

/** "Partition 3", or "Partitions 3–6" where neighbours share a row. */
export function ledgerRowName({ lanes }: LedgerRow, model: Pick<ReportModel, "header">): string {
  const [first, last] = [lanes[0], lanes.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (lanes.length === 1) return laneName(first, model);
  if (first.kind !== "partition" || last.kind !== "partition") return laneName(first, model);
  return `Partitions ${first.partition}–${last.partition}`;
}
