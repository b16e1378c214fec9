import type { JobRole } from "../../model/options.ts";
import type { WatermarkBand, WatermarkLine, WatermarkSection } from "../report-charts.ts";
import type { FailedRecord, ReportSpan } from "../report-facts.ts";
import type { GateRow } from "../report-handover.ts";
import { isSameSubtask } from "./subtask-table.ts";
import { type Steps, thinnedTwice } from "./thinning.ts";
import type { WatchedRun } from "./watched-run.ts";
import type { WatermarkSteps } from "./watermark-book.ts";

const LINES_MAX = 64;
const PIXELS = 1_000;
/** Of all lines together: a few lines are fine, many coarser, as nobody can tell them apart. */
const PIXELS_OF_ALL = 3_000;
const PIXELS_MIN = 50;
const IDLE_MAX = 200;
const BAND_POINTS = 400;

export function watermarkSection(
  watched: WatchedRun,
  gates: readonly GateRow[],
  failed: readonly FailedRecord[],
): WatermarkSection {
  const { layout, ear, frame, outcome } = watched;
  const all = ear.watermarks.steps().filter(({ t }) => t.length > 0);
  const many = all.length > LINES_MAX;
  const decisive = all.filter((steps) => isDecisive(steps, gates));
  const shown = many ? decisive : all;
  const share = Math.ceil(PIXELS_OF_ALL / Math.max(1, shown.length));
  const pixels = Math.max(PIXELS_MIN, Math.min(PIXELS, share));
  return {
    readAt: layout.readAt,
    lines: shown.map((steps): WatermarkLine => {
      const { role, task, subtask } = steps;
      const { t, wm } = thinnedTwice(steps, frame.window, frame.focus, pixels);
      const line = { t, wm: wm.map(orNull) };
      return { role, task, subtask, ...line, isDecisive: decisive.includes(steps) };
    }),
    bands: many ? bandsOf(all, frame.window) : [],
    subtasks: all.length,
    failed: failed.flatMap(({ id, arrival, ts }) => (arrival === null || ts === null ? [] : [id])),
    idle: ear.watermarks
      .idle(outcome.endedAtMicros)
      .filter(({ from, to }) => to >= frame.window.from && from <= frame.window.to)
      .slice(0, IDLE_MAX),
  };
}

function isDecisive(steps: WatermarkSteps, gates: readonly GateRow[]): boolean {
  return gates.some((gate) => gate.isDecisive && isSameSubtask(gate, steps));
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function bandsOf(all: readonly WatermarkSteps[], window: ReportSpan): readonly WatermarkBand[] {
  return (["outgoing", "incoming"] as const)
    .map((role) =>
      bandOf(
        role,
        all.filter((steps) => steps.role === role),
        window,
      ),
    )
    .filter(({ t }) => t.length > 0);
}

/** At the end of each of some hundred slices of the window. */
function bandOf(role: JobRole, all: readonly Steps[], { from, to }: ReportSpan): WatermarkBand {
  const t: number[] = [];
  const low: (number | null)[] = [];
  const high: (number | null)[] = [];
  const places = all.map(() => 0);
  const width = Math.max(1, Math.ceil((to - from) / BAND_POINTS));
  for (let at = from; at <= to; at += width) {
    let least: number | null = null;
    let most: number | null = null;
    for (const [i, steps] of all.entries()) {
      let place = places[i] as number;
      while (place < steps.t.length && steps.t[place]! <= at) place++;
      places[i] = place;
      const value = place === 0 ? Number.NaN : steps.wm[place - 1]!;
      if (Number.isNaN(value)) continue;
      least = least === null ? value : Math.min(least, value);
      most = most === null ? value : Math.max(most, value);
    }
    if (low.length > 0 && least === low.at(-1) && most === high.at(-1)) continue;
    if (low.length === 0 && least === null) continue;
    t.push(at);
    low.push(least);
    high.push(most);
  }
  return { role, t, low, high };
}
