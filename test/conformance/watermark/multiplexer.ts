import {
  type SplitOutputs,
  WatermarkOutputMultiplexer,
} from "../../../src/model/watermark/watermark-output-multiplexer.ts";
import type { Corpus } from "../corpus.ts";
import { type Adapter, spreadTime, stepwiseCorpus } from "../stepwise.ts";
import { downstreamInto, taken } from "./outputs.ts";

type Multiplexer = Pick<WatermarkOutputMultiplexer, "register" | "unregister" | "onPeriodicEmit">;
type Create = (...args: ConstructorParameters<typeof WatermarkOutputMultiplexer>) => Multiplexer;

function multiplexerAdapter(create: Create): Adapter {
  return (config, rules) => {
    const log: unknown[] = [];
    const splitWm: unknown[] = [];
    const output = downstreamInto(log, config["downstream"]);
    const multiplexer = create(output, rules, {
      splitWatermark: (id, wm) => splitWm.push({ id, wm }),
      splitIdle: () => {},
    });
    // The handles of the latest registration stay usable after the split is gone.
    const handles = new Map<string, SplitOutputs>();
    return (step) => {
      const id = String(step["id"]);
      const handle = handles.get(id)?.[step["via"] === "immediate" ? "immediate" : "deferred"];
      const further: Record<`=${string}`, unknown> = {};
      switch (step["op"]) {
        case "register":
          try {
            handles.set(id, multiplexer.register(id));
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
            further["=error"] = "IllegalStateException";
          }
          break;
        case "unregister":
          further["=removed"] = multiplexer.unregister(id);
          break;
        case "emit":
          handle?.emitWatermark(spreadTime(step["ts"]));
          break;
        case "markIdle":
          handle?.markIdle();
          break;
        case "markActive":
          handle?.markActive();
          break;
        default:
          multiplexer.onPeriodicEmit();
          break;
      }
      if (splitWm.length > 0) further["=splitWm"] = taken(splitWm);
      return { out: taken(log), ...further };
    };
  };
}

const real: Create = (...args) => new WatermarkOutputMultiplexer(...args);

/** Passes each split's watermark on at once instead of the minimum. */
const emittingPerSplit: Create = (output, rules, listener) =>
  new WatermarkOutputMultiplexer(output, rules, {
    splitWatermark(split, watermark) {
      listener?.splitWatermark(split, watermark);
      output.emitWatermark(watermark);
    },
    splitIdle: () => {},
  });

const swapped: Create = (output, rules, listener) =>
  new WatermarkOutputMultiplexer(output, { allIdleFlush: !rules.allIdleFlush }, listener);

/** `WatermarkOutputMultiplexer` with its immediate and deferred outputs. */
export const multiplexer: Corpus = stepwiseCorpus({
  name: "multiplexer",
  rules: ["W3", "W5", "W7", "W8", "W9", "W11"],
  ops: ["register", "unregister", "emit", "markIdle", "markActive", "periodic"],
  read: spreadTime,
  adapter: multiplexerAdapter(real),
  faults: {
    "each split's watermark is passed on at once": multiplexerAdapter(emittingPerSplit),
    "the releases swap the all-idle flush (W8)": multiplexerAdapter(swapped),
  },
});
