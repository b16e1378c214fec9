import type { Author } from "./evidence.ts";
import type { Appearance } from "./witness.ts";

/** Who appended what and when it became visible; outputs refer to it by number. */
export class Appends {
  readonly #authors: Author[] = [];
  readonly #visibleAt: number[] = [];

  get count(): number {
    return this.#authors.length;
  }

  /** The number of this author and instant: the last one's if they are the same. */
  note(author: Author, visibleAt: number): number {
    const last = this.#authors.length - 1;
    const before = this.#authors[last];
    if (before !== undefined && this.#visibleAt[last] === visibleAt && isSame(before, author)) {
      return last;
    }
    const { role, attempt, subtask, transaction } = author;
    this.#authors.push({ role, attempt, subtask, transaction });
    this.#visibleAt.push(visibleAt);
    return last + 1;
  }

  author(append: number): Author {
    return this.#authors[append]!;
  }

  visibleAt(append: number): number {
    return this.#visibleAt[append]!;
  }

  appearance(append: number): Appearance {
    return { ...this.author(append), visibleAt: this.visibleAt(append) };
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
