/** Chart 3: event time to the right, a row a partition; how many readers saw each record. */
import type { LedgerCounts, LedgerRow } from "../../../explore/report-charts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import { countText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { eventText, eventTicks } from "./event-axis.ts";
import { LEFT, RIGHT, WIDTH } from "./frame.ts";
import { LabelLayer, label } from "./label.ts";
import { LEDGER_TOP, type LedgerGrid, ledgerGrid, ledgerRowName } from "./ledger-grid.ts";
import { textWidth } from "./text-width.ts";
import type { ChartContent } from "./timeline-chart.ts";
import { type JobTone, toneOf } from "./view.ts";

type Kind = "lost" | "duplicated" | "wrong";

/** The worst outcome wins the cell; a cell without a failure tells who emitted. */
function worstOf({ lost, duplicated, wrong }: LedgerCounts): readonly [Kind, number] | undefined {
  if (lost > 0) return ["lost", lost];
  if (duplicated > 0) return ["duplicated", duplicated];
  return wrong > 0 ? ["wrong", wrong] : undefined;
}

interface LedgerPlot extends LedgerGrid {
  readonly model: ReportModel;
  readonly layer: LabelLayer;
}

export function ledgerChart(model: ReportModel): ChartContent {
  const { startMillis, binMillis, bins } = model.ledger;
  const grid = ledgerGrid(model);
  const { rows, rowHeight, bottom, x } = grid;
  const end = startMillis + bins * binMillis;
  const layer = new LabelLayer({ left: -4, top: 0, right: WIDTH + 4, bottom: bottom + 30 });
  const plot: LedgerPlot = { ...grid, model, layer };
  const toggle = toggleMark(plot);
  const marks = rows.flatMap((row, i) => ledgerRow(plot, row, LEDGER_TOP + i * rowHeight));
  const ticks = eventTicks(model, startMillis, end, 10).filter(
    ({ at }) => at >= startMillis && at <= end,
  );
  const path = ticks.map(({ at }) => `M${px(x(at))} ${px(bottom)}v5`).join("");
  return {
    height: bottom + 28,
    content: [
      ...key(model),
      ...marks,
      ...toggle,
      ...layer.drawn,
      markup`<path class="axis" d="M${LEFT} ${px(bottom)}H${RIGHT}${path}"/>`,
      ...ticks.map(({ at, label: text }) =>
        label({ x: x(at), y: bottom + 19, text, anchor: "middle", tone: "ink3" }),
      ),
      label({ x: WIDTH, y: bottom + 19, text: "event time", anchor: "end", face: "bold" }),
    ],
  };
}

function key(model: ReportModel): readonly Markup[] {
  const { outgoing, incoming } = model.header.jobs;
  const word = (colour: "BLUE" | "GREEN"): string => (colour === "BLUE" ? "Blue" : "Green");
  const entries: readonly (readonly [string, string])[] = [
    [`cell ${toneOf(model, "outgoing")}`, `once, by ${word(outgoing.colour)}`],
    [`cell ${toneOf(model, "incoming")}`, `once, by ${word(incoming.colour)}`],
    ["cell-lost", "lost"],
    ["cell-twice", "duplicated"],
    ["late-row", "with late records"],
  ];
  let at = LEFT;
  return entries.map(([kind, text]) => {
    const x = at;
    at += 24 + textWidth(text, 12) + 20;
    const y = kind === "late-row" ? 11 : 3;
    const height = kind === "late-row" ? 3 : 11;
    return markup`<rect class="${kind}" x="${px(x)}" y="${y}" width="16" height="${height}"/>${label({ x: x + 23, y: 13, text, tone: "ink2" })}`;
  });
}

function ledgerRow(plot: LedgerPlot, row: LedgerRow, top: number): readonly Markup[] {
  const { rowHeight, layer, model } = plot;
  const name = {
    x: LEFT - 10,
    y: top + rowHeight / 2 + 4,
    tone: "ink2",
    anchor: "end",
    within: 130,
  } as const;
  layer.place({ ...name, text: ledgerRowName(row, model) });
  const { lost, duplicated, wrong } = row.cells.reduce(
    (sum, cell) => ({
      lost: sum.lost + cell.lost,
      duplicated: sum.duplicated + cell.duplicated,
      wrong: sum.wrong + cell.wrong,
    }),
    { lost: 0, duplicated: 0, wrong: 0 },
  );
  const told = [
    ...(lost > 0 ? [`${countText(lost)} lost`] : []),
    ...(duplicated > 0 ? [`${countText(duplicated)} duplicated`] : []),
    ...(wrong > 0 ? [`${countText(wrong)} wrong`] : []),
  ].join(", ");
  const room = WIDTH - RIGHT - 14;
  const isLong = textWidth(told, 12, "bold") > room;
  const bad = isLong ? `${countText(lost + duplicated + wrong)} failed` : told;
  const tone = lost + wrong > 0 ? "lost" : "duplicate";
  if (bad !== "")
    layer.place({
      x: RIGHT + 14,
      y: top + rowHeight / 2 + 4,
      text: bad,
      tone,
      face: "bold",
      within: room,
    });
  return [...tints(plot, row, top), ...failures(plot, row, top)];
}

/** Neighbouring cells that are alike become one rectangle. */
function tints(
  { model, x, rowHeight }: LedgerPlot,
  { bin, cells }: LedgerRow,
  top: number,
): readonly Markup[] {
  const { startMillis, binMillis } = model.ledger;
  const left = (i: number): number => x(startMillis + i * binMillis);
  const paths = new Map<string, string>();
  const add = (kind: string, from: number, to: number, y: number, height: number): void => {
    const d = `M${px(from)} ${px(y)}H${px(to)}v${px(height)}H${px(from)}z`;
    paths.set(kind, (paths.get(kind) ?? "") + d);
  };
  const tall = rowHeight - 2;
  let run: { kind: string; from: number; to: number } | undefined;
  const flush = (): void => {
    if (run !== undefined) add(run.kind, left(run.from), left(run.to), top + 1, tall);
    run = undefined;
  };
  cells.forEach((cell, k) => {
    const i = bin[k] ?? 0;
    if (cell.late > 0) add("late-row", left(i), left(i + 1) - 0.5, top + rowHeight - 3.5, 2.5);
    const kind = soleTint(model, cell);
    if (kind !== undefined && run?.kind === kind && run.to === i) run.to = i + 1;
    else {
      flush();
      if (kind !== undefined) run = { kind, from: i, to: i + 1 };
      else
        split(model, cell, left(i), left(i + 1), (tone, from, to) =>
          add(`cell ${tone}`, from, to, top + 1, tall),
        );
    }
  });
  flush();
  return [...paths]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, d]) => markup`<path class="${kind}" d="${d}"/>`);
}

/** The class of a cell that has one colour; undefined: it is shared, or fails. */
function soleTint(model: ReportModel, cell: LedgerCounts): string | undefined {
  if (worstOf(cell) !== undefined) return undefined;
  const { onceByOutgoing, onceByIncoming, pending } = cell;
  if (onceByOutgoing > 0 && onceByIncoming > 0) return undefined;
  if (onceByOutgoing > 0) return `cell ${toneOf(model, "outgoing")}`;
  if (onceByIncoming > 0) return `cell ${toneOf(model, "incoming")}`;
  return pending > 0 ? "cell-pending" : undefined;
}

/** A cell of both jobs is divided by their shares. */
function split(
  model: ReportModel,
  cell: LedgerCounts,
  left: number,
  right: number,
  add: (tone: JobTone, from: number, to: number) => void,
): void {
  if (worstOf(cell) !== undefined) return;
  const { onceByOutgoing, onceByIncoming } = cell;
  const all = onceByOutgoing + onceByIncoming;
  if (all === 0) return;
  const middle = left + ((right - left) * onceByOutgoing) / all;
  add(toneOf(model, "outgoing"), left, middle);
  add(toneOf(model, "incoming"), middle, right);
}

function failures(plot: LedgerPlot, { bin, cells }: LedgerRow, top: number): readonly Markup[] {
  const { model, x, rowHeight } = plot;
  const { startMillis, binMillis } = model.ledger;
  const bad = cells.flatMap((cell, k) => {
    const worst = worstOf(cell);
    return worst === undefined ? [] : [{ kind: worst[0], count: worst[1], bin: bin[k] ?? 0 }];
  });
  const width = x(startMillis + binMillis) - x(startMillis);
  // Numbers in some cells alone would look as if there were more there.
  const hasWords =
    rowHeight >= 14 &&
    bad.every(({ count }) => textWidth(countText(count), 10, "bold") <= width - 1);
  return bad.map(({ kind, count, bin: i }) => {
    const left = x(startMillis + i * binMillis);
    const tone = kind === "duplicated" ? "twice" : "lost";
    const word =
      hasWords &&
      markup`<text class="on-${tone} bold" x="${px(left + width / 2)}" y="${px(top + rowHeight / 2 + 3.5)}" text-anchor="middle" font-size="10">${countText(count)}</text>`;
    return markup`<rect class="cell-${tone}" x="${px(left)}" y="${px(top + 1)}" width="${px(Math.max(width, 2))}" height="${rowHeight - 2}"/>${word}`;
  });
}

function toggleMark({ model, x, layer, bottom }: LedgerPlot): readonly Markup[] {
  const toggle = model.handover.toggle?.toggle;
  const { startMillis, binMillis, bins } = model.ledger;
  if (toggle === undefined || toggle < startMillis || toggle > startMillis + bins * binMillis)
    return [];
  const at = x(toggle);
  const note = {
    x: at + 6,
    y: LEDGER_TOP - 6,
    text: `toggle ${eventText(model, toggle)}`,
    tone: "ink",
    face: "bold",
  } as const;
  layer.place(note, { ...note, x: at - 6, anchor: "end" });
  return [markup`<path class="toggle" d="M${px(at)} ${LEDGER_TOP - 16}V${px(bottom)}"/>`];
}
