/**
 * Whole numbers in few bytes: each as its distance from the one before, small ones in one byte. Made
 * for columns that rise or hardly change; gzip does the rest.
 */

const BASE = 128;

/** Writes columns one behind the other. */
export class ColumnWriter {
  #bytes = new Uint8Array(1_024);
  #length = 0;

  /** Every value is an integer of up to 2^52. */
  add(values: ArrayLike<number>): void {
    this.#number(values.length);
    let before = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      const step = value - before;
      this.#number(step < 0 ? -2 * step - 1 : 2 * step);
      before = value;
    }
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #number(value: number): void {
    let rest = value;
    while (rest >= BASE) {
      this.#byte((rest % BASE) + BASE);
      rest = Math.floor(rest / BASE);
    }
    this.#byte(rest);
  }

  #byte(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}

/** Reads them in the same order. */
export class ColumnReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): Float64Array {
    const values = new Float64Array(this.#number());
    let before = 0;
    for (let i = 0; i < values.length; i++) {
      const coded = this.#number();
      before += coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
      values[i] = before;
    }
    return values;
  }

  #number(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte % BASE) * factor;
      if (byte < BASE) return value;
      factor *= BASE;
    }
  }
}
