import type { CheckpointView } from "../controller/controller-host.ts";
import { CutController } from "../controller/cut-controller.ts";
import { MIN_WATERMARK } from "../event-time.ts";
import type { ConfigMapEntries } from "../kubernetes/config-map.ts";
import type { Agreement, CutCoordinator } from "./cut-coordinator.ts";
import { CUT, CUT_STAGE, TOGGLE } from "./handover-map.ts";
import type { HandoverProtocol } from "./protocol.ts";
import { isPast, TimestampCutGate } from "./timestamp-cut-gate.ts";

export interface ControllerWatermarkOptions {
  /** T is so far above the highest watermark that the metrics of either job show. */
  readonly marginMillis: number;
  readonly latenessMillis: number;
}

/** Goes by T from when it hears of it. */
class ToldGate extends TimestampCutGate {}

/** Writes T as soon as any gate shows a watermark. */
export class ControllerWatermarkCoordinator implements CutCoordinator {
  readonly #options: ControllerWatermarkOptions;

  constructor(options: ControllerWatermarkOptions) {
    this.#options = options;
  }

  next(agreement: Agreement): ConfigMapEntries | undefined {
    const watermark = agreement.maxWatermark();
    if (watermark <= MIN_WATERMARK) return undefined;
    const cut = String(watermark + this.#options.marginMillis);
    return { [CUT_STAGE]: "COMMITTED", [CUT]: cut, [TOGGLE]: cut };
  }

  isPast(cut: string, { gates }: CheckpointView): boolean {
    return gates.every(({ reached }) => isPast(Number(cut), reached, this.#options.latenessMillis));
  }
}

/**
 * `controller-watermark`: while both jobs run the controller reads their watermarks and writes a T in
 * the future of them; each gate goes by it from when it hears of it. Nobody acknowledges.
 *
 * Needs event time, checkpoints, a savepoint directory, a sink of its own for each job, and every gate
 * of both jobs to hear of T before it meets a timestamp at or above it (E1): the margin must exceed
 * out-of-orderness + lag between the jobs + watch delay, in event time, also while catching up. A gate
 * that hears of it later has given away (outgoing) or dropped (incoming) what the other one does
 * likewise: duplicates and gaps. Cannot notice that: nothing holds a record back, nobody refuses.
 * Not modelled: metrics that are older than the poll that reads them.
 */
export function controllerWatermark(options: ControllerWatermarkOptions): HandoverProtocol {
  return {
    name: "controller-watermark",
    usesGate: true,
    createGate: (identity) => new ToldGate(identity, options.latenessMillis),
    createController: (host, settings) =>
      new CutController(host, settings, new ControllerWatermarkCoordinator(options)),
  };
}
