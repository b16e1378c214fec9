import { MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { IndexedCombinedWatermarkStatus } from "../../../src/model/watermark/indexed-combined-watermark-status.ts";
import { MultipleInputWatermarks } from "../../../src/model/watermark/multiple-input-watermarks.ts";
import type { FlinkVersionRules } from "../../../src/model/watermark/version-rules.ts";
import { type Corpus, NotSupported } from "../corpus.ts";
import { type Adapter, type Driver, spreadTime, stepwiseCorpus } from "../stepwise.ts";
import { isIdle, streamInto, taken } from "./outputs.ts";

const real: Adapter = (config, rules) => {
  const inputs = Number(config["inputs"]);
  if (config["unit"] === "CoProcessOperator") return operator(inputs, rules);
  if (config["unit"] === "IndexedCombinedWatermarkStatus") return unit(inputs, rules);
  throw new NotSupported(`the unit ${config["unit"]}`);
};

function unit(inputs: number, rules: FlinkVersionRules): Driver {
  const combined = new IndexedCombinedWatermarkStatus(inputs, rules);
  return (step) => {
    const input = Number(step["input"]);
    const advanced =
      step["op"] === "wm"
        ? combined.updateWatermark(input, spreadTime(step["ts"]))
        : combined.updateStatus(input, isIdle(step));
    return {
      out: advanced ? [{ wm: combined.watermark }] : [],
      "=advanced": advanced,
      "=combined": combined.watermark,
      "=idle": combined.isIdle,
    };
  };
}

function operator(inputs: number, rules: FlinkVersionRules): Driver {
  const log: unknown[] = [];
  const stream = streamInto(log);
  let wmSeen = MIN_WATERMARK;
  const watermarks = new MultipleInputWatermarks(inputs, rules, {
    watermark(watermark) {
      wmSeen = watermark;
      stream.watermark(watermark);
    },
    status: stream.status,
  });
  return (step) => {
    const input = Number(step["input"]);
    if (step["op"] === "wm") watermarks.watermark(input, spreadTime(step["ts"]));
    else if (step["op"] === "status") watermarks.status(input, isIdle(step));
    else log.push({ emit: { input, wmSeen }, ts: spreadTime(step["ts"]) });
    return { out: taken(log) };
  };
}

const deaf: Adapter = (config, rules, steps) => {
  const drive = real(config, rules, steps);
  return (step) => drive(step["op"] === "status" ? { ...step, s: "ACTIVE" } : step);
};

/** `CoProcessOperator` and `IndexedCombinedWatermarkStatus`. */
export const twoInput: Corpus = stepwiseCorpus({
  name: "two-input",
  rules: ["W8", "W15"],
  ops: ["wm", "status", "rec"],
  read: spreadTime,
  adapter: real,
  faults: {
    "the releases swap the all-idle flush (W8)": (config, rules, steps) =>
      real(config, { ...rules, allIdleFlush: !rules.allIdleFlush }, steps),
    "an input's idleness is not heard": deaf,
  },
});
