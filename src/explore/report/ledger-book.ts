import type { RunOptions } from "../../model/options.ts";
import type { InputRow, Role } from "../../oracle/evidence.ts";
import type {
  LaneCounts,
  LaneKey,
  LedgerCounts,
  LedgerRow,
  LedgerSection,
} from "../report-charts.ts";
import { failingWitnesses } from "./frame.ts";
import type { Layout } from "./layout.ts";
import { type Outcome, type OutcomeListener, walkOutcomes } from "./ledger-walk.ts";
import type { WatchedRun } from "./watched-run.ts";

const BINS_MAX = 120;
const ROWS_MAX = 64;
/** Round widths, in milliseconds. */
const MANTISSAS = [1, 2, 5];

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Counts = Writable<LedgerCounts>;

/** The ledger by event time and lane; filled in one pass over input and results. */
export class LedgerBook implements OutcomeListener {
  /** By lane, over the whole run. */
  readonly lanes: readonly Writable<LaneCounts>[];
  readonly #watched: WatchedRun;
  readonly #start: number;
  readonly #binMillis: number;
  readonly #bins: number;
  readonly #rowOf: readonly number[];
  readonly #rows: readonly { readonly lanes: LaneKey[]; readonly cells: (Counts | undefined)[] }[];
  readonly #outside: Counts = noCounts();

  constructor(watched: WatchedRun) {
    const { lanes, partitions } = watched.layout;
    const { start, binMillis, bins } = binsOf(watched);
    this.#watched = watched;
    this.#start = start;
    this.#binMillis = binMillis;
    this.#bins = bins;
    this.lanes = lanes.map(noLaneCounts);
    const shared = Math.ceil(partitions / Math.max(1, ROWS_MAX - (lanes.length - partitions)));
    this.#rowOf = lanes.map((_, lane) =>
      lane < partitions
        ? Math.floor(lane / shared)
        : Math.ceil(partitions / shared) + lane - partitions,
    );
    this.#rows = Array.from({ length: (this.#rowOf.at(-1) ?? -1) + 1 }, () => ({
      lanes: [],
      cells: new Array<Counts | undefined>(bins).fill(undefined),
    }));
    lanes.forEach((key, lane) => {
      this.#rows[this.#rowOf[lane] as number]?.lanes.push(key);
    });
  }

  /** Goes through the whole run. */
  fill(): void {
    walkOutcomes(this.#watched, this);
    const { ear } = this.#watched;
    const known = this.lanes.reduce((sum, { duplicated }) => sum + duplicated, 0);
    // Repeats of what nobody expected have no place in the ledger but their number.
    this.#outside.duplicated += ear.repeats.total - known;
  }

  record(
    row: InputRow,
    partition: number,
    offset: number,
    outcome: Outcome,
    by: Role | undefined,
    extra: number,
  ): void {
    const cell = this.#cell(partition, row.ts);
    if (this.#watched.ear.gates.wasLate(partition, offset)) cell.late++;
    this.#count(partition, cell, outcome, by, extra);
  }

  result(stage: number, ts: number, outcome: Outcome, by: Role | undefined, extra: number): void {
    const { laneOfStage, stages } = this.#watched.layout;
    const lane = laneOfStage[stage % Math.max(1, stages)] ?? -1;
    if (lane < 0) return;
    this.#count(lane, this.#cell(lane, ts), outcome, by, extra);
  }

  section(): LedgerSection {
    const total = noCounts();
    const rows = this.#rows.map(({ lanes, cells }): LedgerRow => {
      const bin: number[] = [];
      const counts: LedgerCounts[] = [];
      cells.forEach((cell, i) => {
        if (cell === undefined) return;
        bin.push(i);
        counts.push(cell);
        addTo(total, cell);
      });
      return { lanes, bin, cells: counts };
    });
    addTo(total, this.#outside);
    return {
      startMillis: this.#start,
      binMillis: this.#binMillis,
      bins: this.#bins,
      rows,
      outside: this.#outside,
      total,
    };
  }

  #cell(lane: number, ts: number): Counts {
    const bin = Math.floor((ts - this.#start) / this.#binMillis);
    if (bin < 0 || bin >= this.#bins) return this.#outside;
    const { cells } = this.#rows[this.#rowOf[lane] as number]!;
    const cell = cells[bin];
    if (cell !== undefined) return cell;
    const made = noCounts();
    cells[bin] = made;
    return made;
  }

  #count(lane: number, cell: Counts, outcome: Outcome, by: Role | undefined, extra: number): void {
    const counts = this.lanes[lane]!;
    counts.records++;
    if (by === "outgoing") counts.byOutgoing++;
    if (by === "incoming") counts.byIncoming++;
    if (extra > 0) {
      cell.duplicated += extra;
      counts.duplicated += extra;
    }
    if (outcome === "once") {
      if (extra > 0) return;
      if (by === "outgoing") cell.onceByOutgoing++;
      else cell.onceByIncoming++;
      return;
    }
    cell[outcome]++;
    if (outcome === "lost") counts.lost++;
    if (outcome === "wrong") counts.other++;
  }
}

function noCounts(): Counts {
  return {
    onceByOutgoing: 0,
    onceByIncoming: 0,
    lost: 0,
    duplicated: 0,
    wrong: 0,
    pending: 0,
    late: 0,
  };
}

function noLaneCounts(): Writable<LaneCounts> {
  return { records: 0, byOutgoing: 0, byIncoming: 0, lost: 0, duplicated: 0, other: 0 };
}

function addTo(sum: Counts, one: LedgerCounts): void {
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += one[key];
}

/** Event time of the window, and of every failure that is known, in bins of a round width. */
function binsOf({ options, frame, outcome, layout }: WatchedRun): {
  readonly start: number;
  readonly binMillis: number;
  readonly bins: number;
} {
  const failed = failingWitnesses(outcome).flatMap(({ ts }) => ts ?? []);
  const first = options.epochMillis + Math.floor(frame.window.from / 1000);
  const last = options.epochMillis + Math.ceil(frame.window.to / 1000);
  const low = failed.reduce((least, ts) => Math.min(least, ts), first);
  const high = failed.reduce((most, ts) => Math.max(most, ts), last);
  const least = stepOfResults(options, layout);
  for (let decade = 100; ; decade *= 10) {
    for (const mantissa of MANTISSAS) {
      const binMillis = mantissa * decade;
      const start = Math.floor(low / binMillis) * binMillis;
      const bins = Math.floor((high - start) / binMillis) + 1;
      if (bins <= BINS_MAX && binMillis >= least) return { start, binMillis, bins };
    }
  }
}

/** Where all that comes out are results of windows, finer cells than their steps would be empty. */
function stepOfResults({ outgoing }: RunOptions, { lanes, isShown }: Layout): number {
  if (lanes.some(({ kind }, lane) => kind === "partition" && isShown[lane])) return 0;
  const steps = outgoing.graph.flatMap((stage) => {
    if (stage.kind !== "window" || stage.assigner.type === "session") return [];
    const { assigner } = stage;
    return [assigner.type === "sliding" ? assigner.slideMillis : assigner.sizeMillis];
  });
  return steps.length === 0 ? 0 : Math.min(...steps);
}
