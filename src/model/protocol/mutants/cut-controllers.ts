import { CutController } from "../../controller/cut-controller.ts";
import type { Colour } from "../../options.ts";

/** Tears down by the gauge as soon as all outgoing gates have crossed, and cancels. */
export class TearsDownAtTheCrossing extends CutController {
  protected override isPast(old: Colour): boolean {
    return this.host.gateGauge(old) >= 1;
  }

  protected override hasEnded(): boolean {
    return true;
  }
}

/** Tears down as soon as the cut is committed. */
export class TearsDownAtTheCommit extends CutController {
  protected override isPast(): boolean {
    return true;
  }
}

/** Cancels the outgoing job instead of stopping it with a savepoint. */
export class Cancels extends CutController {
  protected override hasEnded(): boolean {
    return true;
  }
}

/** Takes the hand-over back past the point of no return. */
export class TakesBackTheCommit extends CutController {
  protected override mayAbort(): boolean {
    return true;
  }
}

/** An edit in the gate phase begins it anew: the map is replaced, the incoming job upgraded in place. */
export class TakesEdits extends CutController {
  protected override refusesEdits(): boolean {
    return false;
  }

  protected override edited(now: number): void {
    this.replaceMap(this.colour, "INITIALIZING");
    this.host.deploy(this.colour, "own-checkpoint");
    this.setDeadline(now + this.options.abortGraceMillis);
  }
}

/** Finalises before the incoming job has the cut in a checkpoint of its own. */
export class FinalisesEarly extends CutController {
  protected override holdsCut(): boolean {
    return true;
  }
}
