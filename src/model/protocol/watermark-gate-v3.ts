import { publishedController } from "../controller/published-controller.ts";
import { MIN_WATERMARK } from "../event-time.ts";
import { PUBLISHED_CONTROLLER_V3 } from "./controller-rules.ts";
import type { WatermarkContext } from "./gate-context.ts";
import { otherColour, STAGE, TOGGLE, WATERMARK_STAGE } from "./handover-map.ts";
import {
  DROP,
  type GateState,
  type GateStep,
  type HandoverProtocol,
  PASS,
  type WriteAttempt,
} from "./protocol.ts";
import {
  CLEAR_ENTRIES,
  ScheduledWriteGate,
  type ScheduledWriteOptions,
} from "./scheduled-write-gate.ts";

const ATTEMPTS = 10;

/**
 * The third generation: compare-and-set on the absent key, so the first T stays (G10); guarded by the
 * active colour alone, without a transition's id (fault 29). No wall clock: without a positive
 * watermark it neither proposes nor crosses.
 */
export class WatermarkGateV3 extends ScheduledWriteGate {
  protected readonly throwsOnNull: boolean = false;
  #pastToggle = false;
  #toggleKnownSince = -1;
  #lastRecordAt = -1;

  /** Past the toggle, or silent for 30 s since it learned T and saw its last record (G13, fault 25). */
  handOverDone(nowMillis: number): boolean {
    if (this.base.mode === "ACTIVE" || this.context.toggle === null) return false;
    if (this.#pastToggle) return true;
    const quietSince = Math.max(this.#toggleKnownSince, this.#lastRecordAt);
    return nowMillis - quietSince >= this.options.idleDoneMillis;
  }

  override state(): GateState {
    return {
      ...super.state(),
      past: this.#pastToggle,
      known: this.#toggleKnownSince,
      last: this.#lastRecordAt,
    };
  }

  protected override learn(context: WatermarkContext): void {
    super.learn(context);
    if (context.toggle === null) {
      this.#toggleKnownSince = -1;
      this.#pastToggle = false;
    } else if (this.#toggleKnownSince < 0) {
      this.#toggleKnownSince = this.host.wallClockMillis();
    }
  }

  /** G1 to G7. */
  protected judge(ts: number, watermark: number): GateStep {
    if (this.base.mode === "STANDBY") this.#lastRecordAt = this.host.wallClockMillis();
    const toggle = this.context.toggle;
    if (toggle === null) return this.judgeWithoutToggle();
    const time = Number.isNaN(ts) ? MIN_WATERMARK : ts;
    if (this.base.mode === "ACTIVE") {
      return this.context.base.isFirst || watermark > toggle || time >= toggle ? PASS : DROP;
    }
    this.crossed = watermark > toggle;
    if (!this.crossed) return time < toggle ? PASS : DROP;
    this.#pastToggle = true;
    this.requestClear();
    return DROP;
  }

  protected writeWaiting(): void {
    this.#compareAndSet(
      WATERMARK_STAGE,
      undefined,
      { [WATERMARK_STAGE]: "WAITING_FOR_WATERMARK" },
      () => {},
    );
  }

  // T is never proposed while event time is not positive (fault 32).
  protected writeToggle(watermark: number): boolean {
    if (watermark <= 0) return false;
    const toggle = watermark + this.context.base.deletionDelayMillis;
    const entries = { [WATERMARK_STAGE]: "WATERMARK_SET", [TOGGLE]: String(toggle) };
    this.#compareAndSet(TOGGLE, undefined, entries, (attempt) => {
      if (attempt.outcome === "ok" || attempt.outcome === "noop") this.setToggle(toggle);
      else if (attempt.current !== undefined) this.setToggle(Number(attempt.current));
    });
    return true;
  }

  protected writeClear(): void {
    this.#compareAndSet(STAGE, "TRANSITIONING", CLEAR_ENTRIES, () => {
      this.pendingClear = false;
    });
  }

  #compareAndSet(
    key: string,
    expected: string | undefined,
    entries: Readonly<Record<string, string>>,
    done: (attempt: WriteAttempt) => void,
  ): void {
    const own = this.identity.colour;
    const activeColour = this.base.mode === "ACTIVE" ? own : otherColour(own);
    this.writer.start({
      entries,
      attempts: ATTEMPTS,
      guard: { key, expected, activeColour },
      done: (attempt) => {
        done(attempt);
        this.written();
      },
    });
  }
}

/** `watermark-gate-v3`: as published; its unseen base class is V2's with compare-and-set. */
export function watermarkGateV3(options: ScheduledWriteOptions): HandoverProtocol {
  return {
    name: "watermark-gate-v3",
    usesGate: true,
    createGate: (identity) => new WatermarkGateV3(identity, options),
    createController: publishedController(PUBLISHED_CONTROLLER_V3),
  };
}
