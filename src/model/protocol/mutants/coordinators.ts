import type { CheckpointView } from "../../controller/controller-host.ts";
import type { ConfigMapEntries } from "../../kubernetes/config-map.ts";
import type { Colour } from "../../options.ts";
import { AcknowledgmentCoordinator } from "../acknowledged-watermark.ts";
import { type Agreement, answersOf, answersOfJob } from "../cut-coordinator.ts";
import { CUT, CUT_STAGE, otherColour, TOGGLE } from "../handover-map.ts";
import { OffsetCoordinator, type OffsetVector, parseOffsets } from "../offset-cut.ts";

function haveAnswered(agreement: Agreement, colour: Colour): boolean {
  return answersOfJob(agreement, colour).every((answer) => answer !== undefined);
}

/** Commits when the outgoing job's gates have answered. */
export class AsksTheOutgoingOnly extends AcknowledgmentCoordinator {
  protected override isComplete(agreement: Agreement): boolean {
    return haveAnswered(agreement, agreement.outgoing);
  }
}

/** Commits when the incoming job's gates have answered. */
export class AsksTheIncomingOnly extends AcknowledgmentCoordinator {
  protected override isComplete(agreement: Agreement): boolean {
    return haveAnswered(agreement, otherColour(agreement.outgoing));
  }
}

/** Commits when any gate has answered. */
export class AsksAnyone extends AcknowledgmentCoordinator {
  protected override isComplete(agreement: Agreement): boolean {
    return answersOf(agreement).some((answer) => answer !== undefined);
  }
}

/** Takes a refusal for an answer like any other. */
export class IgnoresRefusals extends AcknowledgmentCoordinator {
  override next(agreement: Agreement): ConfigMapEntries | undefined {
    const { data } = agreement;
    if (data[CUT_STAGE] !== "PROPOSED") return super.next(agreement);
    if (!this.isComplete(agreement)) return undefined;
    return { [CUT_STAGE]: "COMMITTED", [TOGGLE]: data[CUT] };
  }
}

/** Commits what it proposes at once. */
export class AsksNobody extends AcknowledgmentCoordinator {
  override next(agreement: Agreement): ConfigMapEntries | undefined {
    const entries = super.next(agreement);
    return entries?.[CUT_STAGE] === "PROPOSED" ? { ...entries, [CUT_STAGE]: "COMMITTED" } : entries;
  }
}

/** The outgoing job is done when one of its subtasks is. */
export class TrustsTheFirstToCross extends AcknowledgmentCoordinator {
  override isPast(cut: string, { offsets, gates }: CheckpointView): boolean {
    return gates.some((gate) => super.isPast(cut, { offsets, gates: [gate] }));
  }
}

/** The smallest offsets instead of the largest. */
export class TakesTheHindmost extends OffsetCoordinator {
  protected override cutOf(vectors: readonly OffsetVector[]): OffsetVector {
    const [longest = []] = vectors.toSorted((a, b) => b.length - a.length);
    return longest.map((_, partition) =>
      Math.min(...vectors.map((vector) => vector[partition] ?? 0)),
    );
  }
}

/** One offset for all partitions. */
export class TakesOneOffset extends OffsetCoordinator {
  protected override cutOf(vectors: readonly OffsetVector[]): OffsetVector {
    const cut = super.cutOf(vectors);
    return cut.map(() => Math.min(...cut));
  }
}

/** The last offset that was seen instead of the next one. */
export class CutsOneTooEarly extends OffsetCoordinator {
  protected override cutOf(vectors: readonly OffsetVector[]): OffsetVector {
    return super.cutOf(vectors).map((next) => Math.max(0, next - 1));
  }
}

/** Commits what the first gate says. */
export class HearsTheFirst extends OffsetCoordinator {
  protected override isComplete(answered: number): boolean {
    return answered > 0;
  }
}

/** The outgoing job is done when one partition is. */
export class TrustsOnePartition extends OffsetCoordinator {
  override isPast(cut: string, { offsets }: CheckpointView): boolean {
    return parseOffsets(cut).some((end, partition) => (offsets[partition] ?? 0) >= end);
  }
}
