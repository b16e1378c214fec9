import { describe, expect, it } from "vitest";
import { MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { IndexedCombinedWatermarkStatus } from "../../../src/model/watermark/indexed-combined-watermark-status.ts";
import { MultipleInputWatermarks } from "../../../src/model/watermark/multiple-input-watermarks.ts";
import type { FlinkVersionRules } from "../../../src/model/watermark/version-rules.ts";
import type { RecordedValues } from "../recordings.ts";
import { streamInto, taken } from "./outputs.ts";
import { type Adapter, caseCount, type Driver, differences, spreadTime } from "./replay.ts";

const real: Adapter = (config, rules) => {
  const inputs = Number(config["inputs"]);
  return config["unit"] === "CoProcessOperator" ? operator(inputs, rules) : unit(inputs, rules);
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

function isIdle(step: RecordedValues): boolean {
  return step["s"] === "IDLE";
}

describe(`several inputs, ${caseCount("two-input")} recorded cases (W15)`, () => {
  it("answer every one as Flink 1.20.3 and 2.3.0 did", () => {
    expect(caseCount("two-input")).toBeGreaterThan(0);
    expect(differences("two-input", real, spreadTime)).toEqual([]);
  });

  it("fail them when the releases swap the all-idle flush (W8)", () => {
    const swapped: Adapter = (config, rules) =>
      real(config, { ...rules, allIdleFlush: !rules.allIdleFlush });
    expect(differences("two-input", swapped, spreadTime).length).toBeGreaterThan(0);
  });

  it("fail them when an input's idleness is not heard", () => {
    const deaf: Adapter = (config, rules) => {
      const drive = real(config, rules);
      return (step) => drive(step["op"] === "status" ? { ...step, s: "ACTIVE" } : step);
    };
    expect(differences("two-input", deaf, spreadTime).length).toBeGreaterThan(0);
  });
});
