import type { CheckpointView } from "../controller/controller-host.ts";
import { CutController } from "../controller/cut-controller.ts";
import { MIN_WATERMARK } from "../event-time.ts";
import type { ConfigMapEntries } from "../kubernetes/config-map.ts";
import { type Agreement, answersOf, type CutCoordinator } from "./cut-coordinator.ts";
import { CUT, CUT_ROUND, CUT_STAGE, TOGGLE } from "./handover-map.ts";
import type { HandoverProtocol } from "./protocol.ts";
import { isPast, TimestampCutGate } from "./timestamp-cut-gate.ts";

export interface AcknowledgedWatermarkOptions {
  /** T is so far above every timestamp that any gate has reported; doubled with each refusal. */
  readonly marginMillis: number;
  /** How late behind the watermark a record may come and still leave through the outgoing job. */
  readonly latenessMillis: number;
}

const DOUBLINGS_MAX = 16;

/** Acknowledges T if nothing at or above it has been judged, and from then on waits at it. */
export class AcknowledgingGate extends TimestampCutGate {
  protected override negotiate(): void {
    const { stage } = this.context;
    const kept = this.answerInMap();
    if (stage === "COLLECTING") this.answer("seen", this.seen(), kept);
    if (stage !== "PROPOSED") return;
    this.answer(this.acknowledges ? "acknowledges" : "refuses", this.seen(), kept);
  }

  protected override isHeldBack(position: number): boolean {
    const { cut, context } = this;
    if (context.stage !== "PROPOSED" || cut === undefined || position < cut) return false;
    return this.acknowledges;
  }

  protected get acknowledges(): boolean {
    return this.cut !== undefined && this.newest < this.cut;
  }
}

/** Proposes above what every subtask of both jobs has reported, raises on refusal, commits on consent. */
export class AcknowledgmentCoordinator implements CutCoordinator {
  readonly #options: AcknowledgedWatermarkOptions;

  constructor(options: AcknowledgedWatermarkOptions) {
    this.#options = options;
  }

  next(agreement: Agreement): ConfigMapEntries | undefined {
    const { data } = agreement;
    const round = Number(data[CUT_ROUND] ?? 0);
    switch (data[CUT_STAGE]) {
      case undefined:
        return { [CUT_STAGE]: "COLLECTING", [CUT_ROUND]: "0" };
      case "COLLECTING":
        return this.isComplete(agreement) ? this.#propose(agreement, 1) : undefined;
      default:
        if (answersOf(agreement).some((answer) => answer?.says === "refuses")) {
          return this.#propose(agreement, round + 1);
        }
        if (!this.isComplete(agreement)) return undefined;
        return { [CUT_STAGE]: "COMMITTED", [TOGGLE]: data[CUT] };
    }
  }

  isPast(cut: string, { gates }: CheckpointView): boolean {
    return gates.every(({ reached }) => isPast(Number(cut), reached, this.#options.latenessMillis));
  }

  /** Every gate subtask of both jobs has answered in this round. */
  protected isComplete(agreement: Agreement): boolean {
    return answersOf(agreement).every((answer) => answer !== undefined);
  }

  #propose(agreement: Agreement, round: number): ConfigMapEntries {
    const { data, nowMillis } = agreement;
    const seen = answersOf(agreement).flatMap((answer) => (answer ? Number(answer.value) : []));
    const newest = Math.max(...seen, Number(data[CUT] ?? MIN_WATERMARK));
    // Nobody has met any record: then a first one is about as old as the clock says.
    const from = newest > MIN_WATERMARK ? newest : nowMillis;
    const times = 1 << Math.min(round - 1, DOUBLINGS_MAX);
    const cut = from + 1 + this.#options.marginMillis * times;
    return { [CUT_STAGE]: "PROPOSED", [CUT_ROUND]: String(round), [CUT]: String(cut) };
  }
}

/**
 * `acknowledged-watermark` (repair 1): a two-phase commit of T. Every gate of both jobs says how
 * far it is; the controller proposes T above all of that; each acknowledges only if it has judged
 * nothing at or above T, and waits at T until all have; then T is committed, and only forward from
 * there.
 *
 * Needs event time, checkpoints (how far a gate was, and T, are in them: decisions are the same
 * after a restart), a savepoint directory, a sink of its own for each job, and pipelines whose
 * outputs do not depend on which job computes them. Clocks, watch delays and lag do not matter;
 * they only cost time at the cut. Cannot give a record to anybody that comes more than `lateness`
 * behind the watermark while the outgoing job is being torn down; does not end while a watermark
 * stands still.
 */
export function acknowledgedWatermark(options: AcknowledgedWatermarkOptions): HandoverProtocol {
  return {
    name: "acknowledged-watermark",
    usesGate: true,
    createGate: (identity) => new AcknowledgingGate(identity, options.latenessMillis),
    createController: (host, settings) =>
      new CutController(host, settings, new AcknowledgmentCoordinator(options)),
  };
}
