import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { StatusWatermarkValve } from "../../../src/model/watermark/status-watermark-valve.ts";
import type { StreamOutput } from "../../../src/model/watermark/watermark-output.ts";
import { OutputLog } from "./output-log.ts";

function valveOf(channels: number, valveFlushAlways = false) {
  const log = new OutputLog();
  return { log, valve: new StatusWatermarkValve(channels, { valveFlushAlways }, log) };
}

/** Channels at 10, 7 and idle: the output stands at 7. */
function reference() {
  const { log, valve } = valveOf(3);
  valve.inputStatus(2, true);
  valve.inputWatermark(0, 10);
  valve.inputWatermark(1, 7);
  return { log, valve };
}

describe("StatusWatermarkValve (W13)", () => {
  it("loses a watermark that is sent while the channel is IDLE (a)", () => {
    const { log, valve } = valveOf(2);
    valve.inputStatus(0, true);
    valve.inputWatermark(0, 50);
    valve.inputStatus(0, false);
    valve.inputWatermark(1, 60);
    expect(log.take()).toEqual([]);
  });

  it("does not wait for an idle channel (c)", () => {
    expect(reference().log.take()).toEqual([7]);
  });

  it("does not let a channel that came back hold it until it caught up (b, f, i)", () => {
    const { log, valve } = reference();
    valve.inputStatus(2, false);
    valve.inputWatermark(2, 5);
    expect(log.take()).toEqual([7]);
    valve.inputWatermark(2, 9);
    expect(log.take()).toEqual([]);
    valve.inputWatermark(1, 12);
    expect(log.take()).toEqual([9]);
  });

  it("advances when the channel that held it goes IDLE (d)", () => {
    const { log, valve } = reference();
    valve.inputStatus(1, true);
    expect(log.take()).toEqual([7, 10]);
  });

  it("flushes the maximum before IDLE only if the last channel stood at the output (e)", () => {
    const held = valveOf(2);
    held.valve.inputWatermark(0, 10);
    held.valve.inputWatermark(1, 3);
    held.valve.inputStatus(0, true);
    held.valve.inputStatus(1, true);
    expect(held.log.take()).toEqual([3, 10, "IDLE"]);
  });

  it.each([
    [false, [5, "IDLE"]],
    [true, [5, 9, "IDLE"]],
  ])("with FLINK-40475 %s: the last channel to go idle lies below the output (e)", (always, out) => {
    const { log, valve } = valveOf(3, always);
    valve.inputWatermark(1, 9);
    valve.inputStatus(2, true);
    valve.inputWatermark(0, 5);
    valve.inputStatus(2, false);
    valve.inputStatus(1, true);
    valve.inputStatus(0, true);
    valve.inputStatus(2, true);
    expect(log.take()).toEqual(out);
  });

  it("says ACTIVE with the first channel that comes back, and hears no status twice (f, g)", () => {
    const { log, valve } = valveOf(2);
    for (const channel of [0, 1, 1]) valve.inputStatus(channel, true);
    for (const channel of [1, 1, 0]) valve.inputStatus(channel, false);
    expect(log.take()).toEqual(["IDLE", "ACTIVE"]);
  });

  it("puts out what a rescan of all channels puts out, and never falls (h)", () => {
    const step = fc.record({
      channel: fc.nat(6),
      watermark: fc.option(fc.integer({ min: -20, max: 40 }), { nil: undefined }),
      idle: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        fc.array(step, { maxLength: 80 }),
        (channels, flushAlways, steps) => {
          const { log, valve } = valveOf(channels, flushAlways);
          const plainLog = new OutputLog();
          const plain = new RescanningValve(channels, flushAlways, plainLog);
          let last = MIN_WATERMARK;
          for (const { channel, watermark, idle } of steps) {
            const c = channel % channels;
            for (const one of [valve, plain]) {
              if (watermark === undefined) one.inputStatus(c, idle);
              else one.inputWatermark(c, watermark);
            }
            const out = log.take();
            expect(out).toEqual(plainLog.take());
            for (const entry of out) {
              if (typeof entry !== "number") continue;
              expect(entry).toBeGreaterThan(last);
              last = entry;
            }
          }
        },
      ),
    );
  });
});

/** The rule as it is written, looking at every channel every time. */
class RescanningValve {
  readonly #channels: { watermark: number; idle: boolean; aligned: boolean }[];
  readonly #flushAlways: boolean;
  readonly #output: StreamOutput;
  #last = MIN_WATERMARK;

  constructor(channels: number, flushAlways: boolean, output: StreamOutput) {
    this.#channels = Array.from({ length: channels }, () => ({
      watermark: MIN_WATERMARK,
      idle: false,
      aligned: true,
    }));
    this.#flushAlways = flushAlways;
    this.#output = output;
  }

  inputWatermark(index: number, watermark: number): void {
    const channel = this.#channels[index]!;
    if (channel.idle || watermark <= channel.watermark) return;
    channel.watermark = watermark;
    if (watermark >= this.#last) channel.aligned = true;
    this.#rescan();
  }

  inputStatus(index: number, idle: boolean): void {
    const channel = this.#channels[index]!;
    if (channel.idle === idle) return;
    const wasIdle = this.#channels.every((one) => one.idle);
    channel.idle = idle;
    channel.aligned = !idle && channel.watermark >= this.#last;
    const judged = this.#flushAlways || (idle && channel.watermark === this.#last);
    if (!this.#channels.every((one) => one.idle)) {
      if (wasIdle) this.#output.status(false);
      if (judged) this.#rescan();
      return;
    }
    if (judged) this.#raise(Math.max(...this.#channels.map((one) => one.watermark)));
    this.#output.status(true);
  }

  #rescan(): void {
    const aligned = this.#channels.filter((one) => one.aligned).map((one) => one.watermark);
    if (aligned.length > 0) this.#raise(Math.min(...aligned));
  }

  #raise(watermark: number): void {
    if (watermark <= this.#last) return;
    this.#last = watermark;
    this.#output.watermark(watermark);
  }
}
