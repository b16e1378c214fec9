/** Chart 4: each sink subtask's transactions from their beginning to their commit. */
import type { TransactionBar, TransactionSection } from "../../../explore/report-charts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { countOf } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { bars, lozenge, px, strokes } from "../markup/svg.ts";
import { plainProse } from "../words/prose.ts";
import { LEFT, RIGHT, TimeFrame, timeAxis, timeGrid, WIDTH } from "./frame.ts";
import { LabelLayer, label } from "./label.ts";
import { textWidth } from "./text-width.ts";
import type { ChartContent } from "./timeline-chart.ts";
import { isUpper } from "./timeline-plot.ts";
import { fadedIf, isFaded, soleSubtask, toneOf, type View } from "./view.ts";

const TOP = 34;
const ROW = 22;
const ROWS_MAX = 32;

interface Row {
  readonly key: string;
  readonly bars: readonly TransactionBar[];
}

interface TransactionPlot {
  readonly model: ReportModel;
  readonly names: Names;
  readonly frame: TimeFrame;
  readonly layer: LabelLayer;
  readonly view: View;
}

export function transactionChart(
  model: ReportModel,
  section: TransactionSection,
  names: Names,
  view: View,
): ChartContent {
  const frame = new TimeFrame(view.span, model.header.clock.originMicros);
  const all = rowsOf(model, section);
  const rows = all.slice(0, ROWS_MAX);
  const left = all.length - rows.length;
  const bottom = TOP + rows.length * ROW + (left > 0 ? 18 : 4);
  const layer = new LabelLayer({ left: -4, top: 0, right: WIDTH + 4, bottom });
  const plot: TransactionPlot = { model, names, frame, layer, view };
  const marks = rows.flatMap((row, i) => rowMarks(plot, row, TOP + i * ROW));
  if (left > 0)
    layer.place({
      x: LEFT,
      y: bottom - 5,
      text: `${left} more rows, all committed in time`,
      tone: "ink3",
    });
  return {
    height: bottom + 30,
    content: [
      ...key(model),
      timeGrid(frame, TOP - 4, bottom),
      ...marks,
      ...layer.drawn,
      timeAxis(frame, bottom),
    ],
  };
}

/** A row for each set of subtasks that are alike; those with something wrong cannot be left out. */
function rowsOf(model: ReportModel, { bars: all }: TransactionSection): readonly Row[] {
  const rows = new Map<string, TransactionBar[]>();
  for (const bar of all) {
    const key = `${bar.role}/${bar.subtasks.join(",")}`;
    rows.set(key, [...(rows.get(key) ?? []), bar]);
  }
  const list = [...rows].map(([key, of], place) => ({
    key,
    bars: of,
    place,
    isBad: of.some(isBad),
  }));
  const side = (row: (typeof list)[number]): number =>
    isUpper(model, row.bars[0]?.role ?? "outgoing") ? 0 : 1;
  const kept =
    list.length > ROWS_MAX
      ? list.toSorted((a, b) => Number(b.isBad) - Number(a.isBad) || a.place - b.place)
      : list;
  const shown = new Set(kept.slice(0, ROWS_MAX));
  const first = list
    .filter((row) => shown.has(row))
    .toSorted((a, b) => side(a) - side(b) || a.place - b.place);
  return [...first, ...list.filter((row) => !shown.has(row))];
}

function isBad({ state, isPastDeadline, isLingering }: TransactionBar): boolean {
  return isPastDeadline || isLingering || state === "aborted";
}

function key(model: ReportModel): readonly Markup[] {
  const tone = toneOf(model, "outgoing");
  const y = 9;
  const entries: readonly (readonly [string, (x: number) => Markup])[] = [
    ["open", (x) => markup`<path class="txn ${tone}" d="${bars([[x, x + 22]], y - 6, 12)}"/>`],
    [
      "pre-committed",
      (x) => markup`<path class="pre ${tone}" d="${bars([[x, x + 22]], y - 1.5, 3)}"/>`,
    ],
    [
      "committed",
      (x) => markup`<path class="mark ${tone}" d="${lozenge({ x: x + 15, y }, 4.5)}"/>`,
    ],
    ["aborted", (x) => markup`<path class="abort" d="${crossOf(x + 15, y)}"/>`],
    [
      "deadline of the transaction",
      (x) => markup`<path class="deadline" d="${strokes([x + 15], y - 6, 12)}"/>`,
    ],
    [
      "nobody is left to end it",
      (x) => markup`<path class="lingering" d="${bars([[x, x + 22]], y - 6, 12)}"/>`,
    ],
  ];
  let x = LEFT;
  return entries.map(([text, mark]) => {
    const at = x;
    x += 30 + textWidth(text, 12) + 20;
    return markup`${mark(at)}${label({ x: at + 28, y: 13, text, tone: "ink2" })}`;
  });
}

function rowMarks(plot: TransactionPlot, row: Row, top: number): readonly Markup[] {
  const { model, names, layer, view } = plot;
  const [first] = row.bars;
  if (first === undefined) return [];
  const { role, subtasks } = first;
  const tone = toneOf(model, role);
  const who = plainProse(names.job(role));
  const text =
    subtasks.length === 1
      ? `${who}/${subtasks[0]}`
      : `${who}/${Math.min(...subtasks)} … ${Math.max(...subtasks)}`;
  const isBack = isFaded(view, role, subtasks);
  const name = { x: LEFT - 10, y: top + 13, text, tone, anchor: "end", within: 130 } as const;
  layer.place({ ...name, names: soleSubtask(role, subtasks), isFaded: isBack });
  if (subtasks.length > 1) {
    layer.place({ x: RIGHT + 14, y: top + 13, text: `×${subtasks.length} alike`, tone: "ink3" });
  }
  return fadedIf(
    isBack,
    row.bars.flatMap((bar) => barMarks(plot, bar, top)),
  );
}

function barMarks(
  { model, frame, layer }: TransactionPlot,
  bar: TransactionBar,
  top: number,
): readonly Markup[] {
  const { openedAt, preCommittedAt, endedAt, state, deadline, isPastDeadline, isLingering } = bar;
  const tone = toneOf(model, bar.role);
  const y = top + 9;
  const end = endedAt ?? frame.to;
  const open = frame.part(openedAt, preCommittedAt ?? end);
  const waiting = preCommittedAt === null ? undefined : frame.part(preCommittedAt, end);
  const body = isLingering ? "lingering" : `txn ${tone}`;
  const pieces = [
    ...(open === undefined
      ? []
      : [markup`<path class="${body}" d="${bars([inset(open)], y - 6, 12)}"/>`]),
    ...(waiting === undefined
      ? []
      : [
          markup`<path class="${isLingering ? "lingering" : `pre ${tone}`}" d="${bars([waiting], y - 1.5, 3)}"/>`,
        ]),
    ...ending({ frame, tone, y }, state, endedAt),
    ...(isPastDeadline && frame.has(deadline)
      ? [markup`<path class="deadline past" d="${strokes([frame.x(deadline)], y - 8, 16)}"/>`]
      : []),
  ];
  if (open !== undefined && bar.checkpoint !== null) {
    const place = {
      x: (open[0] + open[1]) / 2,
      y: top + 13,
      tone: "ink2",
      anchor: "middle",
      size: 11,
    } as const;
    const short = `checkpoint ${bar.checkpoint}`;
    const long = `${short}, ${countOf(bar.records, "records")}`;
    const text = [long, short].find((one) => textWidth(one, 11) < open[1] - open[0] - 12);
    if (text !== undefined) layer.place({ ...place, text });
  }
  return pieces;
}

/** A hair of paper between two transactions that follow each other. */
function inset([from, to]: readonly [number, number]): readonly [number, number] {
  return to - from > 3 ? [from + 0.8, to - 0.8] : [from, Math.max(to, from + 1)];
}

function ending(
  { frame, tone, y }: { readonly frame: TimeFrame; readonly tone: string; readonly y: number },
  state: TransactionBar["state"],
  endedAt: number | null,
): readonly Markup[] {
  if (endedAt === null || !frame.has(endedAt)) return [];
  const x = frame.x(endedAt);
  if (state === "aborted") return [markup`<path class="abort" d="${crossOf(x, y)}"/>`];
  if (state !== "committed") return [];
  return [markup`<path class="mark ${tone}" d="${lozenge({ x, y }, 4)}"/>`];
}

function crossOf(x: number, y: number): string {
  return `M${px(x - 4)} ${px(y - 4)}l8 8M${px(x + 4)} ${px(y - 4)}l-8 8`;
}
