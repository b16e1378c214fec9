import type { JobRole } from "../../model/options.ts";
import { TOGGLE } from "../../model/protocol/handover-map.ts";
import type { GateFacts } from "../../oracle/evidence.ts";
import type { GateRow, ToggleFacts } from "../report-handover.ts";
import { gateStates } from "./gate-states.ts";
import { recordName } from "./output-names.ts";
import type { WatchedRun } from "./watched-run.ts";

/** With more gates than this only decisive ones tell their states. */
const STATES_MAX = 64;
const DECISIVE_MAX = 8;

/** One row a gate subtask, the outgoing job's first. */
export function gateRows(watched: WatchedRun, toggle: ToggleFacts | null): readonly GateRow[] {
  const { gates } = watched.outcome.facts;
  const heard = gates.map((facts) => heardAt(watched, facts, toggle));
  const decisive = decisiveGates(watched, toggle, heard);
  const many = gates.length > STATES_MAX;
  return gates.map((facts, i) => {
    const { role, subtask, passed, dropped, firstUnderOldRule: early } = facts;
    const isDecisive = decisive.has(i);
    return {
      role,
      task: watched.layout.tasks[role].index,
      subtask,
      attempts: attemptsOf(watched, role, subtask),
      passed,
      dropped,
      toggle: facts.toggle ?? null,
      heardAt: heard[i] ?? null,
      learnedAt: facts.learnedAt ?? null,
      crossedAt: facts.crossedAt ?? null,
      early: early === undefined ? null : { record: recordName(early.id), at: early.at },
      states: many && !isDecisive ? [] : gateStates(watched, role, subtask),
      isDecisive,
    };
  });
}

function attemptsOf({ trace, layout }: WatchedRun, role: JobRole, subtask: number): number {
  const path = `${role}/${layout.tasks[role].index}/${subtask}`;
  return trace.heard.filter((one) => one.path === path && one.via === "open").length;
}

/** When the first message came that told it the toggle, its own write among them. */
function heardAt(
  { trace, layout, options }: WatchedRun,
  { role, subtask, toggle: known }: GateFacts,
  toggle: ToggleFacts | null,
): number | undefined {
  if (toggle === null || known === undefined || known === 0) return undefined;
  if (options.handover?.protocol.name === "configured-watermark") return undefined;
  const path = `${role}/${layout.tasks[role].index}/${subtask}`;
  const versions = new Set(
    trace.stored.filter(({ data }) => data[TOGGLE] === String(known)).map(({ version }) => version),
  );
  const messages = trace.heard.filter((one) => one.path === path && versions.has(one.version));
  const writes = trace.writes.filter((one) => one.path === path && one.set.includes(String(known)));
  return [...messages, ...writes].map(({ at }) => at).sort((a, b) => a - b)[0];
}

/** The proposer, the slowest of each job, and those that judged what failed; a few. */
function decisiveGates(
  { outcome, ear }: WatchedRun,
  toggle: ToggleFacts | null,
  heard: readonly (number | undefined)[],
): ReadonlySet<number> {
  const { gates } = outcome.facts;
  const chosen = new Set<number>();
  const proposer = toggle?.proposer;
  const indexOf = (role: JobRole, subtask: number): number =>
    gates.findIndex((gate) => gate.role === role && gate.subtask === subtask);
  if (proposer !== null && proposer !== undefined)
    chosen.add(indexOf(proposer.role, proposer.subtask));
  for (const role of ["outgoing", "incoming"] as const) {
    const times = gates.map((gate, i) => (gate.role === role ? (heard[i] ?? -1) : -1));
    const slowest = times.indexOf(Math.max(...times));
    if ((times[slowest] ?? -1) >= 0) chosen.add(slowest);
  }
  for (const { role, subtask } of ear.gates.judges()) {
    if (chosen.size >= DECISIVE_MAX) break;
    chosen.add(indexOf(role, subtask));
  }
  chosen.delete(-1);
  return chosen;
}
