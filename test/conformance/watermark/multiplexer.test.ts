import { describe, expect, it } from "vitest";
import {
  type SplitOutputs,
  WatermarkOutputMultiplexer,
} from "../../../src/model/watermark/watermark-output-multiplexer.ts";
import { downstreamInto, taken } from "./outputs.ts";
import { type Adapter, type Answer, caseCount, differences, spreadTime } from "./replay.ts";

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
        case "periodic":
          multiplexer.onPeriodicEmit();
          break;
        default:
          throw new Error(`unknown step ${JSON.stringify(step)}`);
      }
      if (splitWm.length > 0) further["=splitWm"] = taken(splitWm);
      return { out: taken(log), ...further } satisfies Answer;
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

describe(`WatermarkOutputMultiplexer, ${caseCount("multiplexer")} recorded cases (W3, W7–W9)`, () => {
  it("answers every one as Flink 1.20.3 and 2.3.0 did", () => {
    expect(caseCount("multiplexer")).toBeGreaterThan(0);
    expect(differences("multiplexer", multiplexerAdapter(real), spreadTime)).toEqual([]);
  });

  it("fails them when it emits per split", () => {
    expect(
      differences("multiplexer", multiplexerAdapter(emittingPerSplit), spreadTime).length,
    ).toBeGreaterThan(0);
  });

  it("fails them when the releases swap the all-idle flush (W8)", () => {
    const swapped: Create = (output, rules, listener) =>
      new WatermarkOutputMultiplexer(output, { allIdleFlush: !rules.allIdleFlush }, listener);
    expect(
      differences("multiplexer", multiplexerAdapter(swapped), spreadTime).length,
    ).toBeGreaterThan(0);
  });
});
