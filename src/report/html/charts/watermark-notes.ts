/** The words of chart 1: what the toggle is, who proposed it, who learned it too late. */
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { GateRow } from "../../../explore/report-handover.ts";
import type { Role } from "../../../oracle/evidence.ts";
import { countOf, signedSpanText, spanText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { plainProse } from "../words/prose.ts";
import { eventText } from "./event-axis.ts";
import { LEFT, RIGHT } from "./frame.ts";
import type { Label } from "./label.ts";
import { ROLES, toneOf } from "./view.ts";
import { valueAt } from "./watermark-lines.ts";
import { GUTTER, gateMarks, type WatermarkPlot } from "./watermark-plot.ts";

export interface Notes {
  /** Under the lines, and over them. */
  readonly below: readonly Markup[];
  readonly above: readonly Markup[];
}

/** The most important first: what has no room is left out. */
export function annotations(plot: WatermarkPlot, failed: readonly FailedRecord[]): Notes {
  const line = toggleLine(plot);
  const blind = blindGate(plot, failed);
  const arrow = proposalArrow(plot);
  const twice = twiceNote(plot, failed);
  for (const role of ROLES) jobName(plot, role);
  gateWords(plot);
  return { below: [...blind], above: [...line, ...arrow, ...gateMarks(plot), ...twice] };
}

function toggleLine({ model, frame, height, layer, view }: WatermarkPlot): readonly Markup[] {
  const { toggle } = model.handover;
  if (toggle === null || view.isLag) return [];
  const y = height(toggle.toggle, 0);
  const from = frame.clamped(toggle.writtenAt ?? frame.from);
  const lines: readonly Label[] = [
    { x: GUTTER, y: y - 1, text: "toggle", tone: "ink", face: "bold" },
    { x: GUTTER, y: y + 14, text: eventText(model, toggle.toggle), tone: "ink2" },
  ];
  layer.placeNear(lines, 60);
  layer.block({ left: from, right: RIGHT, top: y - 4, bottom: y + 4 });
  return [markup`<path class="toggle" d="M${px(from)} ${px(y)}H${RIGHT}"/>`];
}

/** From the proposer's watermark up to the toggle: the deletion delay. */
function proposalArrow({
  model,
  names,
  frame,
  height,
  layer,
  view,
}: WatermarkPlot): readonly Markup[] {
  const { toggle } = model.handover;
  if (toggle === null || view.isLag) return [];
  const { proposer, proposerWatermark, writtenAt, deletionDelayMillis } = toggle;
  if (
    writtenAt === null ||
    proposer === null ||
    proposerWatermark === null ||
    !frame.has(writtenAt)
  )
    return [];
  const x = frame.x(writtenAt);
  const [from, to] = [height(proposerWatermark, writtenAt), height(toggle.toggle, writtenAt)];
  const delay = spanText(deletionDelayMillis * 1_000, 3);
  const middle = Math.max(to + 14, Math.min(from - 4, (from + to) / 2 + 4));
  const left = {
    x: x - 8,
    y: middle,
    text: `+ ${delay} deletion delay`,
    tone: "ink",
    face: "bold",
    anchor: "end",
    halo: true,
  } as const;
  layer.place(left, { ...left, x: x + 8, anchor: "start" }, { ...left, y: to - 8 });
  const who = plainProse(names.subtask(proposer));
  const text = `${who} proposes at ${names.instant(writtenAt)}: its watermark plus the delay`;
  const below = {
    x: x + 8,
    y: from + 18,
    text,
    tone: toneOf(model, proposer.role),
    halo: true,
  } as const;
  layer.place(
    below,
    { ...below, y: from + 32 },
    { ...below, x: x - 8, anchor: "end" },
    { ...below, y: to - 10 },
  );
  const head =
    from - to > 12
      ? `M${px(x - 4)} ${px(to + 8)}L${px(x)} ${px(to + 1)}L${px(x + 4)} ${px(to + 8)}`
      : "";
  return [markup`<path class="arrow" d="M${px(x)} ${px(from)}V${px(to)}${head}"/>`];
}

/** The worst gate that judged records without the toggle, and which those were. */
function blindGate(plot: WatermarkPlot, failed: readonly FailedRecord[]): readonly Markup[] {
  const { model, names, frame, height, layer, view, top } = plot;
  const { toggle, gates } = model.handover;
  if (toggle === null || view.isLag) return [];
  const gate = worstBlind(gates);
  if (gate === undefined) return [];
  const victims = failed.filter(
    ({ kind, ts, decisions }) =>
      kind === "gap" &&
      (ts ?? 0) >= toggle.toggle &&
      decisions[gate.role]?.subtask === gate.subtask &&
      decisions[gate.role]?.rule === "no-toggle",
  );
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
      ? "records newer than it had already come"
      : `${countOf(victims.length, "records")} newer than it had already come: lost`;
  const lines = (x: number, anchor: "start" | "end"): readonly Label[] => [
    { x, y: roof - 22, text: when, tone: "lost", face: "bold", anchor, halo: true },
    { x, y: roof - 7, text: what, tone: "lost", anchor, halo: true },
  ];
  layer.block({ left: from, right: to, top: roof, bottom });
  if (!layer.placeNear(lines(to - 6, "end"), 60)) layer.placeNear(lines(to + 8, "start"), 120);
  return [
    markup`<rect class="blind" x="${px(from)}" y="${px(roof)}" width="${px(Math.max(1, to - from))}" height="${px(Math.max(1, bottom - roof))}"/>`,
    markup`<path class="learned" d="M${px(to)} ${px(Math.max(top, roof - 32))}V${px(bottom)}"/>`,
  ];
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

function twiceNote(
  { frame, height, layer, view }: WatermarkPlot,
  failed: readonly FailedRecord[],
): readonly Markup[] {
  const twice = failed.filter(({ kind }) => kind === "duplicate");
  const first = twice[0];
  if (first === undefined || view.isLag) return [];
  const xs = twice.map(({ arrival }) => frame.x(arrival ?? 0));
  const ys = twice.map(({ arrival, ts }) => height(ts ?? 0, arrival ?? 0));
  const text = `${countOf(twice.length, "records")} emitted by both jobs`;
  const right = Math.max(...xs) + 12;
  const bottom = Math.max(...ys);
  const note = { text, tone: "duplicate", face: "bold", halo: true } as const;
  for (const [i, x] of xs.entries()) {
    layer.block({ left: x - 5, right: x + 5, top: (ys[i] ?? 0) - 5, bottom: (ys[i] ?? 0) + 5 });
  }
  const lines = [{ ...note, x: right, y: bottom + 16 }];
  if (!layer.placeNear(lines, 80))
    layer.placeNear([{ ...note, x: Math.min(...xs) - 12, y: bottom + 16, anchor: "end" }], 80);
  return [];
}

/** At the right end of its lines, or where the job is gone. */
function jobName({ model, names, frame, height, layer, view }: WatermarkPlot, role: Role): void {
  const { lines, bands } = model.watermarks;
  const mine = [
    ...lines.filter((line) => line.role === role),
    ...bands.filter((band) => band.role === role).map(({ t, high }) => ({ t, wm: high })),
  ];
  const ends = mine.flatMap((line) => {
    const value = valueAt(line, frame.to);
    return value === null ? [] : [height(value, frame.to)];
  });
  const tone = toneOf(model, role);
  const who = plainProse(names.job(role));
  if (ends.length > 0 && !view.isLag) {
    const y = Math.min(...ends) + 4;
    const count = model.header.jobs[role].parallelism;
    layer.placeNear(
      [
        { x: GUTTER, y, text: `${who}’s watermarks`, tone, face: "bold" },
        {
          x: GUTTER,
          y: y + 15,
          text: count === 1 ? "one subtask" : `${count} subtasks`,
          tone: "ink3",
        },
      ],
      120,
    );
    return;
  }
  goneNote({ model, frame, height, layer }, role, who);
}

function goneNote(
  { model, frame, height, layer }: Pick<WatermarkPlot, "model" | "frame" | "height" | "layer">,
  role: Role,
  who: string,
): void {
  const line =
    model.watermarks.lines.find((one) => one.role === role && one.isDecisive) ??
    model.watermarks.lines.find((one) => one.role === role);
  const i = line?.wm.findLastIndex((wm) => wm !== null) ?? -1;
  const [value, at] = [line?.wm[i], line?.t[i + 1] ?? line?.t[i]];
  if (value === undefined || value === null || at === undefined || !frame.has(at)) return;
  const place = {
    y: height(value, at) + 16,
    tone: toneOf(model, role),
    face: "bold",
    halo: true,
  } as const;
  const deleted = role === "outgoing" && model.handover.outcome === "handed-over";
  layer.placeNear(
    [{ ...place, x: frame.x(at) + 8, text: deleted ? `${who} is deleted` : `${who} ends` }],
    60,
  );
}

/** What the marks on the toggle's line mean, once. */
function gateWords({ model, names, frame, height, layer, view }: WatermarkPlot): void {
  const { toggle, gates } = model.handover;
  if (toggle === null || view.isLag) return;
  const word = (role: Role, what: string, dy: number): void => {
    const times = gates.flatMap((gate) =>
      gate.role === role && gate.crossedAt !== null ? [gate.crossedAt] : [],
    );
    const inside = times.filter((at) => frame.has(at));
    if (inside.length === 0) return;
    const who = plainProse(names.job(role));
    const x = frame.x(Math.max(...inside)) + 10;
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const spread = last > first ? `, ${signedSpanText(last - first)} between first and last` : "";
    const note = {
      x,
      y: height(toggle.toggle, last) + dy,
      tone: toneOf(model, role),
      halo: true,
      text: `${who} ${what}${spread}`,
    } as const;
    if (!layer.placeNear([note], 40))
      layer.placeNear([{ ...note, x: Math.max(LEFT + 8, frame.x(first) - 10), anchor: "end" }], 40);
  };
  word("incoming", "opens as its watermarks cross the toggle", 20);
  word("outgoing", "closes as its watermarks cross", 36);
}
