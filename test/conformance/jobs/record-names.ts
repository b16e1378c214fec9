import type { Element } from "../../../src/model/operator/element.ts";
import {
  createStageFunctions,
  type StageFunctions,
} from "../../../src/model/operator/stage-functions.ts";

/**
 * Records by number, as the model knows them, and by the recordings' ids; both jobs share them. A
 * window's digest stands for the list of what went into it.
 */
export class RecordNames {
  readonly keys: readonly string[];
  readonly functions: StageFunctions;
  readonly #ids: string[] = [];
  readonly #contents: (readonly number[])[] = [[]];

  constructor(keys: readonly string[]) {
    this.keys = keys;
    this.functions = {
      ...createStageFunctions(),
      windowAdd: (digest, value) => this.#contents.push([...this.#content(digest), value]) - 1,
      windowMerge: (a, b) => this.#contents.push([...this.#content(a), ...this.#content(b)]) - 1,
    };
  }

  /** Number of a record; the same for the same id. */
  numberOf(id: string): number {
    const known = this.#ids.indexOf(id);
    return known >= 0 ? known : this.#ids.push(id) - 1;
  }

  /** Of the record in the register; a window result is named by key and start. */
  idOf({ id, key, windowStart }: Element): string {
    return id < 0 ? `${this.keys[key]}@${windowStart}` : (this.#ids[id] as string);
  }

  /** What went into a window result, in order of arrival; undefined for a plain record. */
  contentOf({ id, value }: Element): string | undefined {
    if (id >= 0) return undefined;
    return this.#content(value)
      .map((record) => this.#ids[record])
      .join();
  }

  #content(digest: number): readonly number[] {
    return this.#contents[digest] as readonly number[];
  }
}
