import { scaleLinear } from "d3";
import type { ReportModel } from "../../../explore/report-model.ts";
import { spanText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { namesOf } from "../words/prose.ts";
import { LEFT, RIGHT } from "./frame.ts";
import { type Label, label } from "./label.ts";
import { instantTicks, spanTicks, type Tick } from "./time-ticks.ts";

/** Event time where the hand-over began: zero of "+4 s". */
export function eventOrigin({ header }: Pick<ReportModel, "header">): number {
  return header.clock.epochMillis + header.clock.originMicros / 1_000;
}

/** Event time from the origin, or as a date where a recording is replayed faster than it was made. */
export function eventText(model: Pick<ReportModel, "header" | "handover">, millis: number): string {
  if (model.header.clock.speed !== 1) return namesOf(model).eventTime(millis);
  const micros = (millis - eventOrigin(model)) * 1_000;
  return `${micros < 0 ? "" : "+"}${spanText(Math.round(micros), 3)}`;
}

/** A span of event time, as long as it was when it was recorded. */
export function eventSpanText({ header }: Pick<ReportModel, "header">, millis: number): string {
  return spanText(Math.round(millis * 1_000 * header.clock.speed));
}

/** Ticks over a span of event time. */
export function eventTicks(
  model: Pick<ReportModel, "header">,
  from: number,
  to: number,
  count: number,
): readonly Tick[] {
  const { epochMillis, speed } = model.header.clock;
  if (speed === 1) {
    const origin = eventOrigin(model) * 1_000;
    const ticks = spanTicks({ from: from * 1_000, to: to * 1_000 }, origin, count);
    return ticks.map(({ at, label: text }) => ({ at: at / 1_000, label: text }));
  }
  const there = (millis: number): number => epochMillis + (millis - epochMillis) * speed;
  return instantTicks(there(from), there(to), count).map(({ at, label: text }) => ({
    at: epochMillis + (at - epochMillis) / speed,
    label: text,
  }));
}

/** A height for every value, and what stands beside the plot. */
export interface HeightAxis {
  readonly height: (value: number) => number;
  readonly drawn: Markup;
  /** Names of the ticks, which other labels have to leave alone. */
  readonly labels: readonly Label[];
}

/** Upwards from `bottom` to `top`. */
export function heightAxis(
  [low, high]: readonly [number, number],
  ticks: readonly Tick[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): HeightAxis {
  const height = scaleLinear([low, high > low ? high : low + 1], [bottom, top]);
  const lines = ticks.map(({ at }) => `M${LEFT} ${px(height(at))}H${RIGHT}`).join("");
  const labels = ticks.map(
    ({ at, label: text }): Label => ({
      ...{ x: LEFT - 10, y: height(at) + 4, text, anchor: "end", tone: "ink3" },
    }),
  );
  return { height, labels, drawn: markup`<path class="grid" d="${lines}"/>${labels.map(label)}` };
}
