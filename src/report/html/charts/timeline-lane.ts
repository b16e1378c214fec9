import type { TimelineRail } from "../../../explore/report-charts.ts";
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { GateState } from "../../../explore/report-handover.ts";
import type { Role } from "../../../oracle/evidence.ts";
import { countOf, countText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { bars, lozenge, type Point, px, strokes } from "../markup/svg.ts";
import { plainProse } from "../words/prose.ts";
import { LEFT, RIGHT, WIDTH } from "./frame.ts";
import { lostRings } from "./marks.ts";
import {
  LANE,
  type LanePlace,
  laneLines,
  momentOf,
  ownerOf,
  RAIL,
  railTop,
  type TimelinePlot,
} from "./timeline-plot.ts";
import { density, ticksIn } from "./timeline-ticks.ts";
import { fadedIf, isFaded, ROLES, soleSubtask, toneOf } from "./view.ts";

/** One partition: its name, two rails, its counts. */
export function laneRow(plot: TimelinePlot, place: LanePlace): readonly Markup[] {
  const { model, layer } = plot;
  const { lane, top } = place;
  laneLines(lane.key, model).forEach((text, i, { length }) => {
    const y = top + 33 + (i - (length - 1) / 2) * 15;
    const face = i === 0 ? ({ tone: "ink", face: "bold" } as const) : ({ tone: "ink3" } as const);
    layer.place({ x: 0, y, text, ...face, within: 84 });
  });
  const rails = ROLES.map((role) => rail(plot, place, role));
  return [
    markup`<path class="hair" d="M0 ${px(top)}H${WIDTH}"/>`,
    ...rails.flat(),
    ...idleSpans(plot, place),
    ...counts(plot, place),
  ];
}

function rail(plot: TimelinePlot, { lane, top }: LanePlace, role: Role): readonly Markup[] {
  const { model, names, frame, layer, view } = plot;
  const tone = toneOf(model, role);
  const at = railTop(plot, role, top);
  const given = lane.rails[role];
  const text = subtasksName(plainProse(names.job(role)), given);
  const isBack = isFaded(view, role, given.subtasks);
  const name = { x: LEFT - 8, y: at + 11, text, tone, anchor: "end", size: 11.5 } as const;
  layer.place({ ...name, names: soleSubtask(role, given.subtasks), isFaded: isBack });
  const barriers = given.barriers
    .filter((barrier) => frame.has(barrier.at))
    .map((barrier) => frame.x(barrier.at));
  return fadedIf(isBack, [
    ...states(plot, given, role, at),
    ...ticks(plot, given, role, at),
    ...(barriers.length > 0
      ? [markup`<path class="barrier" d="${strokes(barriers, at - 3, RAIL + 6)}"/>`]
      : []),
  ]);
}

/** "Blue/2", or "×4" where the lane's records come to several; its colour and rail say whose. */
function subtasksName(job: string, { subtasks }: TimelineRail): string {
  const [first] = subtasks;
  if (first === undefined) return job;
  return subtasks.length === 1 ? `${job}/${first}` : `×${subtasks.length}`;
}

const DRAWN: readonly GateState[] = ["open", "filtering", "mixed", "closed"];

function states(
  { model, frame }: TimelinePlot,
  { states: spans }: TimelineRail,
  role: Role,
  at: number,
): readonly Markup[] {
  const tone = toneOf(model, role);
  return DRAWN.flatMap((state) => {
    const parts = spans
      .filter((span) => span.state === state)
      .flatMap(({ from, to }) => {
        const part = frame.part(from, to);
        return part === undefined ? [] : [part];
      });
    if (parts.length === 0) return [];
    if (state !== "closed")
      return [markup`<path class="gate-${state} ${tone}" d="${bars(parts, at, RAIL)}"/>`];
    const middle = px(at + RAIL / 2);
    const d = parts.map(([from, to]) => `M${px(from)} ${middle}H${px(to)}`).join("");
    return [markup`<path class="gate-closed" d="${d}"/>`];
  });
}

function ticks(plot: TimelinePlot, given: TimelineRail, role: Role, at: number): readonly Markup[] {
  const { model, view, frame } = plot;
  const tone = toneOf(model, role);
  const found = ticksIn(model.timeline, given, view.span);
  if (found.kind === "counts") return density(found, frame, tone, at + 1, RAIL - 2);
  const xs = found.at.filter((time) => frame.has(time)).map((time) => frame.x(time));
  return xs.length === 0
    ? []
    : [markup`<path class="tick ${tone}" d="${strokes(xs, at + 2, RAIL - 4)}"/>`];
}

function idleSpans({ frame, layer }: TimelinePlot, { lane, top }: LanePlace): readonly Markup[] {
  return lane.idle.flatMap(({ from, to }) => {
    const part = frame.part(from, to);
    if (part === undefined || part[1] - part[0] < 3) return [];
    const [left, right] = part;
    layer.place({
      x: (left + right) / 2,
      y: top + 33,
      text: "source idle",
      anchor: "middle",
      tone: "ink2",
      halo: true,
      within: right - left,
    });
    return [
      markup`<rect class="idle" x="${px(left)}" y="${px(top + 7)}" width="${px(right - left)}" height="${LANE - 14}"/>`,
    ];
  });
}

/** On the right: what went wrong here, or how many records there were. */
function counts({ layer }: TimelinePlot, { lane, top }: LanePlace): readonly Markup[] {
  const { records, lost, duplicated, other } = lane.counts;
  const x = RIGHT + 14;
  const within = WIDTH - x;
  const lines = [
    ...(lost > 0 ? [{ text: `${countText(lost)} lost`, tone: "lost", face: "bold" } as const] : []),
    ...(duplicated > 0
      ? [{ text: `${countText(duplicated)} duplicated`, tone: "duplicate", face: "bold" } as const]
      : []),
    ...(other > 0
      ? [{ text: `${countText(other)} otherwise wrong`, tone: "lost", face: "bold" } as const]
      : []),
    {
      text: `${lost + duplicated + other > 0 ? "of " : ""}${countOf(records, "records")}`,
      tone: "ink3",
    } as const,
  ].slice(0, 3);
  const first = top + 33 - (lines.length - 1) * 7.5;
  lines.forEach((line, i) => void layer.place({ ...line, x, y: first + i * 15, within }));
  return [];
}

/** Every failure is drawn, on top of all else. */
export function laneFailures(plot: TimelinePlot, place: LanePlace): readonly Markup[] {
  const { model } = plot;
  const ids = new Set(place.lane.failures);
  const mine = model.data.failures.shown.filter(({ id }) => ids.has(id));
  const twice = mine.filter(({ kind }) => kind === "duplicate");
  const others = mine.filter(({ kind }) => kind !== "duplicate");
  return [...lostMarks(plot, place, others), ...twiceMarks(plot, place, twice)];
}

const RING = 5;

/** A ring each; where they are too close for rings, a stroke each between them. */
function lostMarks(
  plot: TimelinePlot,
  { top }: LanePlace,
  lost: readonly FailedRecord[],
): readonly Markup[] {
  const { model, frame } = plot;
  const places = lost.flatMap((failure) => {
    const at = momentOf(model, failure);
    if (at === undefined || !frame.has(at)) return [];
    return [{ x: frame.x(at), y: railTop(plot, ownerOf(model, failure), top) + RAIL / 2 }];
  });
  const rings: Point[] = [];
  let close = "";
  const last = new Map<number, number>();
  for (const { x, y } of places.toSorted((a, b) => a.x - b.x)) {
    if (x - (last.get(y) ?? Number.NEGATIVE_INFINITY) < 2 * RING + 3) {
      close += strokes([x], y - RING, 2 * RING);
      continue;
    }
    rings.push({ x, y });
    last.set(y, x);
  }
  return [
    ...(close === "" ? [] : [markup`<path class="lost-tick" d="${close}"/>`]),
    ...lostRings(rings),
  ];
}

/** A lozenge between the two rails, tied to both ticks. */
function twiceMarks(
  plot: TimelinePlot,
  { top }: LanePlace,
  twice: readonly FailedRecord[],
): readonly Markup[] {
  const { frame, model } = plot;
  const marks = twice.flatMap((failure) => {
    const at = ROLES.flatMap((role) => {
      const decision = failure.decisions[role];
      return decision?.passed
        ? [{ x: frame.x(decision.at), y: railTop(plot, role, top) + RAIL / 2, at: decision.at }]
        : [];
    });
    const [a, b] = at;
    const middle = momentOf(model, failure);
    if (middle === undefined || !at.some((one) => frame.has(one.at))) return [];
    if (a === undefined || b === undefined)
      return [{ tie: "", mark: lozenge({ x: frame.x(middle), y: top + 28 }, 5) }];
    const [from, to] = a.y < b.y ? [a, b] : [b, a];
    const tie = `M${px(from.x)} ${px(from.y - 6)}V${px(from.y + 6)}L${px(to.x)} ${px(to.y - 6)}V${px(to.y + 6)}`;
    return [{ tie, mark: lozenge({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, 5) }];
  });
  if (marks.length === 0) return [];
  return [
    markup`<path class="twice-tie" d="${marks.map(({ tie }) => tie).join("")}"/>`,
    markup`<path class="twice-mark" d="${marks.map(({ mark }) => mark).join("")}"/>`,
  ];
}
