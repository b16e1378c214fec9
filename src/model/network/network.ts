import type { ComponentId, EventHandler, Simulation } from "../../engine/simulation.ts";
import { DELIVERY } from "../phases.ts";
import type { Arrival } from "./arrival-queue.ts";
import type { InputGate } from "./input-gate.ts";
import { BufferPool, type ControlElements, NetworkBuffer } from "./network-buffer.ts";

interface Delivery {
  readonly gates: InputGate[];
  readonly arrivals: Arrival[];
  readonly channels: number[];
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

  constructor(simulation: Simulation, path: string) {
    this.#simulation = simulation;
    this.#component = simulation.register(path, this);
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
    for (const { gates, arrivals } of this.#deliveries) {
      arrivals.forEach((arrival, i) => {
        if (arrival instanceof NetworkBuffer) gates[i]?.receive(arrival);
      });
      arrivals.length = 0;
    }
  }

  handle(_kind: number, index: number): void {
    const { gates, arrivals, channels } = this.#deliveries[index] as Delivery;
    const { now } = this.#simulation;
    for (let i = 0; i < arrivals.length; i++) {
      const arrival = arrivals[i] as Arrival;
      const gate = gates[i] as InputGate;
      if (arrival instanceof NetworkBuffer) gate.receive(arrival);
      else gate.receiveShared(arrival, channels[i] as number, now);
    }
    gates.length = 0;
    arrivals.length = 0;
    channels.length = 0;
    this.#free.push(index);
  }

  #add(arrival: Arrival, gate: InputGate, channel: number, at: number): void {
    if (this.#open < 0 || this.#openAt !== at) this.#openDelivery(at);
    const delivery = this.#deliveries[this.#open] as Delivery;
    delivery.gates.push(gate);
    delivery.arrivals.push(arrival);
    delivery.channels.push(channel);
  }

  #openDelivery(at: number): void {
    let index = this.#free.pop();
    if (index === undefined)
      index = this.#deliveries.push({ gates: [], arrivals: [], channels: [] }) - 1;
    this.#open = index;
    this.#openAt = at;
    this.#simulation.schedule(this.#component, at, DELIVERY, 0, index);
  }
}
