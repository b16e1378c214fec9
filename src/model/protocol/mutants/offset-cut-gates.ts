import { OffsetCutGate } from "../offset-cut.ts";

/** Says how far it is, and goes on. */
export class SaysAndGoesOn extends OffsetCutGate {
  protected override isHeldBack(): boolean {
    return false;
  }
}

/** Does not know after a restart how far it had got. */
export class ForgetsOffsets extends OffsetCutGate {
  protected override restoreSeen(): void {}
}
