import type { JobRole } from "../../model/options.ts";
import type {
  LaneCounts,
  LaneGroup,
  TimelineLane,
  TimelineRail,
  TimelineSection,
} from "../report-charts.ts";
import type { FailedRecord } from "../report-facts.ts";
import { gateStates, togetherStates } from "./gate-states.ts";
import { subtaskAt } from "./report-ear.ts";
import { silencesOf } from "./silences.ts";
import { NO_TICKS } from "./tick-book.ts";
import type { WatchedRun } from "./watched-run.ts";

const LANES_MAX = 12;
/** Of more gates than these on one rail nobody could read the states. */
const GATES_MAX = 16;

/** The lanes that are drawn: all, or of many those with the most failures; in their own order. */
export function drawnLanes(
  { layout }: WatchedRun,
  counts: readonly LaneCounts[],
): readonly number[] {
  const shown = layout.lanes.flatMap((_, lane) => (layout.isShown[lane] === true ? [lane] : []));
  if (shown.length <= LANES_MAX) return shown;
  const ranked = shown.toSorted((a, b) => failuresIn(counts[b]) - failuresIn(counts[a]) || a - b);
  return ranked.slice(0, LANES_MAX).sort((a, b) => a - b);
}

export function timelineSection(
  watched: WatchedRun,
  counts: readonly LaneCounts[],
  drawn: readonly number[],
  failed: readonly Pick<FailedRecord, "id" | "lane">[],
): TimelineSection {
  const { ear, layout } = watched;
  return {
    ticksAt: layout.readAt,
    window: ear.ticks.scale(),
    focus: ear.focusTicks?.scale() ?? null,
    inWindow: ear.ticks.total,
    inRun: ear.emitted,
    lanes: drawn.map((lane, i): TimelineLane => {
      const key = layout.lanes[lane]!;
      return {
        key,
        counts: counts[lane]!,
        rails: {
          outgoing: railOf(watched, lane, "outgoing"),
          incoming: railOf(watched, lane, "incoming"),
        },
        failures: failed.filter((one) => one.lane === i).map(({ id }) => id),
        idle: lane < layout.partitions ? silencesOf(watched, lane) : [],
      };
    }),
    groups: groupsOf(watched, counts, drawn),
  };
}

function railOf(watched: WatchedRun, lane: number, role: JobRole): TimelineRail {
  const { ear, frame } = watched;
  const places = [...ear.comesTo[lane]![role]].sort((a, b) => a - b).map(subtaskAt);
  const task = places[0]?.task ?? 0;
  const { from, to } = frame.window;
  const gates = places.slice(0, GATES_MAX).map((place) => gateStates(watched, { role, ...place }));
  const states = togetherStates(gates).flatMap((span) => {
    if (span.to <= from || span.from >= to) return [];
    return [{ ...span, from: Math.max(from, span.from), to: Math.min(to, span.to) }];
  });
  const [first] = places;
  const barriers = first === undefined ? [] : ear.barriers.of({ role, ...first });
  return {
    task,
    subtasks: places.filter((place) => place.task === task).map(({ subtask }) => subtask),
    states,
    ticks: ear.ticks.ticks(lane, role),
    focusTicks: ear.focusTicks?.ticks(lane, role) ?? NO_TICKS,
    barriers: barriers.filter(({ at }) => at >= from && at <= to),
  };
}

/** The lanes that are not drawn: those with failures, and those without. */
function groupsOf(
  { layout, ear }: WatchedRun,
  counts: readonly LaneCounts[],
  drawn: readonly number[],
): readonly LaneGroup[] {
  const rest = layout.lanes.flatMap((_, lane) =>
    !drawn.includes(lane) && layout.isShown[lane] === true ? [lane] : [],
  );
  const failing = rest.filter((lane) => failuresIn(counts[lane]) > 0);
  const clean = rest.filter((lane) => failuresIn(counts[lane]) === 0);
  return [failing, clean]
    .filter((lanes) => lanes.length > 0)
    .map((lanes) => ({
      lanes: lanes.map((lane) => layout.lanes[lane]!),
      counts: lanes.map((lane) => counts[lane]!).reduce(added),
      rails: {
        outgoing: ear.ticks.counts(lanes, "outgoing"),
        incoming: ear.ticks.counts(lanes, "incoming"),
      },
    }));
}

function failuresIn(counts: LaneCounts | undefined): number {
  return counts === undefined ? 0 : counts.lost + counts.duplicated + counts.other;
}

function added(a: LaneCounts, b: LaneCounts): LaneCounts {
  return {
    records: a.records + b.records,
    byOutgoing: a.byOutgoing + b.byOutgoing,
    byIncoming: a.byIncoming + b.byIncoming,
    lost: a.lost + b.lost,
    duplicated: a.duplicated + b.duplicated,
    other: a.other + b.other,
  };
}
