import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { disc, px } from "../markup/svg.ts";
import { RIGHT, type TimeFrame } from "./frame.ts";
import type { LabelLayer } from "./label.ts";
import { isFaded, toneOf, type View } from "./view.ts";
import type { Height } from "./watermark-lines.ts";

/** What the parts of chart 1 share. */
export interface WatermarkPlot {
  readonly model: ReportModel;
  readonly names: Names;
  readonly view: View;
  readonly frame: TimeFrame;
  readonly height: Height;
  readonly layer: LabelLayer;
  readonly top: number;
  readonly bottom: number;
}

/** ● where an incoming gate opens, ■ where an outgoing one closes, on the toggle's line. */
export function gateMarks({ model, view, frame, height }: WatermarkPlot): readonly Markup[] {
  const toggle = model.handover.toggle?.toggle;
  if (toggle === undefined) return [];
  const changes = model.handover.gates.flatMap((gate) =>
    gate.crossedAt === null || !frame.has(gate.crossedAt) ? [] : [{ gate, at: gate.crossedAt }],
  );
  return changes.map(({ gate: { role, subtask }, at }) => {
    const point = { x: frame.x(at), y: height(toggle, at) };
    const d =
      role === "incoming"
        ? disc(point, 3.5)
        : `M${px(point.x - 3.2)} ${px(point.y - 3.2)}h6.4v6.4h-6.4z`;
    const back = isFaded(view, role, [subtask]) ? " faded" : "";
    return markup`<path class="mark ${toneOf(model, role)}${back}" d="${d}"/>`;
  });
}

/** The end of the plot on the right, where labels of lines stand. */
export const GUTTER: number = RIGHT + 10;
