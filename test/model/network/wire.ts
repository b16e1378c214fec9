import { Simulation } from "../../../src/engine/simulation.ts";
import {
  BARRIER,
  type ControlKind,
  END_OF_PARTITION,
  STATUS_ACTIVE,
  STATUS_IDLE,
  WATERMARK,
} from "../../../src/model/network/control-elements.ts";
import { InputGate } from "../../../src/model/network/input-gate.ts";
import { Network } from "../../../src/model/network/network.ts";
import type { NetworkBuffer } from "../../../src/model/network/network-buffer.ts";
import { BROADCAST_RECORD, ResultPartition } from "../../../src/model/network/result-partition.ts";
import { Element } from "../../../src/model/operator/element.ts";

export interface WireOptions {
  readonly channels: number;
  readonly capacityRecords: number;
  readonly bufferTimeoutMicros: number;
  readonly buffersPerChannel: number;
  readonly latencyMicros: number;
  readonly startedAt: number;
  /** Every buffer is read the moment it arrives; otherwise only when the test says so. */
  readonly readsAtOnce: boolean;
}

/**
 * One sender with a channel to each of several receivers. `received` holds by channel what was read,
 * in order: "7" a record, "w5" a watermark, "b1" a barrier, "idle", "active", "end".
 */
export class Wire {
  readonly simulation: Simulation = new Simulation();
  readonly out: ResultPartition;
  readonly gates: readonly InputGate[];
  readonly received: readonly string[][];
  /** When each buffer arrived, by channel. */
  readonly arrivals: readonly number[][];
  readonly #element = new Element();

  constructor(options: Partial<WireOptions> = {}) {
    const { channels = 1, buffersPerChannel = 2, latencyMicros = 10, startedAt = 0 } = options;
    const network = new Network(this.simulation, "network");
    const each = Array.from({ length: channels }, (_, channel) => channel);
    this.gates = each.map(() => new InputGate(1, buffersPerChannel, network.pool));
    this.received = each.map(() => []);
    this.arrivals = each.map(() => []);
    this.gates.forEach((gate, channel) => {
      gate.attach({
        inputArrived: () => {
          this.arrivals[channel]?.push(this.simulation.now);
          if (options.readsAtOnce ?? true) this.read(channel);
        },
        catchUp: () => {},
        creditWanted: () => {},
      });
    });
    this.out = new ResultPartition({
      network,
      channels: this.gates.map((gate) => ({ gate, index: 0, latencyMicros })),
      select: ({ key }) => key,
      capacityRecords: options.capacityRecords ?? 4,
      bufferTimeoutMicros: options.bufferTimeoutMicros ?? 100,
      startedAt,
      onCredit: () => {},
    });
  }

  get now(): number {
    return this.simulation.now;
  }

  /** A record to one channel, or to all. */
  emit(id: number, channel: number | "all" = 0): void {
    this.#element.id = id;
    this.#element.key = channel === "all" ? BROADCAST_RECORD : channel;
    this.out.emit(this.#element, this.now);
  }

  broadcast(kind: ControlKind, value: number): void {
    this.out.broadcast(kind, value, this.now);
  }

  /** Lets the time pass, with every buffer leaving and arriving at its instant. */
  advanceTo(at: number): void {
    for (;;) {
      const leaves = this.out.nextAction;
      const arrives = this.simulation.peekTime() ?? Number.POSITIVE_INFINITY;
      const next = Math.min(leaves, arrives);
      if (next > at) break;
      this.#runTo(next);
      if (leaves <= arrives) this.out.act(next);
    }
    this.#runTo(at);
  }

  /** Reads everything that has arrived on that channel, now. */
  read(channel: number, at: number = this.now): void {
    const gate = this.gates[channel] as InputGate;
    for (let buffer = gate.front(); buffer !== undefined; buffer = gate.front()) {
      this.received[channel]?.push(...elementsOf(buffer));
      gate.release(buffer, at);
    }
  }

  // The clock of a simulation stands still without events.
  #runTo(at: number): void {
    if (this.simulation.run(at) === "quiescence" && this.now < at) {
      this.simulation.schedule(this.#idler, at, 0, 0);
      this.simulation.run(at);
    }
  }

  readonly #idler: number = this.simulation.register("idler", { handle: () => {} });
}

/** What a buffer holds, in order. */
export function elementsOf(buffer: NetworkBuffer): readonly string[] {
  const found: string[] = [];
  let control = 0;
  for (let record = 0; record <= buffer.length; record++) {
    for (; control < buffer.controls.size && buffer.controls.at[control] === record; control++) {
      const kind = buffer.controls.kind[control] as ControlKind;
      found.push(nameOf(kind, buffer.controls.value[control] as number));
    }
    if (record < buffer.length) found.push(`${buffer.records.idAt(record)}`);
  }
  return found;
}

export function nameOf(kind: ControlKind, value: number): string {
  switch (kind) {
    case WATERMARK:
      return `w${value}`;
    case STATUS_IDLE:
      return "idle";
    case STATUS_ACTIVE:
      return "active";
    case BARRIER:
      return `b${value}`;
    case END_OF_PARTITION:
      return "end";
    default:
      return `c${value}`;
  }
}
