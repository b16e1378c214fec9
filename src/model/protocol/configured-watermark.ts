import { publishedController } from "../controller/published-controller.ts";
import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import type { ConfigMapSnapshot } from "../kubernetes/config-map.ts";
import { ACTIVE_COLOUR, IS_FIRST } from "./handover-map.ts";
import {
  DROP,
  type Gate,
  type GateIdentity,
  type GateState,
  type GateStep,
  type HandoverProtocol,
  PASS,
} from "./protocol.ts";

export interface ConfiguredWatermarkOptions {
  /** T: both gates know it from their configuration. */
  readonly toggleMillis: EventTime;
  /** What is compared with T: the subtask's own watermark, or each record's timestamp. */
  readonly by: "crossing" | "record-timestamp";
  /** No gate turns before this long after it took its role, by the wall clock; 0 = no guard. */
  readonly notBeforeMillis: number;
  /** No gate turns below this watermark; MIN_WATERMARK = no guard. */
  readonly notBelowMillis: EventTime;
}

/**
 * The original proposal: T is a setting, nothing is negotiated. Each outgoing subtask tapers off as
 * its own watermark passes T, each incoming one opens as its own does; once turned, a gate stays
 * turned for the attempt (nothing is checkpointed). Roles come from the active colour in the map;
 * a first deployment passes everything.
 *
 * "Not before" counts from when the gate took its role: the outgoing one on learning that the other
 * colour is active, just before that job is created; the incoming one in `open()`; after a restart
 * anew. So the guard itself can turn the two apart.
 */
class ConfiguredWatermarkGate implements Gate {
  readonly #identity: GateIdentity;
  readonly #options: ConfiguredWatermarkOptions;
  #mode: "ACTIVE" | "STANDBY" = "STANDBY";
  #isFirst = true;
  #roleSince = 0;
  #turned = false;

  constructor(identity: GateIdentity, options: ConfiguredWatermarkOptions) {
    this.#identity = identity;
    this.#options = options;
  }

  get hasCrossed(): boolean {
    return this.#turned && !this.#isFirst && this.#mode === "STANDBY";
  }

  get toggle(): number | undefined {
    return this.#isFirst ? undefined : this.#options.toggleMillis;
  }

  onOpen(snapshot: ConfigMapSnapshot): void {
    this.#roleSince = this.#identity.host.wallClockMillis();
    this.onWatchBase(snapshot);
  }

  onWatch(snapshot: ConfigMapSnapshot): void {
    this.onWatchBase(snapshot);
  }

  onWatchBase(snapshot: ConfigMapSnapshot): void {
    this.#isFirst = snapshot.data[IS_FIRST] === "true";
    const mode = snapshot.data[ACTIVE_COLOUR] === this.#identity.colour ? "ACTIVE" : "STANDBY";
    if (mode !== this.#mode || this.#isFirst) this.#turned = false;
    if (mode !== this.#mode) this.#roleSince = this.#identity.host.wallClockMillis();
    this.#mode = mode;
  }

  // One context alone: nothing can be torn. It never calls the API after `open()`.
  onWatchRest(): void {}
  onRead(): void {}
  onWritten(): void {}

  decide(ts: number, watermark: number): GateStep {
    if (this.#isFirst) return PASS;
    this.#turn(watermark);
    const isBeyond = this.#isBeyond(ts);
    return isBeyond === (this.#mode === "ACTIVE") ? PASS : DROP;
  }

  quietUntil(): number {
    return Number.POSITIVE_INFINITY;
  }

  handOverDone(nowMillis: number, watermark: number): boolean {
    if (this.#isFirst || this.#mode === "ACTIVE") return false;
    return this.#turned || this.#mayTurn(nowMillis, watermark);
  }

  state(): GateState {
    return { mode: this.#mode, first: this.#isFirst, turned: this.#turned };
  }

  #turn(watermark: number): void {
    if (this.#turned || watermark <= this.#options.toggleMillis) return;
    this.#turned = this.#mayTurn(this.#identity.host.wallClockMillis(), watermark);
  }

  #mayTurn(nowMillis: number, watermark: number): boolean {
    const { toggleMillis, notBeforeMillis, notBelowMillis } = this.#options;
    if (watermark <= toggleMillis || watermark < notBelowMillis) return false;
    return nowMillis - this.#roleSince >= notBeforeMillis;
  }

  // Repair 2: by timestamp the cut needs no guard, no memory: both jobs decide alike, late or not.
  #isBeyond(ts: number): boolean {
    if (this.#options.by === "crossing") return this.#turned;
    return (Number.isNaN(ts) ? MIN_WATERMARK : ts) >= this.#options.toggleMillis;
  }
}

/** `configured-watermark`: the gauge alone tells the controller when the outgoing job may go. */
export function configuredWatermark(options: ConfiguredWatermarkOptions): HandoverProtocol {
  return {
    name: "configured-watermark",
    usesGate: true,
    createGate: (identity) => new ConfiguredWatermarkGate(identity, options),
    createController: publishedController({
      transitionMode: "ADVANCED",
      waitsFor: { clearToTeardown: false, handOverDone: true },
      hasGateDeadline: true,
      suspendsBeforeDelete: true,
      abort: { replacesMap: true, redeploysAfterToggle: false },
    }),
  };
}
