import type { Author } from "./evidence.ts";

/** An output by name, whether or not anybody made it. */
export type OutputName =
  | {
      readonly kind: "record";
      readonly partition: number;
      readonly offset: number;
      readonly sub: number;
    }
  | {
      readonly kind: "result";
      readonly stage: number;
      readonly key: number;
      readonly start: number;
      readonly end: number;
    };

/** One appearance of an output: who appended it and when readers saw it. */
export interface Appearance extends Author {
  /**
   * When it was appended; undefined for an earlier appearance, of which only the author is kept.
   */
  readonly at?: number;
  readonly visibleAt: number;
}

/** One instance of a failure, with what is known of it. */
export interface Witness {
  readonly output?: OutputName;
  readonly ts?: number;
  readonly key?: number;
  readonly arrivalMicros?: number;
  /** The appearance that is wrong. */
  readonly appearance?: Appearance;
  /** The appearance before it, with which it disagrees. */
  readonly earlier?: Appearance;
  readonly detail?: Readonly<Record<string, number | string | boolean>>;
}

const KEPT = 500;

/** The exact number of failures and the first 500 of them. */
export class Witnesses {
  #count = 0;
  readonly #kept: Witness[] = [];

  get count(): number {
    return this.#count;
  }

  get kept(): readonly Witness[] {
    return this.#kept;
  }

  /** Counts one; the witness is made only while there is room for it. */
  add(make: () => Witness): void {
    if (this.#count++ < KEPT) this.#kept.push(make());
  }

  /** Counts all of another list, with its witnesses as far as there is room. */
  addAll(others: Witnesses): void {
    for (const witness of others.kept) this.add(() => witness);
    this.#count += others.count - others.kept.length;
  }
}
