import { assert } from "../../engine/assert.ts";
import type { CheckpointView } from "../controller/controller-host.ts";
import { CutController } from "../controller/cut-controller.ts";
import type { ConfigMapEntries } from "../kubernetes/config-map.ts";
import type { Element } from "../operator/element.ts";
import { OFFSETS_PER_PARTITION } from "../source/topic-log.ts";
import { type Agreement, answersOf, type CutCoordinator } from "./cut-coordinator.ts";
import { CutGate } from "./cut-gate.ts";
import { CUT, CUT_ROUND, CUT_STAGE } from "./handover-map.ts";
import type { GateIdentity, HandoverProtocol } from "./protocol.ts";

/** The first offset beyond the cut by partition; a partition that is missing has 0. */
export type OffsetVector = readonly number[];

/** Says how far it has got, and from then on waits there until the cut is committed. */
export class OffsetCutGate extends CutGate<OffsetVector> {
  readonly toggle: number | undefined = undefined;
  readonly #element: Element;
  /** Next offsets by partition. */
  readonly #next: number[] = [];
  #said: OffsetVector = [];
  #saidIn = "";

  constructor(identity: GateIdentity) {
    super(identity);
    assert(identity.element !== undefined, "a cut by offsets goes by the record's id");
    this.#element = identity.element;
  }

  // Offsets say nothing of the watermark; the controller goes by the offsets of a checkpoint.
  handOverDone(): boolean {
    return false;
  }

  protected positionOf(): number {
    const { id } = this.#element;
    assert(id >= 0, "a record that reaches the gate carries its offset");
    return id;
  }

  protected isBeyond(cut: OffsetVector, position: number): boolean {
    const partition = Math.floor(position / OFFSETS_PER_PARTITION);
    return position - partition * OFFSETS_PER_PARTITION >= (cut[partition] ?? 0);
  }

  protected parse(text: string): OffsetVector {
    return parseOffsets(text);
  }

  protected format(cut: OffsetVector): string {
    return cut.join(",");
  }

  protected note(position: number): void {
    const partition = Math.floor(position / OFFSETS_PER_PARTITION);
    this.#noteNext(partition, position - partition * OFFSETS_PER_PARTITION + 1);
  }

  protected seen(): string {
    return this.#next.join(",");
  }

  protected restoreSeen(seen: string): void {
    for (const [partition, next] of parseOffsets(seen).entries()) this.#noteNext(partition, next);
  }

  // An attempt before this one may have said it: that stands, since others may have heard it.
  protected negotiate(): void {
    const { stage, transition } = this.context;
    if (stage !== "COLLECTING") return;
    const kept = this.answerInMap();
    if (this.#saidIn !== transition) {
      this.#saidIn = transition;
      this.#said = kept === undefined ? [...this.#next] : parseOffsets(kept.value);
    }
    this.answer("seen", this.#said.join(","), kept);
  }

  protected isHeldBack(position: number): boolean {
    return this.context.stage === "COLLECTING" && this.isBeyond(this.#said, position);
  }

  // The offsets alone decide: what lies before the cut is never anybody else's.
  protected takesLate(): boolean {
    return false;
  }

  #noteNext(partition: number, next: number): void {
    while (this.#next.length <= partition) this.#next.push(0);
    if (next > (this.#next[partition] as number)) this.#next[partition] = next;
  }
}

/** The cut lies where the foremost gate is, partition by partition. */
export class OffsetCoordinator implements CutCoordinator {
  next(agreement: Agreement): ConfigMapEntries | undefined {
    const { data } = agreement;
    if (data[CUT_STAGE] === undefined) return { [CUT_STAGE]: "COLLECTING", [CUT_ROUND]: "0" };
    const answers = answersOf(agreement);
    const vectors = answers.flatMap((answer) => (answer ? [parseOffsets(answer.value)] : []));
    if (!this.isComplete(vectors.length, answers.length)) return undefined;
    return { [CUT_STAGE]: "COMMITTED", [CUT]: this.cutOf(vectors).join(",") };
  }

  isPast(cut: string, { offsets }: CheckpointView): boolean {
    return parseOffsets(cut).every((end, partition) => (offsets[partition] ?? 0) >= end);
  }

  protected isComplete(answered: number, asked: number): boolean {
    return answered === asked;
  }

  protected cutOf(vectors: readonly OffsetVector[]): OffsetVector {
    const partitions = Math.max(...vectors.map(({ length }) => length));
    return Array.from({ length: partitions }, (_, partition) =>
      Math.max(...vectors.map((vector) => vector[partition] ?? 0)),
    );
  }
}

export function parseOffsets(text: string): OffsetVector {
  return text === "" ? [] : text.split(",").map(Number);
}

/**
 * `offset-cut` (repair 2): the cut is a vector O of source offsets; the outgoing job writes what
 * lies before it, the incoming job the rest. Each gate says how far it is in every partition and
 * waits there; the controller takes the largest offsets and commits them; only forward from there.
 *
 * Needs records that carry their offset to the gate (map, filter, flat-map and process functions
 * without timers before it, or the gate right behind the source), checkpoints, a savepoint
 * directory and a sink of its own for each job. Watermarks, lateness, idleness, clocks,
 * parallelism, watch delays and lag do not matter: the outgoing job is done when a checkpoint of it
 * holds offsets >= O. Cannot cut results of windows or timers, which have no offset. While the
 * gates are being asked both jobs wait; a gate that does not answer holds all up until the deadline
 * takes it back.
 */
export const offsetCut: HandoverProtocol = {
  name: "offset-cut",
  usesGate: true,
  createGate: (identity) => new OffsetCutGate(identity),
  createController: (host, settings) => new CutController(host, settings, new OffsetCoordinator()),
};
