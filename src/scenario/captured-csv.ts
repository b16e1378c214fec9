import type { CapturedTraffic } from "../model/options.ts";
import type { Issue } from "./issue.ts";

/** How a recording is replayed. */
export interface ReplayOptions {
  /** Event time and arrival, counted from the first arrival, are divided by this. */
  readonly speed: number;
  readonly partitions: number | undefined;
  /** Only rows that arrive in [from, to), in the recording's own time since its first arrival. */
  readonly fromMillis: number;
  readonly toMillis: number;
}

/** The traffic of a recording, or what is wrong with its rows. */
export type Captured =
  | { readonly ok: true; readonly traffic: CapturedTraffic; readonly epochMillis: number }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const COLUMNS = ["partition", "key", "event_time_ms", "arrival_time_ms"] as const;
const MAX_ISSUES = 20;

interface Row {
  readonly partition: number;
  readonly key: string;
  readonly event: number;
  readonly arrival: number;
}

/** Reads `partition,key,event_time_ms,arrival_time_ms`; rows of one partition in order of arrival. */
export function readCaptured(path: string, text: string, options: ReplayOptions): Captured {
  const lines = text.split("\n");
  const issues: Issue[] = [];
  const issueAt = (line: number, column: number, message: string): void => {
    const excerpt = (lines[line - 1] ?? "").replace(/\r$/, "");
    issues.push({ path, line, column, message, excerpt });
  };
  const header = (lines[0] ?? "").replace(/\r$/, "").split(",");
  if (header.join() !== COLUMNS.join()) {
    issueAt(1, 1, `the first line must be the header "${COLUMNS.join()}"`);
    return { ok: false, issues };
  }
  const rows: Row[] = [];
  const last = new Map<number, number>();
  for (let i = 1; i < lines.length && issues.length < MAX_ISSUES; i++) {
    const line = (lines[i] as string).replace(/\r$/, "");
    if (line === "" && i === lines.length - 1) continue;
    const row = readRow(line, (column, message) => issueAt(i + 1, column, message));
    if (row === undefined) continue;
    if (row.arrival < (last.get(row.partition) ?? 0)) {
      issueAt(
        i + 1,
        line.lastIndexOf(",") + 2,
        `arrives before the row above it in partition ${row.partition}`,
      );
    }
    last.set(row.partition, row.arrival);
    rows.push(row);
  }
  if (issues.length > 0) return { ok: false, issues };
  return replay(path, rows, options);
}

type Report = (column: number, message: string) => void;

function readRow(line: string, report: Report): Row | undefined {
  const cells = line.split(",");
  if (cells.length !== COLUMNS.length) {
    report(1, `has ${cells.length} columns; ${COLUMNS.length} are needed: ${COLUMNS.join()}`);
    return undefined;
  }
  const numbers = [0, 2, 3].map((i) => {
    const column = cells.slice(0, i).join(",").length + (i === 0 ? 1 : 2);
    return readNumber(cells[i] as string, COLUMNS[i] as string, i === 0 ? 65_535 : undefined, (m) =>
      report(column, m),
    );
  });
  const [partition, event, arrival] = numbers;
  if (partition === undefined || event === undefined || arrival === undefined) return undefined;
  return { partition, key: cells[1] as string, event, arrival };
}

function readNumber(
  cell: string,
  name: string,
  most: number | undefined,
  report: (message: string) => void,
): number | undefined {
  const value = Number(cell);
  if (!/^-?\d+$/.test(cell)) report(`${name} "${cell}" is no whole number`);
  else if (value < 0) report(`${name} ${cell} is negative`);
  else if (!Number.isSafeInteger(value))
    report(`${name} ${cell} is above 2^53 and would be rounded`);
  else if (most !== undefined && value > most) report(`${name} ${cell} is above ${most}`);
  else return value;
  return undefined;
}

function replay(path: string, rows: readonly Row[], options: ReplayOptions): Captured {
  let first = Number.MAX_SAFE_INTEGER;
  for (const row of rows) first = Math.min(first, row.arrival);
  const kept = rows.filter(
    ({ arrival }) => arrival - first >= options.fromMillis && arrival - first < options.toMillis,
  );
  let needed = 0;
  let start = Number.MAX_SAFE_INTEGER;
  for (const row of kept) {
    needed = Math.max(needed, row.partition + 1);
    start = Math.min(start, row.arrival);
  }
  const partitions = options.partitions ?? needed;
  const message =
    kept.length === 0
      ? "no row is left to replay"
      : partitions < needed
        ? `has partition ${needed - 1}, but the scenario says ${partitions} partitions`
        : undefined;
  if (message !== undefined) {
    return { ok: false, issues: [{ path, line: 1, column: 1, message, excerpt: "" }] };
  }
  const keys = new Map<string, number>();
  for (const { key } of kept) if (!keys.has(key)) keys.set(key, keys.size);
  const { speed } = options;
  const traffic: CapturedTraffic = {
    kind: "captured",
    partitions,
    keyNames: [...keys.keys()],
    partition: Uint16Array.from(kept, (row) => row.partition),
    key: Int32Array.from(kept, (row) => keys.get(row.key) as number),
    eventTimeMillis: Float64Array.from(
      kept,
      (row) => start + Math.floor((row.event - start) / speed),
    ),
    arrivalMicros: Float64Array.from(kept, (row) =>
      Math.floor(((row.arrival - start) * 1000) / speed),
    ),
  };
  return { ok: true, traffic, epochMillis: start };
}
