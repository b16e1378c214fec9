import { ResultTable } from "./result-table.ts";

/**
 * Outputs that are committed and that readers do not see at the end of a run: in their partition
 * an open transaction stands before them (S12). They are not lost; nor are they due.
 */
export class HeldBack {
  /** Windows and timers: each once, whatever is behind it more. */
  readonly results: ResultTable = new ResultTable();
  readonly #records = new Set<string>();

  addRecord(id: number, sub: number): void {
    this.#records.add(nameOf(id, sub));
  }

  addResult(stage: number, key: number, start: number, end: number, count: number): void {
    const row = this.results.findOrAdd(stage, key, start, end);
    this.results.setPayload(row, 0, count);
  }

  hasRecord(id: number, sub: number): boolean {
    return this.#records.size > 0 && this.#records.has(nameOf(id, sub));
  }

  hasResult(stage: number, key: number, start: number, end: number): boolean {
    return this.results.find(stage, key, start, end) >= 0;
  }
}

function nameOf(id: number, sub: number): string {
  return `${id} ${sub}`;
}
