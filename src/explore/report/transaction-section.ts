import type { TransactionFacts } from "../../oracle/evidence.ts";
import type { TransactionBar, TransactionSection } from "../report-charts.ts";
import type { WatchedRun } from "./watched-run.ts";

const BARS_MAX = 400;
/** Bars that begin and end in the same pixels look the same. */
const PIXELS = 1_000;

/** Null: no sink writes in transactions. */
export function transactionSection(watched: WatchedRun): TransactionSection | null {
  const { options, outcome, frame } = watched;
  if (options.sink.guarantee !== "exactly-once") return null;
  const all = outcome.facts.transactions.map((facts) => barOf(watched, facts));
  const { from, to } = frame.window;
  const drawn = all.filter((bar) => bar.openedAt <= to && (bar.endedAt ?? to) >= from);
  const pixelMicros = Math.max(1, (to - from) / PIXELS);
  const grouped = drawn.length > BARS_MAX ? alike(drawn, pixelMicros) : drawn;
  const bars = mostTelling(grouped);
  return {
    timeoutMicros: options.sink.transactionTimeoutMicros,
    bars,
    barsDropped: drawn.length - bars.reduce((sum, { subtasks }) => sum + subtasks.length, 0),
    counts: {
      transactions: all.length,
      committed: all.filter(({ state }) => state === "committed").length,
      aborted: all.filter(({ state }) => state === "aborted").length,
      open: all.filter(({ state }) => state === "open" || state === "pre-committed").length,
      lingering: all.filter(({ isLingering }) => isLingering).length,
      pastDeadline: all.filter(({ isPastDeadline }) => isPastDeadline).length,
    },
    longestOpenMicros: all.reduce(
      (most, { openedAt, endedAt }) =>
        Math.max(most, (endedAt ?? outcome.endedAtMicros) - openedAt),
      0,
    ),
  };
}

function barOf(watched: WatchedRun, facts: TransactionFacts): TransactionBar {
  const { number, role, attempt, subtask, appended, state, openedAt, endedAt } = facts;
  const { trace, options, outcome } = watched;
  const deadline = openedAt + options.sink.transactionTimeoutMicros;
  const isOver = state === "committed" || state === "aborted";
  const job = outcome.facts.jobs.find((one) => one.role === role);
  const isManned = job?.state === "running" || job?.state === "restarting";
  return {
    role,
    subtasks: [subtask],
    attempt,
    number,
    checkpoint: trace.began.get(number)?.checkpoint ?? null,
    records: appended,
    openedAt,
    preCommittedAt: trace.preCommitted.get(number) ?? null,
    endedAt: endedAt ?? null,
    state,
    deadline,
    isPastDeadline: (endedAt ?? outcome.endedAtMicros) > deadline,
    isLingering: !isOver && !isManned,
  };
}

/** Bars of one job that look the same become one, with all their subtasks. */
function alike(bars: readonly TransactionBar[], pixelMicros: number): readonly TransactionBar[] {
  const pixel = (at: number | null): number => (at === null ? -1 : Math.floor(at / pixelMicros));
  const groups = new Map<string, TransactionBar>();
  for (const bar of bars) {
    const { role, attempt, state, isPastDeadline, isLingering, checkpoint } = bar;
    const times = [bar.openedAt, bar.preCommittedAt, bar.endedAt].map(pixel);
    const key = [role, attempt, checkpoint, state, isPastDeadline, isLingering, ...times].join(" ");
    const before = groups.get(key);
    if (before === undefined) groups.set(key, bar);
    else {
      const subtasks = [...before.subtasks, ...bar.subtasks];
      groups.set(key, { ...before, subtasks, records: before.records + bar.records });
    }
  }
  return [...groups.values()];
}

/** Of too many those first that did not end well. */
function mostTelling(bars: readonly TransactionBar[]): readonly TransactionBar[] {
  if (bars.length <= BARS_MAX) return bars;
  const rank = ({ state, isPastDeadline, isLingering }: TransactionBar): number =>
    state === "committed" && !isPastDeadline && !isLingering ? 1 : 0;
  const order = new Map(bars.map((bar, i) => [bar, i]));
  const place = (bar: TransactionBar): number => order.get(bar) ?? 0;
  const kept = bars.toSorted((a, b) => rank(a) - rank(b) || place(a) - place(b)).slice(0, BARS_MAX);
  return kept.sort((a, b) => place(a) - place(b));
}
