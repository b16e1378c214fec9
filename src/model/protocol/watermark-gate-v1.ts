import { publishedController } from "../controller/published-controller.ts";
import { PUBLISHED_CONTROLLER_V1_V2 } from "./controller-rules.ts";
import { STAGE, TOGGLE, WATERMARK_STAGE } from "./handover-map.ts";
import {
  DROP,
  type GateState,
  type GateStep,
  type HandoverProtocol,
  PASS,
  PASS_THEN_WAIT,
  WAIT,
} from "./protocol.ts";
import { WatermarkGate } from "./watermark-gate.ts";

/** The only subtask that writes: a constant in the published code (faults 2 and 19). */
const WRITER = 1;

/**
 * The first generation: subtask 1 alone writes (G8), at once, on the record that finds the
 * condition; the record is judged before the write (G9). A 409 fails the task (G10). The outgoing
 * gate compares the *wall clock* with T while its watermark is not positive (G6, fault 21).
 */
class WatermarkGateV1 extends WatermarkGate {
  #waiting = false;
  #clearToTeardown = false;

  /** G1 to G7. */
  decide(ts: number, watermark: number): GateStep {
    return this.base.mode === "ACTIVE" ? this.#incoming(ts) : this.#outgoing(ts, watermark);
  }

  quietUntil(nowMillis: number): number {
    if (this.identity.mayLackTimestamps) return nowMillis;
    if (this.identity.subtask !== WRITER) return Number.POSITIVE_INFINITY;
    const { toggle, watermarkStage } = this.context;
    const acts =
      this.base.mode === "ACTIVE"
        ? toggle === null && !this.#waiting && this.base.stage === "TRANSITIONING"
        : toggle === null
          ? watermarkStage === "WAITING_FOR_WATERMARK"
          : !this.#clearToTeardown;
    return acts ? nowMillis : Number.POSITIVE_INFINITY;
  }

  handOverDone(): boolean {
    return false;
  }

  state(): GateState {
    return { ...this.contextState(), waiting: this.#waiting, clear: this.#clearToTeardown };
  }

  #incoming(ts: number): GateStep {
    const toggle = this.context.toggle;
    if (toggle !== null) return this.#compared(ts, ts >= toggle);
    if (this.#isWriter && !this.#waiting && this.base.stage === "TRANSITIONING") {
      this.#waiting = true;
      return this.#write({ [WATERMARK_STAGE]: "WAITING_FOR_WATERMARK" }, WAIT);
    }
    return DROP;
  }

  #outgoing(ts: number, watermark: number): GateStep {
    const toggle = this.context.toggle;
    const reached = watermark > 0 ? watermark : this.host.wallClockMillis();
    if (toggle === null) {
      this.crossed = false;
      return this.#propose(reached);
    }
    this.crossed = reached > toggle;
    if (!this.crossed) return this.#compared(ts, ts < toggle);
    if (!this.#isWriter || this.#clearToTeardown) return DROP;
    this.#clearToTeardown = true;
    return this.#write({ [STAGE]: "CLEAR_TO_TEARDOWN" }, WAIT);
  }

  #propose(reached: number): GateStep {
    if (!this.#isWriter || this.context.watermarkStage !== "WAITING_FOR_WATERMARK") return PASS;
    const toggle = reached + this.context.base.deletionDelayMillis;
    this.setToggle(toggle);
    return this.#write(
      { [WATERMARK_STAGE]: "WATERMARK_SET", [TOGGLE]: String(toggle) },
      PASS_THEN_WAIT,
    );
  }

  #write(entries: Readonly<Record<string, string>>, step: GateStep): GateStep {
    this.writer.start({ entries, attempts: 1, done: () => this.host.finish(DROP) });
    return step;
  }

  // Unboxing a null Long throws wherever it is compared.
  #compared(ts: number, passes: boolean): GateStep {
    if (Number.isNaN(ts)) {
      this.host.fail("NullPointerException");
      return DROP;
    }
    return passes ? PASS : DROP;
  }

  get #isWriter(): boolean {
    return this.identity.subtask === WRITER;
  }
}

/** `watermark-gate-v1`: as published in the first draft of FLIP-504's gate. */
export const watermarkGateV1: HandoverProtocol = {
  name: "watermark-gate-v1",
  usesGate: true,
  createGate: (identity) => new WatermarkGateV1(identity),
  createController: publishedController(PUBLISHED_CONTROLLER_V1_V2),
};
