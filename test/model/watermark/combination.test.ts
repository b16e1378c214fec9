import { describe, expect, it } from "vitest";
import { MultipleInputWatermarks } from "../../../src/model/watermark/multiple-input-watermarks.ts";
import { flinkVersionRules } from "../../../src/model/watermark/version-rules.ts";
import { WatermarkOutputMultiplexer } from "../../../src/model/watermark/watermark-output-multiplexer.ts";
import { WatermarkToDataOutput } from "../../../src/model/watermark/watermark-to-data-output.ts";
import { OutputLog } from "./output-log.ts";

function twoSplits(version: string) {
  const log = new OutputLog();
  const output = new WatermarkToDataOutput(log);
  const multiplexer = new WatermarkOutputMultiplexer(output, flinkVersionRules(version));
  return { log, multiplexer, a: multiplexer.register(0), b: multiplexer.register(1) };
}

describe("WatermarkOutputMultiplexer", () => {
  it("emits the minimum once all splits have stored theirs (W3)", () => {
    const { log, multiplexer, a, b } = twoSplits("1.20.3");
    a.deferred.emitWatermark(5);
    b.deferred.emitWatermark(2);
    expect(log.take()).toEqual([]);
    multiplexer.onPeriodicEmit();
    expect(log.take()).toEqual([2]);
  });

  it("recombines at once when a record itself raises a split (W3)", () => {
    const { log, a, b } = twoSplits("1.20.3");
    a.immediate.emitWatermark(5);
    b.immediate.emitWatermark(2);
    expect(log.take()).toEqual([2]);
  });

  it("does not advance past a new split without data (W7)", () => {
    const { log, multiplexer, a, b } = twoSplits("2.3.0");
    for (const split of [a, b]) split.deferred.emitWatermark(7);
    multiplexer.onPeriodicEmit();
    multiplexer.register(2);
    for (const split of [a, b]) split.deferred.emitWatermark(9);
    multiplexer.onPeriodicEmit();
    expect(log.take()).toEqual([7]);
  });

  it.each([
    ["1.20.3", [2, "IDLE"]],
    ["2.1.0", [2, "IDLE"]],
    ["2.2.0", [2, 5, "IDLE"]],
    ["2.3.0", [2, 5, "IDLE"]],
  ])("splits at 5 and 2 both go idle: what Flink %s says (W8)", (version, expected) => {
    const { log, multiplexer, a, b } = twoSplits(version);
    a.deferred.emitWatermark(5);
    b.deferred.emitWatermark(2);
    multiplexer.onPeriodicEmit();
    b.deferred.markIdle();
    a.deferred.markIdle();
    multiplexer.onPeriodicEmit();
    expect(log.take()).toEqual(expected);
  });

  it("says nothing when the last split is removed (W9)", () => {
    const { log, multiplexer, a } = twoSplits("2.3.0");
    a.deferred.emitWatermark(5);
    multiplexer.unregister(0);
    multiplexer.unregister(1);
    multiplexer.onPeriodicEmit();
    expect(log.take()).toEqual([]);
  });

  it("stays IDLE while a resumed split has only backlog below the combined watermark (W11)", () => {
    const { log, multiplexer, a, b } = twoSplits("2.3.0");
    for (const split of [a, b]) split.deferred.emitWatermark(9);
    multiplexer.onPeriodicEmit();
    for (const split of [a, b]) split.deferred.markIdle();
    multiplexer.onPeriodicEmit();
    a.deferred.emitWatermark(4);
    multiplexer.onPeriodicEmit();
    expect(log.take()).toEqual([9, "IDLE"]);
    a.deferred.emitWatermark(10);
    multiplexer.onPeriodicEmit();
    expect(log.take()).toEqual(["ACTIVE", 10]);
  });
});

describe("several inputs (W15)", () => {
  it("emit the minimum over the non-idle ones, and a status when all are idle", () => {
    const log = new OutputLog();
    const inputs = new MultipleInputWatermarks(2, flinkVersionRules("1.20.3"), log);
    inputs.watermark(0, 8);
    inputs.watermark(1, 5);
    inputs.status(1, true);
    inputs.status(0, true);
    inputs.status(1, false);
    expect(log.take()).toEqual([5, 8, "IDLE", "ACTIVE"]);
  });
});
