import { describe, expect, it } from "vitest";
import { StatusWatermarkValve } from "../../../src/model/watermark/status-watermark-valve.ts";
import { streamInto, taken } from "./outputs.ts";
import { type Adapter, caseCount, differences, spreadTime } from "./replay.ts";

type Valve = Pick<StatusWatermarkValve, "inputWatermark" | "inputStatus">;
type Create = (...args: ConstructorParameters<typeof StatusWatermarkValve>) => Valve;

function valveAdapter(create: Create): Adapter {
  return (config, rules) => {
    const log: unknown[] = [];
    const valve = create(Number(config["channels"]), rules, streamInto(log));
    return (step) => {
      const channel = Number(step["ch"]);
      if (step["op"] === "wm") valve.inputWatermark(channel, spreadTime(step["ts"]));
      else valve.inputStatus(channel, step["s"] === "IDLE");
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

describe(`StatusWatermarkValve, ${caseCount("valve")} recorded cases (W13)`, () => {
  it("answers every one as Flink 1.20.3 and 2.3.0 did", () => {
    expect(caseCount("valve")).toBeGreaterThan(0);
    expect(differences("valve", valveAdapter(real), spreadTime)).toEqual([]);
  });

  it("fails them when a channel that came back never re-aligns", () => {
    expect(differences("valve", valveAdapter(neverAligning), spreadTime).length).toBeGreaterThan(0);
  });

  it("fails them with the flush of FLINK-40475, which is in neither release", () => {
    const flushing: Create = (channels, _rules, output) =>
      new StatusWatermarkValve(channels, { valveFlushAlways: true }, output);
    expect(differences("valve", valveAdapter(flushing), spreadTime).length).toBeGreaterThan(0);
  });
});
