/** How long `task` takes, in milliseconds: the median of `repetitions` runs, after one that warms up. */
export function medianMillis(repetitions: number, task: () => void): number {
  task();
  const times: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const before = performance.now();
    task();
    times.push(performance.now() - before);
  }
  return median(times);
}

/**
 * The medians of two tasks that are timed in turn, A B A B …, so that a machine that grows slower
 * does so for both.
 */
export function medianPair(
  repetitions: number,
  a: () => void,
  b: () => void,
): { readonly a: number; readonly b: number } {
  a();
  b();
  const times = { a: [] as number[], b: [] as number[] };
  for (let i = 0; i < repetitions; i++) {
    times.a.push(millisOf(a));
    times.b.push(millisOf(b));
  }
  return { a: median(times.a), b: median(times.b) };
}

export function millisOf(task: () => void): number {
  const before = performance.now();
  task();
  return performance.now() - before;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
