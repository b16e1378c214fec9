import { mix32 } from "../../engine/random.ts";
import type { InputGate } from "../network/input-gate.ts";
import type { NetworkBuffer } from "../network/network-buffer.ts";
import type { ResultPartition } from "../network/result-partition.ts";
import type { GateOperator } from "./gate-operator.ts";

const SEED = 0x666c_6f77;

/** Records by number and by the sum of a hash of their ids, whatever their order. */
export class RecordSum {
  count = 0;
  #sum = 0;

  get hash(): number {
    return this.#sum >>> 0;
  }

  /** Results (id < 0) are no records of the input. */
  add(id: number, times = 1): void {
    if (id < 0) return;
    this.count += times;
    this.#sum = (this.#sum + Math.imul(mix32(SEED, id, 0), times)) | 0;
  }
}

/**
 * Where the records of one attempt of a job went: counted where each leaves, and what is left in
 * buffers where it lies, so that the sums agree only if none is lost on its way or made up.
 */
export class FlowBook {
  /** Counts the deployments of the job, from 1. */
  readonly attempt: number;
  readonly read: RecordSum = new RecordSum();
  /** Copies beyond the first: flat-maps, forks, broadcasts. */
  readonly forked: RecordSum = new RecordSum();
  readonly filtered: RecordSum = new RecordSum();
  readonly late: RecordSum = new RecordSum();
  /** Into windows and joins. */
  readonly absorbed: RecordSum = new RecordSum();
  readonly gateDropped: RecordSum = new RecordSum();
  /** To the sinks. */
  readonly emitted: RecordSum = new RecordSum();
  /** What a failure or the end of the run found on its way. */
  readonly inFlight: RecordSum = new RecordSum();
  readonly #inputs: InputGate[] = [];
  readonly #outputs: ResultPartition[] = [];
  readonly #gates: GateOperator[] = [];

  constructor(attempt: number) {
    this.attempt = attempt;
  }

  /** The wires of one subtask: they tell what they throw away. */
  watch(input: InputGate | undefined, outputs: Iterable<ResultPartition>): void {
    const dropped = (buffer: NetworkBuffer): void => {
      for (let i = buffer.nextRecord; i < buffer.length; i++) {
        this.inFlight.add(buffer.records.idAt(i));
      }
    };
    if (input !== undefined) {
      input.dropped = dropped;
      this.#inputs.push(input);
    }
    for (const output of outputs) {
      output.dropped = dropped;
      this.#outputs.push(output);
    }
  }

  watchGate(gate: GateOperator): void {
    this.#gates.push(gate);
  }

  /** A window had the record for late after all. */
  wasLate(id: number): void {
    this.absorbed.add(id, -1);
    this.late.add(id);
  }

  /** The run is over: what waits at gates and in buffers is in flight. Nothing goes on after it. */
  finish(): void {
    for (const gate of this.#gates) for (const id of gate.heldIds()) this.inFlight.add(id);
    for (const input of this.#inputs) input.close();
    for (const output of this.#outputs) output.close();
  }
}
