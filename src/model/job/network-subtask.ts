import {
  BARRIER,
  CANCEL_BARRIER,
  type ControlKind,
  END_OF_PARTITION,
  STATUS_IDLE,
  WATERMARK,
} from "../network/control-elements.ts";
import type { GateReader, InputGate } from "../network/input-gate.ts";
import type { NetworkBuffer } from "../network/network-buffer.ts";
import type { Operator } from "../operator/operator.ts";
import type { StatusWatermarkValve } from "../watermark/status-watermark-valve.ts";
import type { BarrierAligner } from "./barrier-aligner.ts";
import { TaskSubtask, type TaskSubtaskOptions } from "./task-subtask.ts";

/** A subtask behind a shuffle: reads buffers from its channels, through valve and barrier alignment. */
export class NetworkSubtask extends TaskSubtask implements GateReader {
  readonly #gate: InputGate;
  /** One, or one for each side of a join; the second begins at channel `#secondInput`. */
  readonly #valves: readonly StatusWatermarkValve[];
  readonly #heads: readonly Operator[];
  readonly #secondInput: number;
  readonly #barriers: BarrierAligner;
  readonly #cost: number;
  /** Arrivals of records and watermarks need not wake the thread. */
  #isUnseen = false;

  constructor(
    options: TaskSubtaskOptions & {
      readonly gate: InputGate;
      readonly valves: readonly StatusWatermarkValve[];
      /** Channels of the first input; the rest belongs to the second one, if there is one. */
      readonly firstInputChannels: number;
      readonly barriers: BarrierAligner;
    },
  ) {
    super(options);
    this.#gate = options.gate;
    this.#valves = options.valves;
    this.#heads = options.chain.heads;
    this.#secondInput = options.firstInputChannels;
    this.#barriers = options.barriers;
    this.#cost = options.plan.costMicros;
    this.#gate.attach(this);
  }

  // Nothing of this instant is read yet: more may arrive in it.
  inputArrived(): void {
    if (!this.isOpen) return;
    // With barriers in the queue each look at it costs: it is kept short then.
    const mayAct = this.#gate.barriersMayAct(this.#barriers.aligned);
    if (mayAct) this.catchUp(this.simulation.now - 1);
    if (mayAct || !this.#isUnseen) this.horizonMoved();
  }

  override settle(): void {
    super.settle();
    this.#isUnseen = this.#actsUnseen();
  }

  creditWanted(): void {
    this.#isUnseen = false;
    if (this.isOpen) this.horizonMoved();
  }

  protected nextElementAt(): number {
    const buffer = this.#gate.front();
    if (buffer === undefined) return Number.POSITIVE_INFINITY;
    const start = Math.max(this.clock, buffer.arrivedAt);
    return controlIsNext(buffer) ? start : start + this.#cost;
  }

  protected work(limit: number): void {
    while (!this.isHalted) {
      const buffer = this.#gate.front();
      if (buffer === undefined) return;
      const start = Math.max(this.clock, buffer.arrivedAt);
      if (controlIsNext(buffer)) {
        if (start > limit) return;
        this.clock = start;
        this.instant = start;
        this.#control(buffer);
      } else {
        if (!this.#records(buffer, start, this.stopAt(limit))) return;
        // A record that fails the task takes its buffers with it.
        if (this.haltReason === "failed") return;
        if (isRead(buffer)) this.#gate.release(buffer, this.clock);
      }
      if (this.stopAt(limit) < this.clock) return;
    }
  }

  protected nextTick(): number {
    return this.nextTimer;
  }

  protected tick(): void {
    this.chain.timers?.fire(this.instant);
  }

  // Whatever comes, short of a barrier: it goes into a sink that nobody looks into before one.
  #actsUnseen(): boolean {
    if (this.out !== undefined || this.actsAtOnce || this.#gate.isAwaited) return false;
    return this.chain.actsFrom(0) === Number.POSITIVE_INFINITY;
  }

  protected override inputVisibleFrom(): number {
    const front = this.#gate.front();
    if (front === undefined) return Number.POSITIVE_INFINITY;
    const records = Math.min(
      this.#gate.recordsBeforeBarrier(this.#barriers.aligned),
      this.#gate.recordsBeforeCredit(),
    );
    // The thread may have been idle until the front arrived: from the clock it would be in the past.
    const from = Math.max(this.clock, front.arrivedAt) + records * this.#cost;
    // The barrier may stand behind other channels' records, of which the first is still to be done.
    return Math.max(from, this.nextElementAt());
  }

  override terminate(): void {
    super.terminate();
    this.#gate.close();
  }

  // Records up to the next control element; false when the limit or a halt came first.
  #records(buffer: NetworkBuffer, start: number, limit: number): boolean {
    const { records } = buffer;
    const element = this.element;
    const head = this.#heads[this.#inputOf(buffer.channel)] as Operator;
    const cost = this.#cost;
    const { controls, nextControl } = buffer;
    const end = nextControl < controls.size ? controls.at[nextControl]! : buffer.length;
    let at = start;
    for (let i = buffer.nextRecord; i < end; i++) {
      at += cost;
      if (at > limit) return false;
      records.load(i, element);
      this.clock = at;
      this.instant = at;
      buffer.nextRecord = i + 1;
      head.processElement();
      if (this.mustPause(limit)) return true;
    }
    return true;
  }

  #control(buffer: NetworkBuffer): void {
    const index = buffer.nextControl++;
    const kind = buffer.controls.kind[index]!;
    const value = buffer.controls.value[index]!;
    const channel = buffer.channel;
    // Given back first: the barrier may put this very channel's other buffers in front of it.
    if (isRead(buffer)) this.#gate.release(buffer, this.clock);
    if (kind < BARRIER) {
      this.#eventTime(channel, kind, value);
    } else {
      this.#gate.barrierRead(channel, kind);
      if (kind === BARRIER) this.#barriers.barrier(channel, value);
      else if (kind === CANCEL_BARRIER) this.#barriers.cancel(channel, value);
      else if (kind === END_OF_PARTITION) this.#barriers.endOfPartition(channel);
    }
  }

  // Each input has a valve of its own (W13, W15).
  #eventTime(channel: number, kind: ControlKind, value: number): void {
    const input = this.#inputOf(channel);
    const valve = this.#valves[input] as StatusWatermarkValve;
    const own = input === 0 ? channel : channel - this.#secondInput;
    if (kind === WATERMARK) valve.inputWatermark(own, value);
    else valve.inputStatus(own, kind === STATUS_IDLE);
  }

  #inputOf(channel: number): 0 | 1 {
    return channel < this.#secondInput ? 0 : 1;
  }
}

function controlIsNext(buffer: NetworkBuffer): boolean {
  return (
    buffer.nextControl < buffer.controls.size &&
    buffer.controls.at[buffer.nextControl] === buffer.nextRecord
  );
}

function isRead(buffer: NetworkBuffer): boolean {
  return buffer.nextRecord === buffer.length && buffer.nextControl === buffer.controls.size;
}
