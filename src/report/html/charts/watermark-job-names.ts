import type { Role } from "../../../oracle/evidence.ts";
import { plainProse } from "../words/prose.ts";
import { ROLES, toneOf } from "./view.ts";
import { valueAt } from "./watermark-lines.ts";
import { GUTTER, type WatermarkPlot } from "./watermark-plot.ts";

/** Each job's name at the right end of its lines, or where the job is gone. */
export function jobNames(plot: WatermarkPlot): void {
  for (const role of ROLES) jobName(plot, role);
}

function jobName(plot: WatermarkPlot, role: Role): void {
  const { model, names, frame, height, layer } = plot;
  const { lines, bands } = model.watermarks;
  const mine = [
    ...lines.filter((line) => line.role === role),
    ...bands.filter((band) => band.role === role).map(({ t, high }) => ({ t, wm: high })),
  ];
  const ends = mine.flatMap((line) => {
    const value = valueAt(line, frame.to);
    return value === null ? [] : [height(value, frame.to)];
  });
  const who = plainProse(names.job(role));
  if (ends.length === 0) {
    goneNote(plot, role, who);
    return;
  }
  const y = Math.min(...ends) + 4;
  const count = model.header.jobs[role].parallelism;
  const subtasks = count === 1 ? "one subtask" : `${count} subtasks`;
  layer.placeNear(
    [
      { x: GUTTER, y, text: `${who}’s watermarks`, tone: toneOf(model, role), face: "bold" },
      { x: GUTTER, y: y + 15, text: subtasks, tone: "ink3" },
    ],
    120,
  );
}

function goneNote({ model, frame, height, layer }: WatermarkPlot, role: Role, who: string): void {
  const mine = model.watermarks.lines.filter((one) => one.role === role);
  const line = mine.find((one) => one.isDecisive) ?? mine[0];
  const i = line?.wm.findLastIndex((wm) => wm !== null) ?? -1;
  const [value, at] = [line?.wm[i], line?.t[i + 1] ?? line?.t[i]];
  if (value === undefined || value === null || at === undefined || !frame.has(at)) return;
  const isDeleted = role === "outgoing" && model.handover.outcome === "handed-over";
  const text = isDeleted ? `${who} is deleted` : `${who} ends`;
  const point = { x: frame.x(at), y: height(value, at) };
  layer.placeAround(point, [{ text, tone: toneOf(model, role), face: "bold" }], 90);
}
