import { TOGGLE, WATERMARK_STAGE } from "../handover-map.ts";
import { DROP, type GateStep, PASS } from "../protocol.ts";
import { WatermarkGateV3 } from "../watermark-gate-v3.ts";

/** The incoming gate goes by the timestamp alone, and leaves what is late, as the second one does. */
export class LeavesWhatIsLate extends WatermarkGateV3 {
  protected override judge(ts: number, watermark: number): GateStep {
    const step = super.judge(ts, watermark);
    const { toggle } = this.context;
    const isLate = this.base.mode === "ACTIVE" && toggle !== null && ts < toggle;
    return isLate && !this.context.base.isFirst ? DROP : step;
  }
}

/** The incoming gate opens as its watermark passes T, not at the first record from T on. */
export class OpensAtTheCrossing extends WatermarkGateV3 {
  protected override judge(ts: number, watermark: number): GateStep {
    const step = super.judge(ts, watermark);
    const { toggle, base } = this.context;
    const isBefore = toggle !== null && watermark <= toggle;
    return this.base.mode === "ACTIVE" && !base.isFirst && isBefore ? DROP : step;
  }
}

/** The outgoing gate passes everything until its watermark passes T. */
export class GoesOnToTheCrossing extends WatermarkGateV3 {
  protected override judge(ts: number, watermark: number): GateStep {
    const step = super.judge(ts, watermark);
    const { toggle } = this.context;
    const isBefore = toggle !== null && watermark <= toggle;
    return this.base.mode === "STANDBY" && isBefore ? PASS : step;
  }
}

/** While T is unknown the incoming gate passes. */
export class PassesWithoutT extends WatermarkGateV3 {
  protected override judge(ts: number, watermark: number): GateStep {
    const step = super.judge(ts, watermark);
    return this.base.mode === "ACTIVE" && this.context.toggle === null ? PASS : step;
  }
}

/** While T is unknown the outgoing gate drops. */
export class DropsWithoutT extends WatermarkGateV3 {
  protected override judge(ts: number, watermark: number): GateStep {
    const step = super.judge(ts, watermark);
    return this.base.mode === "STANDBY" && this.context.toggle === null ? DROP : step;
  }
}

/** T is written over whatever is there, and known to the writer beforehand, as in the second one. */
export class OverwritesT extends WatermarkGateV3 {
  protected override writeToggle(watermark: number): boolean {
    if (watermark <= 0) return false;
    const toggle = watermark + this.context.base.deletionDelayMillis;
    this.setToggle(toggle);
    const entries = { [WATERMARK_STAGE]: "WATERMARK_SET", [TOGGLE]: String(toggle) };
    this.writer.start({ entries, attempts: 4, done: () => this.written() });
    return true;
  }
}
