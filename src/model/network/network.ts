import type { ComponentId, EventHandler, Simulation } from "../../engine/simulation.ts";
import { DELIVERY } from "../phases.ts";
import type { Arrival } from "./arrival-queue.ts";
import type { ControlElements } from "./control-elements.ts";
import type { InputGate } from "./input-gate.ts";
import { BufferPool, NetworkBuffer } from "./network-buffer.ts";

/** What arrives together: the first `size` entries; those behind are of old, to be written over. */
interface Delivery {
  size: number;
  readonly gates: InputGate[];
  readonly arrivals: Arrival[];
  readonly channels: number[];
}

/** What leaves within it takes so much longer (µs); what leaves after it overtakes nothing. */
interface Slowness {
  readonly from: number;
  readonly until: number;
  readonly by: number;
  readonly happened: () => void;
}

/**
 * Carries buffers between the subtasks of one job.
 *
 * Buffers that leave together and arrive together are one event, whatever the number of channels;
 * a gate that closed in the meantime drops its buffer (the connection is gone).
 */
export class Network implements EventHandler {
  readonly pool: BufferPool = new BufferPool();
  readonly #simulation: Simulation;
  readonly #component: ComponentId;
  readonly #deliveries: Delivery[] = [];
  readonly #free: number[] = [];
  #open = -1;
  #openAt = -1;
  #slowness: Slowness | undefined;

  constructor(simulation: Simulation, path: string) {
    this.#simulation = simulation;
    this.#component = simulation.register(path, this);
  }

  /**
   * What leaves from now on, for so long, takes so much longer; `happened` is called for each. Credits
   * come back as fast as ever, so what piles up is on the way.
   */
  slow(micros: number, by: number, happened: () => void): void {
    // From the next instant on: what leaves in this one may be done already.
    const from = this.#simulation.now + 1;
    this.#slowness = { from, until: from + micros, by, happened };
  }

  /** When a buffer arrives that leaves at `at`. */
  arrivalAt(at: number, latency: number): number {
    const slowness = this.#slowness;
    if (slowness === undefined || at < slowness.from) return at + latency;
    const { until, by, happened } = slowness;
    const extra = Math.max(0, at < until ? by : until + by - at);
    if (extra > 0) happened();
    return at + latency + extra;
  }

  /** Sends one buffer; it arrives at `at`. Calls with equal `at` before `close()` share one event. */
  send(buffer: NetworkBuffer, gate: InputGate, at: number): void {
    buffer.arrivedAt = at;
    this.#add(buffer, gate, buffer.channel, at);
  }

  /** The same for what is broadcast to a channel without records. */
  sendShared(elements: ControlElements, gate: InputGate, channel: number, at: number): void {
    this.#add(elements, gate, channel, at);
  }

  /** Ends the current group: later buffers travel in an event of their own. */
  close(): void {
    this.#open = -1;
  }

  /** The run is over and every gate is closed: what is on its way goes to them to be dropped. */
  abandon(): void {
    for (const delivery of this.#deliveries) {
      for (let i = 0; i < delivery.size; i++) {
        const arrival = delivery.arrivals[i];
        if (arrival instanceof NetworkBuffer) delivery.gates[i]?.receive(arrival);
      }
      delivery.size = 0;
    }
  }

  handle(_kind: number, index: number): void {
    const delivery = this.#deliveries[index] as Delivery;
    const { gates, arrivals, channels, size } = delivery;
    const { now } = this.#simulation;
    for (let i = 0; i < size; i++) {
      const arrival = arrivals[i] as Arrival;
      const gate = gates[i] as InputGate;
      if (arrival instanceof NetworkBuffer) gate.receive(arrival);
      else gate.receiveShared(arrival, channels[i] as number, now);
    }
    delivery.size = 0;
    this.#free.push(index);
  }

  #add(arrival: Arrival, gate: InputGate, channel: number, at: number): void {
    if (this.#open < 0 || this.#openAt !== at) this.#openDelivery(at);
    const delivery = this.#deliveries[this.#open] as Delivery;
    const i = delivery.size++;
    delivery.gates[i] = gate;
    delivery.arrivals[i] = arrival;
    delivery.channels[i] = channel;
  }

  #openDelivery(at: number): void {
    let index = this.#free.pop();
    if (index === undefined)
      index = this.#deliveries.push({ size: 0, gates: [], arrivals: [], channels: [] }) - 1;
    this.#open = index;
    this.#openAt = at;
    this.#simulation.schedule(this.#component, at, DELIVERY, 0, index);
  }
}
