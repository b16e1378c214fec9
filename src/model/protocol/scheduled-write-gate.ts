import { STAGE } from "./handover-map.ts";
import { DROP, type GateIdentity, type GateState, type GateStep, PASS, WAIT } from "./protocol.ts";
import { WatermarkGate } from "./watermark-gate.ts";

/** The constants of V2 and V3, as options. */
export interface ScheduledWriteOptions {
  /** A write runs on the first record at least so long after the one that asked for it: 500. */
  readonly writeDelayMillis: number;
  /** V3: an outgoing subtask without records for so long counts as done: 30 000. */
  readonly idleDoneMillis: number;
  /** Not published: only the outgoing gate proposes T, only the incoming one says that it waits. */
  readonly checksRole?: boolean | undefined;
}

/**
 * V2 and V3: a record that finds T unknown or the cut crossed schedules a write; the first record
 * 500 ms later runs it, blocking, and is judged after it (G9, M3). The role is not checked (G8): the
 * incoming gate writes WAITING and proposes T as well, and so does the outgoing one alone.
 */
export abstract class ScheduledWriteGate extends WatermarkGate {
  protected readonly options: ScheduledWriteOptions;
  protected pendingClear = false;
  #pendingSince = -1;
  #ts = 0;
  #watermark = 0;

  constructor(identity: GateIdentity, options: ScheduledWriteOptions) {
    super(identity);
    this.options = options;
  }

  /** A record without a timestamp fails the task where it is compared. */
  protected abstract readonly throwsOnNull: boolean;

  protected abstract writeWaiting(): void;
  /** False = there is nothing to propose yet; the write counts as handled by nobody. */
  protected abstract writeToggle(watermark: number): boolean;
  protected abstract writeClear(): void;
  protected abstract judge(ts: number, watermark: number): GateStep;

  decide(ts: number, watermark: number): GateStep {
    const now = this.#pendingSince < 0 ? 0 : this.host.wallClockMillis();
    if (this.#pendingSince >= 0 && now - this.#pendingSince >= this.options.writeDelayMillis) {
      this.#pendingSince = -1;
      this.#ts = ts;
      this.#watermark = watermark;
      if (this.#runScheduledWrite(watermark)) return WAIT;
    }
    return this.judge(ts, watermark);
  }

  quietUntil(nowMillis: number): number {
    if (this.throwsOnNull && this.identity.mayLackTimestamps) return nowMillis;
    if (!this.#mayWrite) return Number.POSITIVE_INFINITY;
    const since = this.#pendingSince < 0 ? nowMillis : this.#pendingSince;
    return Math.max(nowMillis, since + this.options.writeDelayMillis);
  }

  state(): GateState {
    return {
      ...this.contextState(),
      pendingSince: this.#pendingSince,
      pendingClear: this.pendingClear,
    };
  }

  /** T is unknown (G2, G3): the outgoing gate passes, the incoming drops; both ask for a write. */
  protected judgeWithoutToggle(): GateStep {
    this.crossed = false;
    if (this.base.mode === "STANDBY") {
      this.schedule();
      return PASS;
    }
    if (this.base.stage === "TRANSITIONING") this.schedule();
    return DROP;
  }

  protected requestClear(): void {
    this.pendingClear = true;
    this.schedule();
  }

  protected schedule(): void {
    if (this.#pendingSince < 0) this.#pendingSince = this.host.wallClockMillis();
  }

  /** The write has ended: the record that ran it is judged now. `judge` may have failed the task. */
  protected written(): void {
    const step = this.judge(this.#ts, this.#watermark);
    this.host.finish(step === PASS ? PASS : DROP);
  }

  #runScheduledWrite(watermark: number): boolean {
    const { toggle, watermarkStage } = this.context;
    if (toggle === null) {
      const { stage } = this.base;
      if (watermarkStage === "WATERMARK_NOT_SET" && stage === "TRANSITIONING") {
        if (this.#isRoleOf("ACTIVE")) {
          this.writeWaiting();
          return true;
        }
      } else if (watermarkStage === "WAITING_FOR_WATERMARK" && this.#isRoleOf("STANDBY")) {
        if (this.writeToggle(watermark)) return true;
      }
    }
    // Only a write takes the request back: one made in a torn read survives (fault 24, observed).
    if (!this.pendingClear || this.base.stage === "CLEAR_TO_TEARDOWN") return false;
    this.writeClear();
    return true;
  }

  #isRoleOf(mode: "ACTIVE" | "STANDBY"): boolean {
    return this.options.checksRole !== true || this.base.mode === mode;
  }

  get #mayWrite(): boolean {
    const { toggle, watermarkStage } = this.context;
    if (toggle === null && watermarkStage === "WAITING_FOR_WATERMARK") return true;
    if (this.base.stage === "CLEAR_TO_TEARDOWN") return false;
    if (toggle === null && this.base.stage === "TRANSITIONING") return true;
    return this.pendingClear || (toggle !== null && this.base.mode === "STANDBY");
  }
}

export const CLEAR_ENTRIES: Readonly<Record<string, string>> = { [STAGE]: "CLEAR_TO_TEARDOWN" };
