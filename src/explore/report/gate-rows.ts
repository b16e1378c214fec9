import type { SubtaskRef } from "../report-facts.ts";
import type { GateRow, ToggleFacts } from "../report-handover.ts";
import { gateStates } from "./gate-states.ts";
import { recordName } from "./output-names.ts";
import { isSameSubtask, pathOf, SubtaskTable } from "./subtask-table.ts";
import { toggleIn } from "./toggle-key.ts";
import type { WatchedRun } from "./watched-run.ts";

/** With more gates than this only decisive ones tell their states. */
const STATES_MAX = 64;
const DECISIVE_MAX = 8;

/** What all attempts of the gates of one subtask did, as the model's books have it. */
interface GateSum extends SubtaskRef {
  attempts: number;
  passed: number;
  dropped: number;
  toggle: number | undefined;
  learnedAt: number | undefined;
  crossedAt: number | undefined;
  early: GateRow["early"];
}

/** One row a gate subtask, the outgoing job's first. */
export function gateRows(watched: WatchedRun, toggle: ToggleFacts | null): readonly GateRow[] {
  const gates = gateSums(watched);
  const heard = gates.map((gate) => heardAt(watched, gate, toggle));
  const decisive = decisiveGates(watched, gates, toggle, heard);
  const many = gates.length > STATES_MAX;
  return gates.map((gate, i): GateRow => {
    const { role, task, subtask, attempts, passed, dropped, early } = gate;
    const isDecisive = decisive.has(i);
    return {
      ...{ role, task, subtask, attempts, passed, dropped, early },
      toggle: gate.toggle ?? null,
      heardAt: heard[i] ?? null,
      learnedAt: gate.learnedAt ?? null,
      crossedAt: gate.crossedAt ?? null,
      states: many && !isDecisive ? [] : gateStates(watched, gate),
      isDecisive,
    };
  });
}

function gateSums({ run }: WatchedRun): readonly GateSum[] {
  const table = new SubtaskTable<GateSum>((ref) => ({
    ...ref,
    attempts: 0,
    passed: 0,
    dropped: 0,
    toggle: undefined,
    learnedAt: undefined,
    crossedAt: undefined,
    early: null,
  }));
  for (const role of ["outgoing", "incoming"] as const) {
    for (const { attempt, facts } of run.jobs[role].gates) {
      const sum = table.of({ role, task: attempt.task, subtask: attempt.subtask });
      const early = facts.firstUnderOldRule;
      sum.attempts = Math.max(sum.attempts, attempt.attempt + 1);
      sum.passed += facts.passed;
      sum.dropped += facts.dropped;
      sum.toggle = facts.toggle ?? sum.toggle;
      sum.learnedAt ??= facts.learnedAt;
      sum.crossedAt ??= facts.crossedAt;
      sum.early ??= early === undefined ? null : { record: recordName(early.id), at: early.at };
    }
  }
  return table.all();
}

/** When the first message came that told it the toggle, its own write among them. */
function heardAt(
  { trace, options }: WatchedRun,
  gate: GateSum,
  toggle: ToggleFacts | null,
): number | undefined {
  const { toggle: known } = gate;
  if (toggle === null || known === undefined || known === 0) return undefined;
  if (options.handover?.protocol.name === "configured-watermark") return undefined;
  const path = pathOf(gate);
  const versions = new Set(
    trace.stored.filter(({ data }) => toggleIn(data) === known).map(({ version }) => version),
  );
  const messages = trace.heard.filter((one) => one.path === path && versions.has(one.version));
  const writes = trace.writes.filter((one) => one.path === path && one.set.includes(String(known)));
  return [...messages, ...writes].map(({ at }) => at).sort((a, b) => a - b)[0];
}

/** The proposer, the slowest of each job, and those that judged what failed; a few. */
function decisiveGates(
  { ear }: WatchedRun,
  gates: readonly SubtaskRef[],
  toggle: ToggleFacts | null,
  heard: readonly (number | undefined)[],
): ReadonlySet<number> {
  const chosen = new Set<number>();
  const indexOf = (ref: SubtaskRef): number => gates.findIndex((gate) => isSameSubtask(gate, ref));
  if (toggle !== null && toggle.proposer !== null) chosen.add(indexOf(toggle.proposer));
  for (const role of ["outgoing", "incoming"] as const) {
    const times = gates.map((gate, i) => (gate.role === role ? (heard[i] ?? -1) : -1));
    const slowest = times.reduce((best, at, i) => (at > (times[best] ?? -1) ? i : best), 0);
    if ((times[slowest] ?? -1) >= 0) chosen.add(slowest);
  }
  for (const judge of ear.gates.judges()) {
    if (chosen.size >= DECISIVE_MAX) break;
    chosen.add(indexOf(judge));
  }
  chosen.delete(-1);
  return chosen;
}
