import { StopController } from "../../controller/stop-controller.ts";
import type { Colour } from "../../options.ts";
import { CUT_STAGE } from "../handover-map.ts";

/** The incoming job starts from the outgoing one's latest checkpoint instead of the last savepoint. */
export class StartsFromACheckpoint extends StopController {
  protected override startsFrom(): "latest-checkpoint" {
    return "latest-checkpoint";
  }
}

/** A savepoint without a stop; the outgoing job goes on until the incoming one writes. */
export class DoesNotStop extends StopController {
  protected override stop(colour: Colour): void {
    this.host.triggerSavepoint(colour);
  }

  protected override isStopped(colour: Colour): boolean {
    return this.host.savepointStatus(colour) === "completed";
  }
}

/** A savepoint without a stop, then a cancellation. */
export class CancelsAfterASavepoint extends DoesNotStop {
  protected override isStopped(colour: Colour): boolean {
    const isSaved = super.isStopped(colour);
    if (isSaved) this.host.suspend(colour, "stateless");
    return isSaved;
  }
}

/** Takes the hand-over back although the incoming job has written. */
export class TakesBackWhatIsWritten extends StopController {
  protected override mayRollBack(): boolean {
    return true;
  }
}

/** The outgoing job comes back from a checkpoint, not from its last savepoint. */
export class ComesBackTooEarly extends StopController {
  protected override rollBack(old: Colour): void {
    this.host.deploy(old, "own-checkpoint");
    this.backTo(old, "not ready in time");
  }
}

/** The shadow opens where it happens to be. */
export class OpensWhereItIs extends StopController {
  protected override reload(): void {
    this.commit();
  }
}

/** The shadow goes on from a checkpoint of its own. */
export class KeepsItsOwnState extends StopController {
  protected override reload(next: Colour): void {
    this.host.suspend(next, "stateless");
    this.commit();
    this.host.deploy(next, "own-checkpoint", true);
  }
}

/** The shadow opens when the outgoing job is asked to stop. */
export class OpensBeforeTheStop extends StopController {
  protected override stop(colour: Colour): void {
    super.stop(colour);
    this.host.updateConfigMap({ [CUT_STAGE]: "COMMITTED" });
  }
}
