import type { Author } from "./author.ts";
import type { KafkaError } from "./errors.ts";

/** Batches of a producer that a partition remembers, to know them again. */
const REMEMBERED = 5;

/** What one partition knows of one producer. */
export interface ProducerState {
  readonly producerId: number;
  epoch: number;
  /** −1 = none in this epoch. */
  lastSequence: number;
  /** First offset of what it has open; undefined = nothing. */
  openFrom: number | undefined;
  recent: { readonly sequence: number; readonly offset: number }[];
}

/** What a partition says to a batch before it appends it. */
export type SequenceVerdict =
  | { readonly kind: "next" }
  /** The batch is in the log already: nothing is appended, and the old offset is the answer. */
  | { readonly kind: "duplicate"; readonly offset: number }
  | { readonly kind: "refused"; readonly error: KafkaError };

/**
 * Kafka: `ProducerStateManager` of one partition: epochs and sequence numbers of its producers.
 * Every record is a batch of its own. Not modelled: forgetting a producer after a day.
 */
export class ProducerStates {
  readonly #states = new Map<number, ProducerState>();

  get(producerId: number): ProducerState | undefined {
    return this.#states.get(producerId);
  }

  /** In the order of producer ids. */
  all(): readonly ProducerState[] {
    return [...this.#states.values()].sort((a, b) => a.producerId - b.producerId);
  }

  judge(producerId: number, epoch: number, sequence: number): SequenceVerdict {
    const state = this.#states.get(producerId);
    if (state === undefined) {
      // Nothing is known of the producer here: any first sequence number will do.
      this.#of(producerId, epoch).lastSequence = sequence - 1;
      return { kind: "next" };
    }
    if (epoch < state.epoch) return { kind: "refused", error: "InvalidProducerEpochException" };
    if (epoch > state.epoch) return sequence === 0 ? { kind: "next" } : OUT_OF_ORDER;
    const known = state.recent.find((batch) => batch.sequence === sequence);
    if (known !== undefined) return { kind: "duplicate", offset: known.offset };
    return sequence === state.lastSequence + 1 ? { kind: "next" } : OUT_OF_ORDER;
  }

  append(author: Author, offset: number): void {
    const state = this.#of(author.producerId, author.epoch);
    state.lastSequence++;
    state.recent.push({ sequence: state.lastSequence, offset });
    if (state.recent.length > REMEMBERED) state.recent.shift();
    if (author.transaction >= 0) state.openFrom ??= offset;
  }

  /** A marker takes over the epoch of the coordinator, and with a new one forgets the batches. */
  mark(producerId: number, epoch: number): void {
    this.#of(producerId, epoch).openFrom = undefined;
  }

  #of(producerId: number, epoch: number): ProducerState {
    let state = this.#states.get(producerId);
    if (state === undefined) {
      state = { producerId, epoch, lastSequence: -1, openFrom: undefined, recent: [] };
      this.#states.set(producerId, state);
    } else if (state.epoch !== epoch) {
      state.epoch = epoch;
      state.lastSequence = -1;
      state.recent = [];
    }
    return state;
  }
}

const OUT_OF_ORDER: SequenceVerdict = { kind: "refused", error: "OutOfOrderSequenceException" };
