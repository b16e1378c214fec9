/** The words of chart 1: what the toggle is, who proposed it, who learned it too late. */
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { GateRow } from "../../../explore/report-handover.ts";
import { countOf, spanText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { soleWriter } from "../words/failure-words.ts";
import { plainProse } from "../words/prose.ts";
import { eventText } from "./event-axis.ts";
import { LEFT, RIGHT } from "./frame.ts";
import { ROLES, toneOf } from "./view.ts";
import { jobNames } from "./watermark-job-names.ts";
import { valueAt } from "./watermark-lines.ts";
import { GUTTER, gateMarks, type WatermarkPlot } from "./watermark-plot.ts";

export interface Notes {
  /** Under the lines, and over them. */
  readonly below: readonly Markup[];
  readonly above: readonly Markup[];
}

/** The most important first: what has no room is left out. */
export function annotations(plot: WatermarkPlot, failed: readonly FailedRecord[]): Notes {
  blockLines(plot, failed);
  if (plot.view.isLag) {
    jobNames(plot);
    return { below: [], above: [] };
  }
  const line = toggleLine(plot);
  const blind = blindGate(plot, failed);
  const arrow = proposalArrow(plot);
  twiceNote(plot, failed);
  jobNames(plot);
  gateWords(plot);
  return { below: blind, above: [...line, ...arrow, ...gateMarks(plot)] };
}

const SAMPLE = 10;

/** Words keep clear of the lines of each job, and of the marks of what failed. */
function blockLines(plot: WatermarkPlot, failed: readonly FailedRecord[]): void {
  const { model, frame, height, layer } = plot;
  const { lines, bands } = model.watermarks;
  for (const role of ROLES) {
    const mine = [
      ...lines.filter((one) => one.role === role),
      ...bands
        .filter((one) => one.role === role)
        .flatMap(({ t, low, high }) => [
          { t, wm: low },
          { t, wm: high },
        ]),
    ];
    for (let x = LEFT; x < RIGHT; x += SAMPLE) {
      const times = [frame.timeOf(x), frame.timeOf(x + SAMPLE)];
      const ys = times.flatMap((time) =>
        mine.flatMap((one) => {
          const value = valueAt(one, time);
          return value === null ? [] : [height(value, time)];
        }),
      );
      if (ys.length === 0) continue;
      const [top, bottom] = [Math.min(...ys) - 3, Math.max(...ys) + 3];
      layer.block({ left: x, right: x + SAMPLE, top, bottom });
    }
  }
  for (const { arrival, ts } of failed) {
    const [x, y] = [frame.x(arrival ?? 0), height(ts ?? 0, arrival ?? 0)];
    layer.block({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 });
  }
}

function toggleLine({ model, frame, height, layer }: WatermarkPlot): readonly Markup[] {
  const { toggle } = model.handover;
  if (toggle === null) return [];
  const y = height(toggle.toggle, 0);
  const from = frame.clamped(toggle.writtenAt ?? frame.from);
  layer.placeNear(
    [
      { x: GUTTER, y: y - 1, text: "toggle", tone: "ink", face: "bold" },
      { x: GUTTER, y: y + 14, text: eventText(model, toggle.toggle), tone: "ink2" },
    ],
    60,
  );
  layer.block({ left: from, right: RIGHT, top: y - 4, bottom: y + 4 });
  return [markup`<path class="toggle" d="M${px(from)} ${px(y)}H${RIGHT}"/>`];
}

/** From the proposer's watermark up to the toggle: the deletion delay. */
function proposalArrow({ model, names, frame, height, layer }: WatermarkPlot): readonly Markup[] {
  const { toggle } = model.handover;
  if (toggle === null) return [];
  const { proposer, proposerWatermark, writtenAt, deletionDelayMillis } = toggle;
  if (writtenAt === null || proposer === null || proposerWatermark === null) return [];
  if (!frame.has(writtenAt)) return [];
  const x = frame.x(writtenAt);
  const [from, to] = [height(proposerWatermark, writtenAt), height(toggle.toggle, writtenAt)];
  const delay = spanText(deletionDelayMillis * 1_000, 3);
  layer.block({ left: x - 4, right: x + 4, top: to, bottom: from });
  const delayed = { text: `+ ${delay} deletion delay`, tone: "ink", face: "bold" } as const;
  layer.placeAround({ x, y: (from + to) / 2 }, [delayed], 80);
  const who = plainProse(names.subtask(proposer));
  const text = `${who} proposes at ${names.instant(writtenAt)}: its watermark plus the delay`;
  layer.placeAround({ x, y: from + 14 }, [{ text, tone: toneOf(model, proposer.role) }], 140);
  const head =
    from - to > 12
      ? `M${px(x - 4)} ${px(to + 8)}L${px(x)} ${px(to + 1)}L${px(x + 4)} ${px(to + 8)}`
      : "";
  return [markup`<path class="arrow" d="M${px(x)} ${px(from)}V${px(to)}${head}"/>`];
}

/** The worst gate that judged records without the toggle, and which those were. */
function blindGate(plot: WatermarkPlot, failed: readonly FailedRecord[]): readonly Markup[] {
  const { model, names, frame, height, layer, top } = plot;
  const { toggle, gates } = model.handover;
  const gate = worstBlind(gates);
  if (toggle === null || gate === undefined) return [];
  const victims = failed.filter((failure) => isVictim(failure, gate, toggle.toggle));
  const arrivals = victims.flatMap(({ arrival }) => arrival ?? []);
  const first = Math.min(gate.early?.at ?? Number.POSITIVE_INFINITY, ...arrivals);
  const last = gate.learnedAt ?? frame.to;
  const part = frame.part(first, last);
  if (part === undefined) return [];
  const [from, to] = part;
  const bottom = height(toggle.toggle, last);
  const highest = Math.max(toggle.toggle, ...victims.flatMap(({ ts }) => ts ?? []));
  const roof = Math.max(top, height(highest, last) - 10);
  const who = plainProse(names.subtask(gate));
  const when =
    gate.learnedAt === null
      ? `${who} never learns the toggle`
      : `${who} learns the toggle only at ${names.instant(gate.learnedAt)}`;
  const what =
    victims.length === 0
      ? "records newer than it had come before"
      : `${countOf(victims.length, "records")} newer than it had come before: lost`;
  layer.block({ left: to - 2, right: to + 2, top: roof, bottom });
  // It may stand on the tinted ground, where a rim in the page's colour would be seen.
  const words = [
    { text: when, tone: "lost", face: "bold", halo: false },
    { text: what, tone: "lost", halo: false },
  ] as const;
  layer.placeAround({ x: to, y: roof - 18 }, words, 180);
  layer.block({ left: from, right: to, top: roof, bottom });
  const [width, tall] = [Math.max(1, to - from), Math.max(1, bottom - roof)];
  return [
    markup`<rect class="blind" x="${px(from)}" y="${px(roof)}" width="${px(width)}" height="${px(tall)}"/>`,
    markup`<path class="learned" d="M${px(to)} ${px(Math.max(top, roof - 32))}V${px(bottom)}"/>`,
  ];
}

function isVictim({ kind, ts, decisions }: FailedRecord, gate: GateRow, toggle: number): boolean {
  const decision = decisions[gate.role];
  if (kind !== "gap" || (ts ?? 0) < toggle) return false;
  return decision?.subtask === gate.subtask && decision.rule === "no-toggle";
}

/** The gate that went without the toggle for longest. */
export function worstBlind(gates: readonly GateRow[]): GateRow | undefined {
  const blind = gates.filter(({ early }) => early !== null);
  return blind.toSorted((a, b) => lateness(b) - lateness(a) || a.subtask - b.subtask)[0];
}

/** From its first record that needed the toggle to when it knew it. */
export function lateness({ early, learnedAt }: GateRow): number {
  return (learnedAt ?? Number.MAX_SAFE_INTEGER) - (early?.at ?? 0);
}

function twiceNote({ frame, height, layer }: WatermarkPlot, failed: readonly FailedRecord[]): void {
  const twice = failed.filter(({ kind }) => kind === "duplicate");
  if (twice.length === 0) return;
  const xs = twice.map(({ arrival }) => frame.x(arrival ?? 0));
  const ys = twice.map(({ arrival, ts }) => height(ts ?? 0, arrival ?? 0));
  const isByBoth = twice.every(
    ({ witness }) => soleWriter(witness.earlier, witness.appearance) === undefined,
  );
  const text = `${countOf(twice.length, "records")} emitted ${isByBoth ? "by both jobs" : "twice"}`;
  const point = { x: Math.max(...xs), y: Math.max(...ys) + 10 };
  layer.placeAround(point, [{ text, tone: "duplicate", face: "bold" }], 160);
}

/** What the marks on the toggle's line mean, once. */
function gateWords({ model, names, frame, height, layer }: WatermarkPlot): void {
  const { toggle, gates } = model.handover;
  if (toggle === null) return;
  const lines = ROLES.flatMap((role) => {
    const times = gates.flatMap((gate) => (gate.role === role ? (gate.crossedAt ?? []) : []));
    if (!times.some((at) => frame.has(at))) return [];
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const [sign, what] = role === "incoming" ? ["●", "opens"] : ["■", "closes"];
    const spread = last > first ? `, its gates within ${spanText(last - first)}` : "";
    const text = `${sign} ${plainProse(names.job(role))} ${what} as it crosses the toggle${spread}`;
    return [{ text, tone: toneOf(model, role), x: frame.clamped(last) }];
  });
  if (lines.length === 0) return;
  const x = Math.max(...lines.map((line) => line.x));
  const point = { x, y: height(toggle.toggle, 0) + 22 };
  layer.placeAround(
    point,
    lines.map(({ text, tone }) => ({ text, tone })),
    160,
  );
}
