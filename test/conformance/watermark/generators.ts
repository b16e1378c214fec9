import { BoundedOutOfOrdernessWatermarks } from "../../../src/model/watermark/bounded-out-of-orderness-watermarks.ts";
import { WatermarksWithIdleness } from "../../../src/model/watermark/watermarks-with-idleness.ts";
import type { Corpus } from "../corpus.ts";
import { time } from "../recordings.ts";
import { type Adapter, stepwiseCorpus } from "../stepwise.ts";
import { downstreamInto, taken } from "./outputs.ts";

const MICROS = 1000;

/** The two numbers that a mutant gets wrong: milliseconds more bound, clock units more timeout. */
function generatorAdapter(wrong: { readonly bound: number; readonly timeout: number }): Adapter {
  return (config) => {
    const log: unknown[] = [];
    const output = downstreamInto(log, config["downstream"]);
    const clock = { now: Number(config["clockStartMs"] ?? 0) * MICROS };
    const bound = config["generator"] === "ascending" ? 0 : Number(config["boundMs"]);
    const inner = new BoundedOutOfOrdernessWatermarks(bound + wrong.bound);
    const timeout = config["idleTimeoutMs"];
    const generator =
      timeout === undefined || timeout === null
        ? inner
        : new WatermarksWithIdleness(inner, Number(timeout) * MICROS + wrong.timeout, clock);
    return (step) => {
      if (step["op"] === "event") generator.onEvent(time(step["ts"]));
      else if (step["op"] === "advance") clock.now += Number(step["ms"]) * MICROS;
      else generator.onPeriodicEmit(output);
      return { out: taken(log) };
    };
  };
}

/** `BoundedOutOfOrdernessWatermarks`, alone or inside `WatermarksWithIdleness`. */
export const generators: Corpus = stepwiseCorpus({
  name: "generators",
  rules: ["W1", "W5", "W10"],
  ops: ["event", "advance", "periodic"],
  adapter: generatorAdapter({ bound: 0, timeout: 0 }),
  faults: {
    "the bound is off by one": generatorAdapter({ bound: 1, timeout: 0 }),
    "idleness begins at the timeout instead of after it": generatorAdapter({
      bound: 0,
      timeout: -1,
    }),
  },
});
