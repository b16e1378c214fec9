/** The upper rows of chart 2: what the marks are, the controller's states, the ConfigMap's messages. */
import type { Delivery, GateRow } from "../../../explore/report-handover.ts";
import { spanText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { bars, disc, lozenge, px } from "../markup/svg.ts";
import { plainProse } from "../words/prose.ts";
import { eventText } from "./event-axis.ts";
import { LEFT, RIGHT } from "./frame.ts";
import { label } from "./label.ts";
import { lostRings } from "./marks.ts";
import { textWidth } from "./text-width.ts";
import { RAIL, railTop, type TimelinePlot } from "./timeline-plot.ts";
import { toneOf } from "./view.ts";

const KEY_Y = 14;
const CONTROLLER_TOP = 30;
const CONFIG_Y = 74;
export const HEAD_HEIGHT = 112;

export function timelineHead(plot: TimelinePlot): readonly Markup[] {
  return [...key(plot), ...controllerRow(plot), ...configRow(plot)];
}

/** The only legend, drawn with the marks themselves. */
function key({ model }: TimelinePlot): readonly Markup[] {
  const tone = toneOf(model, "outgoing");
  const rows: readonly (readonly [string, (x: number) => Markup])[] = [
    [
      "open: emits every record",
      (x) => markup`<path class="gate-open ${tone}" d="${bars([[x, x + 24]], KEY_Y - 11, RAIL)}"/>`,
    ],
    [
      "filtering: compares each record with the toggle",
      (x) =>
        markup`<path class="gate-filtering ${tone}" d="${bars([[x, x + 24]], KEY_Y - 11, RAIL)}"/>`,
    ],
    ["closed: emits nothing", (x) => markup`<path class="gate-closed" d="M${x} ${KEY_Y - 4}h24"/>`],
    ["barrier", (x) => markup`<path class="barrier" d="M${x + 14} ${KEY_Y - 13}v18"/>`],
    ["lost", (x) => markup`${lostRings([{ x: x + 17, y: KEY_Y - 4 }])}`],
    [
      "duplicated",
      (x) => markup`<path class="twice-mark" d="${lozenge({ x: x + 17, y: KEY_Y - 4 }, 5)}"/>`,
    ],
  ];
  let x = LEFT;
  const drawn = rows.map(([text, mark]) => {
    const at = x;
    x += 32 + textWidth(text, 12) + 18;
    return markup`${mark(at)}${label({ x: at + 31, y: KEY_Y, text, tone: "ink2" })}`;
  });
  return [label({ x: 0, y: KEY_Y, text: "Gate", tone: "ink", face: "bold" }), ...drawn];
}

function controllerRow({ model, frame, layer }: TimelinePlot): readonly Markup[] {
  const y = CONTROLLER_TOP + 14;
  layer.place({ x: 0, y, text: "Controller", tone: "ink", face: "bold" });
  return model.handover.controller.flatMap(({ from, to, state }) => {
    const part = frame.part(from, to);
    if (part === undefined) return [];
    const [left, right] = part;
    const kind = state.startsWith("ACTIVE")
      ? state.endsWith("BLUE")
        ? "gate-open blue"
        : "gate-open green"
      : "panel";
    layer.place({
      x: left + 8,
      y,
      text: state,
      tone: "ink2",
      face: "mono",
      size: 11,
      within: right - left - 12,
    });
    return [
      markup`<rect class="${kind}" x="${px(left)}" y="${CONTROLLER_TOP}" width="${px(Math.max(1, right - left))}" height="20"/>`,
    ];
  });
}

const LINES_MAX = 40;

function configRow(plot: TimelinePlot): readonly Markup[] {
  const { model, names, frame, layer } = plot;
  const { configMap, toggle } = model.handover;
  layer.place({ x: 0, y: CONFIG_Y + 4, text: "ConfigMap", tone: "ink", face: "bold" });
  const writes = configMap.filter(({ at }) => frame.has(at));
  const dots = writes.map(({ at, version }) => {
    const isToggle = version === toggle?.version;
    return markup`<path class="${isToggle ? "write-toggle" : "write"}" d="${disc({ x: frame.x(at), y: CONFIG_Y }, isToggle ? 5 : 3.5)}"/>`;
  });
  const lines = deliveryLines(plot);
  const at = toggle?.writtenAt;
  if (toggle && at !== null && at !== undefined && frame.has(at)) {
    const who =
      toggle.proposer === null
        ? "The toggle is written"
        : `${plainProse(names.subtask(toggle.proposer))} writes the toggle`;
    const text = `${who}, ${eventText(model, toggle.toggle)}`;
    const note = {
      x: frame.x(at) + 10,
      y: CONFIG_Y - 8,
      text,
      tone: "ink",
      face: "bold",
      halo: true,
    } as const;
    layer.place(note, { ...note, x: frame.x(at) - 10, anchor: "end" });
  }
  return [markup`<path class="axis" d="M${LEFT} ${CONFIG_Y}H${RIGHT}"/>`, ...lines, ...dots];
}

/** Slanted from the write to each gate that learned by it: the slope is the latency. */
function deliveryLines(plot: TimelinePlot): readonly Markup[] {
  const { model, frame, layer, names } = plot;
  const { deliveries, gates } = model.handover;
  const learning = deliveries.filter(
    (one) => one.isLearning && frame.part(one.sentAt, one.at) !== undefined,
  );
  const placed = learning.flatMap((delivery) => {
    const gate = gates[delivery.gate];
    const y = gate === undefined ? undefined : railOf(plot, gate);
    return gate === undefined || y === undefined ? [] : [{ delivery, gate, y }];
  });
  const slowest = placed.reduce<(typeof placed)[number] | undefined>(
    (worst, next) =>
      worst === undefined || took(next.delivery) > took(worst.delivery) ? next : worst,
    undefined,
  );
  const isSlow = slowest !== undefined && took(slowest.delivery) > 2 * medianTook(learning);
  const others = placed.filter((one) => one !== slowest).slice(0, LINES_MAX);
  const path = ({ delivery, y }: (typeof placed)[number]): string =>
    `M${px(frame.clamped(delivery.sentAt))} ${CONFIG_Y}L${px(frame.clamped(delivery.at))} ${px(y)}`;
  if (slowest !== undefined && isSlow) {
    const x = frame.clamped(slowest.delivery.at);
    const text = `${spanText(took(slowest.delivery))} to ${plainProse(names.subtask(slowest.gate))}`;
    const note = {
      x: Math.min(x, frame.clamped(slowest.delivery.sentAt) + 110),
      y: CONFIG_Y + 22,
      text,
      tone: "lost",
      face: "bold",
      halo: true,
    } as const;
    layer.placeNear([note], 12);
  }
  return [
    ...(others.length > 0
      ? [markup`<path class="message" d="${others.map(path).join("")}"/>`]
      : []),
    ...(slowest === undefined
      ? []
      : [markup`<path class="message${isSlow ? " slow" : ""}" d="${path(slowest)}"/>`]),
  ];
}

function took({ sentAt, at }: Delivery): number {
  return at - sentAt;
}

function medianTook(deliveries: readonly Delivery[]): number {
  const sorted = deliveries.map(took).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The height of the rail of that gate in the first lane that comes to it. */
function railOf(plot: TimelinePlot, { role, subtask }: GateRow): number | undefined {
  const place = plot.places.find(({ lane }) => lane.rails[role].subtasks.includes(subtask));
  return place === undefined ? undefined : railTop(plot, role, place.top) + RAIL / 2;
}
