import { StopController } from "../controller/stop-controller.ts";
import type { ConfigMapSnapshot } from "../kubernetes/config-map.ts";
import { type CutContext, NO_CONTEXT, readCutContext } from "./cut-context.ts";
import {
  DROP,
  type Gate,
  type GateIdentity,
  type GateState,
  type GateStep,
  type HandoverProtocol,
  PASS,
} from "./protocol.ts";

/** Closed in the shadow of the outgoing job, open from the cut on. */
export class ShadowGate implements Gate {
  readonly hasCrossed: boolean = false;
  readonly toggle: number | undefined = undefined;
  protected readonly identity: GateIdentity;
  protected context: CutContext = NO_CONTEXT;

  constructor(identity: GateIdentity) {
    this.identity = identity;
  }

  onOpen(snapshot: ConfigMapSnapshot): void {
    this.context = readCutContext(snapshot, this.identity.colour);
  }

  onWatch(snapshot: ConfigMapSnapshot): void {
    if (snapshot.version > this.context.version) this.onOpen(snapshot);
  }

  onWatchBase(): void {}

  onWatchRest(snapshot: ConfigMapSnapshot): void {
    this.onWatch(snapshot);
  }

  onRead(): void {}
  onWritten(): void {}

  decide(): GateStep {
    return this.isShadow ? DROP : PASS;
  }

  quietUntil(): number {
    return Number.POSITIVE_INFINITY;
  }

  handOverDone(): boolean {
    return false;
  }

  state(): GateState {
    const { role, transition, stage } = this.context;
    return { role, transition, stage: stage ?? null };
  }

  protected get isShadow(): boolean {
    return this.context.role === "incoming" && this.context.stage !== "COMMITTED";
  }
}

/**
 * `checkpoint-cut` (repair 4): the cut is a barrier. The incoming job runs in the shadow of the
 * outgoing one, its gate closed, from an earlier savepoint; it must complete a checkpoint there.
 * Then the outgoing job is stopped with a savepoint at O and commits, and the incoming one writes
 * from O on.
 *
 * It has to be at O exactly, with the watermark of O, too: a window that fired in the shadow and
 * not yet in the outgoing job would be lost. So it is restored from the savepoint at O, onto the
 * task managers on which it runs; the pause is savepoint + what passes until the operator sees it +
 * that restore. Needs a savepoint directory, checkpoints, a gate and a sink of its own for each
 * job, and nothing behind the gate that makes results of its state: in the shadow it would write
 * them. Works for every other graph. Cannot survive what stop-with-savepoint cannot (C26), and can
 * be taken back as long.
 */
export const checkpointCut: HandoverProtocol = {
  name: "checkpoint-cut",
  usesGate: true,
  createGate: (identity) => new ShadowGate(identity),
  createController: (host, settings) => new StopController(host, settings, { hasShadow: true }),
};
