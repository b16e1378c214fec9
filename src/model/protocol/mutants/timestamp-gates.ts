import type { ConfigMapSnapshot } from "../../kubernetes/config-map.ts";
import { ShadowGate } from "../checkpoint-cut.ts";
import type { CutContext } from "../cut-context.ts";
import type { Floor } from "../cut-gate.ts";
import { IS_FIRST } from "../handover-map.ts";
import { DROP, type GateStep } from "../protocol.ts";
import { ConfiguredTimestampGate } from "../record-timestamp-cut.ts";
import { isPast } from "../timestamp-cut-gate.ts";

/** The outgoing gate goes by T only from when it hears that it is the outgoing one. */
export class LearnsItsRoleFirst extends ConfiguredTimestampGate {
  protected override readContext(snapshot: ConfigMapSnapshot): CutContext {
    const context = super.readContext(snapshot);
    return snapshot.data[IS_FIRST] === "true" ? { ...context, role: "steady" } : context;
  }
}

/** Each gate turns when its own watermark crosses T. */
export class TurnsAtTheCrossing extends ConfiguredTimestampGate {
  protected override judge(_position: number, watermark: number): GateStep {
    return super.judge(watermark, watermark);
  }
}

/** After its crossing the outgoing gate drops what is late. */
export class DropsWhatIsLate extends ConfiguredTimestampGate {
  protected override judge(position: number, watermark: number): GateStep {
    const step = super.judge(position, watermark);
    const isOutgoing = this.context.role === "outgoing";
    return isOutgoing && this.cut !== undefined && isPast(this.cut, watermark, 0) ? DROP : step;
  }
}

/** After its crossing the incoming gate takes what is late. */
export class TakesWhatIsLate extends ConfiguredTimestampGate {
  protected override takesLate(floor: Floor<number>, watermark: number): boolean {
    return isPast(floor.cut, watermark, 0);
  }
}

/** The shadow writes. */
export class OpenShadow extends ShadowGate {
  protected override get isShadow(): boolean {
    return false;
  }
}
