import { describe, expect, it } from "vitest";
import { MAX_WATERMARK, MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { SourceWatermarks } from "../../../src/model/watermark/source-watermarks.ts";
import { flinkVersionRules } from "../../../src/model/watermark/version-rules.ts";
import { WatermarkAlignmentAggregator } from "../../../src/model/watermark/watermark-alignment-aggregator.ts";
import { OutputLog } from "./output-log.ts";

function aligned(version: string) {
  const log = new OutputLog();
  const calls: string[] = [];
  const source = new SourceWatermarks({
    boundMillis: 0,
    idleTimeout: undefined,
    clock: { now: 1 },
    rules: flinkVersionRules(version),
    output: log,
    alignment: {
      pauseOrResumeSplits: (pause, resume) => calls.push(`pause ${pause}, resume ${resume}`),
      waitForAlignment: (isWaiting) => calls.push(isWaiting ? "wait" : "go on"),
      report: (watermark) => calls.push(`report ${watermark}`),
    },
  });
  for (const split of [0, 1]) source.addSplit(split);
  return { log, source, calls };
}

describe("SourceWatermarks", () => {
  it("emits the minimum over its splits at the periodic emit (W2, W3)", () => {
    const { log, source } = aligned("2.3.0");
    source.onRecord(0, 100);
    source.onRecord(1, 50);
    expect(log.take()).toEqual([]);
    source.onPeriodicEmit();
    expect(log.take()).toEqual([49]);
    expect(source.watermark).toBe(49);
  });

  it("begins at MIN again after a restore (W20)", () => {
    expect(aligned("2.3.0").source.watermark).toBe(MIN_WATERMARK);
  });

  it("pauses a split by its latest watermark in 1.20.3 (W19)", () => {
    const { source, calls } = aligned("1.20.3");
    source.onAlignment(60);
    source.onRecord(0, 100);
    source.onRecord(1, 50);
    source.onPeriodicEmit();
    expect(calls).toEqual(["pause 0, resume "]);
    expect([source.isPaused(0), source.isPaused(1), source.isWaiting]).toEqual([
      true,
      false,
      false,
    ]);
    source.onAlignment(100);
    expect(calls).toEqual(["pause 0, resume ", "pause , resume 0"]);
  });

  it("pauses it three samples later in 2.3.0 (W19)", () => {
    const { source, calls } = aligned("2.3.0");
    source.onAlignment(60);
    source.onRecord(0, 100);
    source.onRecord(1, 50);
    source.onPeriodicEmit();
    source.onAlignmentInterval();
    source.onAlignmentInterval();
    expect(calls).toEqual(["report 49", "report 49"]);
    source.onAlignmentInterval();
    expect(calls.slice(2)).toEqual(["pause 0, resume ", "report 49"]);
  });

  it("stops the whole reader while its own watermark is above the allowed one (W19)", () => {
    const { source, calls } = aligned("1.20.3");
    for (const split of [0, 1]) source.onRecord(split, 100);
    source.onPeriodicEmit();
    source.onAlignment(50);
    expect(source.isWaiting).toBe(true);
    source.onAlignment(99);
    expect(source.isWaiting).toBe(false);
    expect(calls.filter((call) => !call.startsWith("pause"))).toEqual(["wait", "go on"]);
  });

  it("reports nothing before its first watermark (W19)", () => {
    const { source, calls } = aligned("1.20.3");
    source.onAlignmentInterval();
    expect(calls).toEqual([]);
  });
});

describe("WatermarkAlignmentAggregator (W19)", () => {
  it("allows the lowest report plus the drift, and falls again", () => {
    const group = new WatermarkAlignmentAggregator();
    group.report(0, MAX_WATERMARK);
    expect(group.maxAllowed(1000)).toBe(MAX_WATERMARK);
    expect(group.report(1, 10)).toBe(10);
    expect(group.report(0, 20)).toBeUndefined();
    expect(group.report(1, 5)).toBe(5);
    expect(group.maxAllowed(1000)).toBe(1005);
  });
});
