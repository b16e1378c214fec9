import { publishedController } from "../controller/published-controller.ts";
import { PUBLISHED_CONTROLLER_V1_V2 } from "./controller-rules.ts";
import { TOGGLE, WATERMARK_STAGE } from "./handover-map.ts";
import { DROP, type GateStep, type HandoverProtocol, PASS } from "./protocol.ts";
import {
  CLEAR_ENTRIES,
  ScheduledWriteGate,
  type ScheduledWriteOptions,
} from "./scheduled-write-gate.ts";

/** One attempt and three retries; they overwrite: the last writer wins (G10, fault 20). */
const ATTEMPTS = 4;

/** The second generation: any subtask writes, T is set locally before the write. */
class WatermarkGateV2 extends ScheduledWriteGate {
  protected readonly throwsOnNull: boolean = true;
  handOverDone(): boolean {
    return false;
  }

  /** G1 to G7. */
  protected judge(ts: number, watermark: number): GateStep {
    const toggle = this.context.toggle;
    if (toggle === null) return this.judgeWithoutToggle();
    if (this.base.mode === "ACTIVE") return this.#compared(ts, ts >= toggle);
    this.crossed = this.#reached(watermark) > toggle;
    if (!this.crossed) return this.#compared(ts, ts < toggle);
    this.requestClear();
    return DROP;
  }

  protected writeWaiting(): void {
    this.#write({ [WATERMARK_STAGE]: "WAITING_FOR_WATERMARK" });
  }

  protected writeToggle(watermark: number): boolean {
    const toggle = this.#reached(watermark) + this.context.base.deletionDelayMillis;
    this.setToggle(toggle);
    this.#write({ [WATERMARK_STAGE]: "WATERMARK_SET", [TOGGLE]: String(toggle) });
    return true;
  }

  // Never tried again: a 409 fails the task (G10).
  protected writeClear(): void {
    this.writer.start({
      entries: CLEAR_ENTRIES,
      attempts: 1,
      done: () => {
        this.pendingClear = false;
        this.written();
      },
    });
  }

  #write(entries: Readonly<Record<string, string>>): void {
    this.writer.start({ entries, attempts: ATTEMPTS, done: () => this.written() });
  }

  #reached(watermark: number): number {
    return watermark > 0 ? watermark : this.host.wallClockMillis();
  }

  #compared(ts: number, passes: boolean): GateStep {
    if (Number.isNaN(ts)) {
      this.host.fail("NullPointerException");
      return DROP;
    }
    return passes ? PASS : DROP;
  }
}

/** `watermark-gate-v2`: as published. */
export function watermarkGateV2(options: ScheduledWriteOptions): HandoverProtocol {
  return {
    name: "watermark-gate-v2",
    usesGate: true,
    createGate: (identity) => new WatermarkGateV2(identity, options),
    createController: publishedController(PUBLISHED_CONTROLLER_V1_V2),
  };
}
