import { StatusWatermarkValve } from "../../../src/model/watermark/status-watermark-valve.ts";
import type { Corpus } from "../corpus.ts";
import { type Adapter, spreadTime, stepwiseCorpus } from "../stepwise.ts";
import { isIdle, streamInto, taken } from "./outputs.ts";

type Valve = Pick<StatusWatermarkValve, "inputWatermark" | "inputStatus">;
type Create = (...args: ConstructorParameters<typeof StatusWatermarkValve>) => Valve;

function valveAdapter(create: Create): Adapter {
  return (config, rules) => {
    const log: unknown[] = [];
    const valve = create(Number(config["channels"]), rules, streamInto(log));
    return (step) => {
      const channel = Number(step["ch"]);
      if (step["op"] === "wm") valve.inputWatermark(channel, spreadTime(step["ts"]));
      else valve.inputStatus(channel, isIdle(step));
      return { out: taken(log) };
    };
  };
}

const real: Create = (...args) => new StatusWatermarkValve(...args);

/** Once idle, a channel never takes part again. */
function neverAligning(...args: ConstructorParameters<typeof StatusWatermarkValve>): Valve {
  const valve = new StatusWatermarkValve(...args);
  const wasIdle = new Set<number>();
  return {
    inputWatermark(channel, watermark) {
      if (!wasIdle.has(channel)) valve.inputWatermark(channel, watermark);
    },
    inputStatus(channel, idle) {
      if (idle) wasIdle.add(channel);
      valve.inputStatus(channel, idle);
    },
  };
}

/** `StatusWatermarkValve`, driven by watermarks and statuses of its channels. */
export const valve: Corpus = stepwiseCorpus({
  name: "valve",
  rules: ["W13"],
  ops: ["wm", "status"],
  read: spreadTime,
  adapter: valveAdapter(real),
  faults: {
    "a channel that came back never re-aligns": valveAdapter(neverAligning),
    "the flush of FLINK-40475, which is in neither release": valveAdapter(
      (channels, _rules, output) =>
        new StatusWatermarkValve(channels, { valveFlushAlways: true }, output),
    ),
  },
});
