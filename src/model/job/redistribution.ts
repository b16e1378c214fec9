/**
 * Operator list state for a restore (C21): with the same parallelism every subtask gets its own list
 * back; otherwise all items, in the order of the old subtasks, are dealt in contiguous chunks, the
 * first ones longer by one. Not modelled: the start index that rotates between state names.
 */
export function dealListState<T>(lists: readonly (readonly T[])[], parallelism: number): T[][] {
  if (lists.length === parallelism) return lists.map((list) => [...list]);
  const items = lists.flat();
  const base = Math.floor(items.length / parallelism);
  const longer = items.length % parallelism;
  const result: T[][] = [];
  let from = 0;
  for (let subtask = 0; subtask < parallelism; subtask++) {
    const to = from + base + (subtask < longer ? 1 : 0);
    result.push(items.slice(from, to));
    from = to;
  }
  return result;
}
