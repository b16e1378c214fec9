/** Flink: `TransactionalIdFactory`. */
export function transactionalId(prefix: string, subtask: number, offset: number): string {
  return `${prefix}-${subtask}-${offset}`;
}

/** What stands before the subtask; dashes may be in it. */
export function prefixOf(id: string): string {
  return id.slice(0, id.lastIndexOf("-", id.lastIndexOf("-") - 1));
}

/** The subtask in a transactional id; NaN when there is none. */
export function subtaskOf(id: string): number {
  const last = id.lastIndexOf("-");
  const text = id.slice(id.lastIndexOf("-", last - 1) + 1, last);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
