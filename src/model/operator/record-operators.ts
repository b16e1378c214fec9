/** The operators without state: each calls the user's function and hands on. */
import { mix32 } from "../../engine/random.ts";
import type { EventTime } from "../event-time.ts";
import type { Element } from "./element.ts";
import type { Operator } from "./operator.ts";
import type { StageFunctions } from "./stage-functions.ts";

export interface RecordOperatorOptions {
  readonly name: string;
  readonly element: Element;
  readonly next: Operator;
  readonly functions: StageFunctions;
}

/** What a nondeterministic function depends on besides its input. */
export interface Chance {
  /** Of what goes through. */
  readonly share: number;
  /** Of one attempt of one job, uint32. */
  readonly salt: number;
}

abstract class RecordOperator implements Operator {
  protected readonly name: string;
  protected readonly element: Element;
  protected readonly next: Operator;
  protected readonly functions: StageFunctions;

  constructor(options: RecordOperatorOptions) {
    this.name = options.name;
    this.element = options.element;
    this.next = options.next;
    this.functions = options.functions;
  }

  abstract processElement(): void;

  processWatermark(ts: EventTime): void {
    this.next.processWatermark(ts);
  }

  processStatus(idle: boolean): void {
    this.next.processStatus(idle);
  }
}

/** Changes the payload: a new digest of the old one (Flink: `StreamMap`). */
export class MapOperator extends RecordOperator {
  processElement(): void {
    this.element.value = this.functions.mapValue(this.name, this.element.value);
    this.next.processElement();
  }
}

/** Keeps a share of the records, by their id (Flink: `StreamFilter`). */
export class FilterOperator extends RecordOperator {
  readonly #share: number;
  readonly #chance: Chance | undefined;
  /** Records that it took out. */
  filtered = 0;
  readonly #onFiltered: (() => void) | undefined;

  constructor(
    options: RecordOperatorOptions & {
      readonly keepShare: number;
      /** Of a nondeterministic one. */
      readonly chance?: Chance | undefined;
      /** Sees the record in the register, for the books of a run. */
      readonly onFiltered?: (() => void) | undefined;
    },
  ) {
    super(options);
    this.#share = options.keepShare;
    this.#chance = options.chance;
    this.#onFiltered = options.onFiltered;
  }

  processElement(): void {
    if (this.#keeps()) {
      this.next.processElement();
    } else {
      this.filtered++;
      this.#onFiltered?.();
    }
  }

  #keeps(): boolean {
    const chance = this.#chance;
    if (chance !== undefined && isUnsteady(this.functions, this.name, chance, this.element)) {
      return mix32(chance.salt, this.element.id, this.element.key) < this.#share * 2 ** 32;
    }
    const { id, key, windowStart, ts } = this.element;
    if (id >= 0) return this.functions.keeps(this.name, this.#share, id);
    return this.functions.keepsResult(this.name, this.#share, key, windowStart, ts + 1);
  }
}

/** Behind a nondeterministic function: changes what chance has a hand in. */
export class ChanceOperator extends RecordOperator {
  readonly #chance: Chance;

  constructor(options: RecordOperatorOptions & { readonly chance: Chance }) {
    super(options);
    this.#chance = options.chance;
  }

  processElement(): void {
    const { element, functions, name } = this;
    if (isUnsteady(functions, name, this.#chance, element)) {
      element.value = mix32(this.#chance.salt, element.value, 0);
    }
    this.next.processElement();
  }
}

function isUnsteady(
  functions: StageFunctions,
  name: string,
  { share }: Chance,
  { id, key, windowStart, ts }: Element,
): boolean {
  if (id >= 0) return functions.isUnsteady(name, share, id);
  return functions.isUnsteadyResult(name, share, key, windowStart, ts + 1);
}

/** Makes `fanOut` records of one; their sub-index stands in `windowStart` (Flink: `StreamFlatMap`). */
export class FlatMapOperator extends RecordOperator {
  readonly #fanOut: number;

  constructor(options: RecordOperatorOptions & { readonly fanOut: number }) {
    super(options);
    this.#fanOut = options.fanOut;
  }

  processElement(): void {
    const { element, next, functions, name } = this;
    const fanOut = this.#fanOut;
    const { id, ts, hasTimestamp, key, value, count, windowStart } = element;
    for (let sub = 0; sub < fanOut; sub++) {
      // All of it anew: what comes behind may have overwritten the register.
      element.id = id;
      element.ts = ts;
      element.hasTimestamp = hasTimestamp;
      element.key = key;
      element.value = functions.fanOutValue(name, value, sub);
      element.count = count;
      element.windowStart = id >= 0 ? windowStart * fanOut + sub : windowStart;
      next.processElement();
    }
    element.windowStart = windowStart;
  }
}
