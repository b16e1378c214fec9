import type { Author } from "./evidence.ts";
import type { Appearance } from "./witness.ts";

/** A power of two. */
const REMEMBERED = 256;

/**
 * Who appended what and when it became visible: an append is an author and an instant. Outputs refer
 * to it by number.
 */
export class Appends {
  /** Of each append: its author's number, when it was visible, and how many outputs. */
  readonly #authorOf: number[] = [];
  readonly #visibleAt: number[] = [];
  readonly #outputs: number[] = [];
  /** Of each author: its name and its latest append. */
  readonly #authors: Author[] = [];
  readonly #latest: number[] = [];
  /** Numbers of the authors of a transaction: one, unless it is −1. */
  readonly #numbers = new Map<number, number[]>();
  /** Of the authors that came last: their number + 1, at a place that follows from their name. */
  readonly #recent = new Int32Array(REMEMBERED);

  get count(): number {
    return this.#authorOf.length;
  }

  /** Notes that many outputs and returns the number of their append. */
  note(author: Author, visibleAt: number, outputs: number): number {
    const number = this.#numberOf(author);
    const append = this.#latest[number]!;
    if (append >= 0 && this.#visibleAt[append] === visibleAt) {
      this.#outputs[append]! += outputs;
      return append;
    }
    const next = this.#authorOf.length;
    this.#latest[number] = next;
    this.#authorOf.push(number);
    this.#visibleAt.push(visibleAt);
    this.#outputs.push(outputs);
    return next;
  }

  author(append: number): Author {
    return this.#authors[this.#authorOf[append]!]!;
  }

  visibleAt(append: number): number {
    return this.#visibleAt[append]!;
  }

  /** How many outputs, repeated ones too. */
  outputs(append: number): number {
    return this.#outputs[append]!;
  }

  appearance(append: number): Appearance {
    const { role, attempt, subtask, transaction } = this.author(append);
    return { role, attempt, subtask, transaction, visibleAt: this.#visibleAt[append]! };
  }

  #numberOf(author: Author): number {
    const { attempt, subtask, transaction } = author;
    const place = (Math.imul(transaction, 61) + 2 * subtask + attempt) & (REMEMBERED - 1);
    const recent = this.#recent[place]! - 1;
    if (recent >= 0 && isSame(this.#authors[recent]!, author)) return recent;
    const number = this.#find(author);
    this.#recent[place] = number + 1;
    return number;
  }

  #find(author: Author): number {
    const { role, attempt, subtask, transaction } = author;
    let numbers = this.#numbers.get(transaction);
    if (numbers === undefined) {
      numbers = [];
      this.#numbers.set(transaction, numbers);
    }
    for (const known of numbers) if (isSame(this.#authors[known]!, author)) return known;
    const number = this.#authors.length;
    numbers.push(number);
    this.#authors.push({ role, attempt, subtask, transaction });
    this.#latest.push(-1);
    return number;
  }
}

function isSame(a: Author, b: Author): boolean {
  return (
    a.transaction === b.transaction &&
    a.subtask === b.subtask &&
    a.attempt === b.attempt &&
    a.role === b.role
  );
}
