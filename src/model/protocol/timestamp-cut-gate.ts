import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import { CutGate, type Floor } from "./cut-gate.ts";
import type { GateIdentity } from "./protocol.ts";

/**
 * The cut is a timestamp T and each record goes by its own (repair 2): it is the outgoing job's if
 * ts < T, however late it comes. The outgoing job stays until its watermarks are `lateness` beyond
 * T; what is later still nobody takes as long as both are there, afterwards the incoming job does.
 */
export abstract class TimestampCutGate extends CutGate<EventTime> {
  protected readonly latenessMillis: number;
  /** The newest timestamp that was judged without T. */
  protected newest: EventTime = MIN_WATERMARK;

  constructor(identity: GateIdentity, latenessMillis: number) {
    super(identity);
    this.latenessMillis = latenessMillis;
  }

  get toggle(): number | undefined {
    return this.context.role === "steady" ? undefined : this.cut;
  }

  handOverDone(_nowMillis: number, watermark: number): boolean {
    const { cut, context } = this;
    if (context.role !== "outgoing" || context.stage !== "COMMITTED" || cut === undefined) {
      return false;
    }
    return isPast(cut, Math.max(this.reached, watermark), this.latenessMillis);
  }

  protected positionOf(ts: EventTime): number {
    return ts;
  }

  protected isBeyond(cut: EventTime, position: number): boolean {
    return position >= cut;
  }

  protected parse(text: string): EventTime {
    return Number(text);
  }

  protected format(cut: EventTime): string {
    return String(cut);
  }

  protected note(position: number): void {
    if (position > this.newest) this.newest = position;
  }

  protected seen(): string {
    return String(this.newest);
  }

  protected restoreSeen(seen: string): void {
    this.note(Number(seen));
  }

  protected negotiate(): void {}

  protected isHeldBack(_position: number): boolean {
    return false;
  }

  protected takesLate(floor: Floor<EventTime>, watermark: EventTime): boolean {
    const { isOver, transition } = this.context;
    if (!isOver && transition === floor.transition) return false;
    return isPast(floor.cut, Math.max(this.reached, watermark), this.latenessMillis);
  }
}

/** Nothing with a timestamp below T comes any more, but for what is later than `latenessMillis`. */
export function isPast(cut: EventTime, watermark: EventTime, latenessMillis: number): boolean {
  return watermark > cut + latenessMillis;
}
