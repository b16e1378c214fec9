import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import type { ConfigMapSnapshot, WriteResult } from "../kubernetes/config-map.ts";
import { type CutContext, NO_CONTEXT, readCutContext } from "./cut-context.ts";
import { type GateAnswer, GateAnswerWriter, readAnswer } from "./gate-answer.ts";
import type { GateMemory } from "./gate-memory.ts";
import {
  DROP,
  type Gate,
  type GateIdentity,
  type GateState,
  type GateStep,
  gateName,
  PASS,
  WAIT,
} from "./protocol.ts";

/** Where a deployment began to write: what lies before it belongs to the job it took over from. */
export interface Floor<Cut> {
  readonly cut: Cut;
  readonly transition: string;
}

/**
 * What the gates of all agreed cuts share. Each record lies before the cut or beyond it, whoever
 * reads it and whenever; the outgoing gate passes the one part, the incoming gate the other. Without
 * a cut the outgoing gate passes everything and the incoming one nothing. While a cut is being
 * agreed upon the task thread waits at it: neither answer could be taken back.
 *
 * A position is what is compared: a record's timestamp, or its id. The map is read as a whole or
 * not at all, an older version never after a newer one.
 */
export abstract class CutGate<Cut> implements Gate {
  readonly hasCrossed: boolean = false;
  abstract readonly toggle: number | undefined;
  protected readonly identity: GateIdentity;
  protected context: CutContext = NO_CONTEXT;
  /** Proposed or committed: the context says which. */
  protected cut: Cut | undefined;
  protected floor: Floor<Cut> | undefined;
  /** The highest watermark of the attempts before, as far as a checkpoint holds it. */
  protected reached: EventTime = MIN_WATERMARK;
  readonly #name: string;
  readonly #answers: GateAnswerWriter;
  #data: ConfigMapSnapshot["data"] = {};
  /** The round that this attempt has answered. */
  #answered = "";
  /** The position of the record that waits. */
  #held: number | undefined;
  #heldUnder: EventTime = MIN_WATERMARK;

  constructor(identity: GateIdentity) {
    this.identity = identity;
    this.#name = gateName(identity);
    this.#answers = new GateAnswerWriter(identity.host, identity.colour, this.#name);
  }

  protected abstract positionOf(ts: EventTime): number;
  protected abstract isBeyond(cut: Cut, position: number): boolean;
  protected abstract parse(text: string): Cut;
  protected abstract format(cut: Cut): string;
  /** Remembers that the record was judged without a cut to hold it back. */
  protected abstract note(position: number): void;
  protected abstract seen(): string;
  protected abstract restoreSeen(seen: string): void;
  /** A part in the agreement: the context is new, and this gate has a role in a hand-over. */
  protected abstract negotiate(): void;
  /** The record has to wait until the cut is committed or withdrawn. */
  protected abstract isHeldBack(position: number): boolean;
  /** What lies below the floor is taken after all. */
  protected abstract takesLate(floor: Floor<Cut>, watermark: EventTime): boolean;
  abstract handOverDone(nowMillis: number, watermark: number): boolean;

  onOpen(snapshot: ConfigMapSnapshot): void {
    const { restored = [] } = this.identity;
    this.restore(restored);
    this.#learn(snapshot);
  }

  onWatch(snapshot: ConfigMapSnapshot): void {
    if (snapshot.version > this.context.version) this.#learn(snapshot);
  }

  // One context: there is no half of it to read.
  onWatchBase(): void {}

  onWatchRest(snapshot: ConfigMapSnapshot): void {
    this.onWatch(snapshot);
  }

  decide(ts: number, watermark: number): GateStep {
    const position = this.positionOf(Number.isNaN(ts) ? MIN_WATERMARK : ts);
    const step = this.judge(position, watermark);
    if (step === WAIT) {
      this.#held = position;
      this.#heldUnder = watermark;
    }
    return step;
  }

  onRead(snapshot: ConfigMapSnapshot): void {
    this.#answers.onRead(snapshot);
  }

  onWritten(result: WriteResult): void {
    this.#answers.onWritten(result);
  }

  // While a cut is being agreed upon, any record may have to wait.
  quietUntil(nowMillis: number): number {
    const { stage } = this.context;
    const isOpen = stage === "COLLECTING" || stage === "PROPOSED";
    return isOpen ? nowMillis : Number.POSITIVE_INFINITY;
  }

  snapshot(watermark: number): GateMemory {
    const { floor } = this;
    return {
      colour: this.identity.colour,
      floor: floor && this.format(floor.cut),
      floorTransition: floor?.transition ?? "",
      seen: this.seen(),
      reached: Math.max(this.reached, watermark),
    };
  }

  state(): GateState {
    const { role, transition, stage, round, cut } = this.context;
    const { floor } = this;
    return {
      role,
      transition,
      stage: stage ?? null,
      round,
      cut,
      floor: floor === undefined ? null : this.format(floor.cut),
      seen: this.seen(),
      isWaiting: this.#held !== undefined,
    };
  }

  protected readContext(snapshot: ConfigMapSnapshot): CutContext {
    return readCutContext(snapshot, this.identity.colour);
  }

  /** Of another job it takes only how far that one was with the input: this job goes on from there. */
  protected restore(memories: readonly GateMemory[]): void {
    const own = memories.filter(({ colour }) => colour === this.identity.colour);
    for (const { seen } of memories) this.restoreSeen(seen);
    for (const { floor, floorTransition } of own) {
      if (floor !== undefined) {
        this.floor = { cut: this.parse(floor), transition: floorTransition };
      }
    }
    if (own.length > 0) this.reached = Math.min(...own.map(({ reached }) => reached));
  }

  protected judge(position: number, watermark: EventTime): GateStep {
    const { floor, cut } = this;
    const { role, stage } = this.context;
    if (floor !== undefined && !this.isBeyond(floor.cut, position)) {
      if (!this.takesLate(floor, watermark)) return DROP;
    }
    if (role !== "steady" && this.isHeldBack(position)) return WAIT;
    this.note(position);
    if (role === "steady") return PASS;
    const isCommitted = stage === "COMMITTED" && cut !== undefined;
    if (role === "incoming") return isCommitted ? PASS : DROP;
    return isCommitted && this.isBeyond(cut, position) ? DROP : PASS;
  }

  /** Once a round; `kept` is what an attempt before this one has already said in it. */
  protected answer(says: GateAnswer["says"], value: string, kept: GateAnswer | undefined): void {
    const { transition, round } = this.context;
    const name = `${transition} ${round}`;
    if (this.#answered === name) return;
    this.#answered = name;
    if (kept?.says !== says) this.#answers.say({ transition, round, says, value });
  }

  /** What this subtask has said in this round, by the newest version of the map it knows. */
  protected answerInMap(): GateAnswer | undefined {
    const { transition, round } = this.context;
    const answer = readAnswer(this.#data, this.identity.colour, this.#name);
    return answer?.transition === transition && answer.round === round ? answer : undefined;
  }

  #learn(snapshot: ConfigMapSnapshot): void {
    const context = this.readContext(snapshot);
    this.context = context;
    this.#data = snapshot.data;
    this.cut = context.cut === "" ? undefined : this.parse(context.cut);
    if (context.role === "incoming" && context.stage === "COMMITTED" && this.cut !== undefined) {
      this.floor = { cut: this.cut, transition: context.transition };
    }
    if (context.role !== "steady") this.negotiate();
    this.#release();
  }

  #release(): void {
    if (this.#held === undefined) return;
    const step = this.judge(this.#held, this.#heldUnder);
    if (step === WAIT) return;
    this.#held = undefined;
    this.identity.host.finish(step === PASS ? PASS : DROP);
  }
}
