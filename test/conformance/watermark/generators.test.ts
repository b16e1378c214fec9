import { describe, expect, it } from "vitest";
import { BoundedOutOfOrdernessWatermarks } from "../../../src/model/watermark/bounded-out-of-orderness-watermarks.ts";
import { WatermarksWithIdleness } from "../../../src/model/watermark/watermarks-with-idleness.ts";
import { time } from "../recordings.ts";
import { downstreamInto, taken } from "./outputs.ts";
import { type Adapter, caseCount, differences } from "./replay.ts";

const MICROS = 1000;

/**
 * Not compared: its first timestamp is Long.MIN_VALUE + bound + 2, so that Flink offers the
 * millisecond after Long.MIN_VALUE; a double holds neither of the two.
 */
const BESIDE_MIN = ["generators-0430"];

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

describe(`watermark generators, ${caseCount("generators")} recorded cases (W1, W10)`, () => {
  it("answer every one as Flink 1.20.3 and 2.3.0 did", () => {
    expect(caseCount("generators")).toBeGreaterThan(0);
    const adapter = generatorAdapter({ bound: 0, timeout: 0 });
    expect(differences("generators", adapter, time, BESIDE_MIN)).toEqual([]);
  });

  it("differ in no other case, and there only beside Long.MIN_VALUE", () => {
    const found = differences("generators", generatorAdapter({ bound: 0, timeout: 0 }));
    expect(found.map((difference) => difference.split(" ")[0])).toEqual([
      ...BESIDE_MIN,
      ...BESIDE_MIN,
    ]);
  });

  it("fail them when the bound is off by one", () => {
    const mutant = generatorAdapter({ bound: 1, timeout: 0 });
    expect(differences("generators", mutant, time, BESIDE_MIN).length).toBeGreaterThan(0);
  });

  it("fail them when idleness begins at the timeout instead of after it", () => {
    const mutant = generatorAdapter({ bound: 0, timeout: -1 });
    expect(differences("generators", mutant, time, BESIDE_MIN).length).toBeGreaterThan(0);
  });
});
