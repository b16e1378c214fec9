import type { ConfigMapSnapshot } from "../../kubernetes/config-map.ts";
import { AcknowledgingGate } from "../acknowledged-watermark.ts";
import type { CutContext } from "../cut-context.ts";
import type { Floor } from "../cut-gate.ts";
import type { GateMemory } from "../gate-memory.ts";
import { DROP, type GateStep, PASS, WAIT } from "../protocol.ts";
import { isPast } from "../timestamp-cut-gate.ts";

/** Consents to a T that it has gone past. */
export class ConsentsBlindly extends AcknowledgingGate {
  protected override get acknowledges(): boolean {
    return true;
  }
}

/** Drops at the proposed cut, instead of waiting. */
export class DropsAtTheCut extends AcknowledgingGate {
  protected override judge(position: number, watermark: number): GateStep {
    const step = super.judge(position, watermark);
    return step === WAIT ? DROP : step;
  }
}

/** Goes on at the proposed cut as if it had not consented. */
export class GoesOnAtTheCut extends AcknowledgingGate {
  protected override isHeldBack(): boolean {
    return false;
  }
}

/** Does not know after a restart how far it had got. */
export class ForgetsHowFar extends AcknowledgingGate {
  protected override restoreSeen(): void {}
}

/** Does not know after a restart where its own deployment began to write. */
export class ForgetsTheFloor extends AcknowledgingGate {
  protected override restore(memories: readonly GateMemory[]): void {
    super.restore(memories);
    this.floor = undefined;
  }
}

/** A restarted subtask does not find the cut that is proposed, only the next change of the map. */
export class OpensWithoutTheProposal extends AcknowledgingGate {
  #hasOpened = false;

  protected override readContext(snapshot: ConfigMapSnapshot): CutContext {
    const context = super.readContext(snapshot);
    const isFirst = !this.#hasOpened;
    this.#hasOpened = true;
    if (!isFirst || context.stage === "COMMITTED") return context;
    return { ...context, stage: undefined, cut: "" };
  }
}

/** Without a cut the incoming gate passes. */
export class PassesWithoutACut extends AcknowledgingGate {
  protected override judge(position: number, watermark: number): GateStep {
    const step = super.judge(position, watermark);
    const isUndecided = this.context.role === "incoming" && this.context.stage === undefined;
    return isUndecided ? PASS : step;
  }
}

/** Without a cut the outgoing gate drops (fault 23). */
export class DropsWithoutACut extends AcknowledgingGate {
  protected override judge(position: number, watermark: number): GateStep {
    const step = super.judge(position, watermark);
    const isUndecided = this.context.role === "outgoing" && this.context.stage === undefined;
    return isUndecided ? DROP : step;
  }
}

/** After its crossing the outgoing gate drops what is late, as the published gates do. */
export class DropsLateBehindTheCrossing extends AcknowledgingGate {
  protected override judge(position: number, watermark: number): GateStep {
    const step = super.judge(position, watermark);
    const { role, stage } = this.context;
    const isCommitted = role === "outgoing" && stage === "COMMITTED" && this.cut !== undefined;
    return isCommitted && isPast(this.cut ?? 0, watermark, 0) ? DROP : step;
  }
}

/** After its crossing the incoming gate takes what is late, as the third published one does. */
export class TakesLateBehindTheCrossing extends AcknowledgingGate {
  protected override takesLate(floor: Floor<number>, watermark: number): boolean {
    return isPast(floor.cut, watermark, 0);
  }
}
