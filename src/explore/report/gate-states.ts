import { TOGGLE } from "../../model/protocol/handover-map.ts";
import type { SubtaskRef } from "../report-facts.ts";
import type { GateSpan, GateState } from "../report-handover.ts";
import type { GateTurn } from "./gate-book.ts";
import { pathOf } from "./subtask-table.ts";
import { toggleText } from "./toggle-key.ts";
import { isDown } from "./trace-book.ts";
import type { WatchedRun } from "./watched-run.ts";

/** The states of one gate over the whole run: what it would have done with a record just then. */
export function gateStates(watched: WatchedRun, gate: SubtaskRef): GateSpan[] {
  const { trace, ear, outcome } = watched;
  const { role } = gate;
  const path = pathOf(gate);
  const opened = trace.heard.filter((one) => one.path === path && one.via === "open");
  const downs = trace.statuses.filter((one) => one.role === role && isDown(one.status));
  const { turns } = ear.gates.tracks.of(gate);
  const learned = learnTimes(watched, path);
  const spans: GateSpan[] = [];
  for (const [attempt, { at }] of opened.entries()) {
    const next = opened[attempt + 1]?.at ?? outcome.endedAtMicros;
    const end = downs.find((down) => down.at > at && down.at <= next)?.at ?? next;
    const own = turns.filter((turn) => turn.at >= at && turn.at <= end);
    const first = own[0]?.state ?? (role === "outgoing" ? "open" : "closed");
    push(spans, { from: at, to: end, state: first });
    for (const turn of own.slice(1)) cut(spans, startOf(turn, learned), end, turn.state);
    if (end < next) push(spans, { from: end, to: next, state: "down" });
  }
  return spans;
}

/** Several gates together: where they differ it is "mixed". */
export function togetherStates(all: readonly (readonly GateSpan[])[]): readonly GateSpan[] {
  if (all.length <= 1) return all[0] ?? [];
  const cuts = [...new Set(all.flatMap((spans) => spans.flatMap(({ from, to }) => [from, to])))];
  cuts.sort((a, b) => a - b);
  const spans: GateSpan[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i] as number, cuts[i + 1] as number];
    const states = new Set(all.flatMap((one) => stateAt(one, from) ?? []));
    const [only] = states;
    if (only !== undefined) push(spans, { from, to, state: states.size === 1 ? only : "mixed" });
  }
  return spans;
}

function stateAt(spans: readonly GateSpan[], at: number): GateState | undefined {
  return spans.find(({ from, to }) => from <= at && at < to)?.state;
}

// It knew from the message on; the first record that shows it came later.
function startOf({ at, lastAt }: GateTurn, learned: readonly number[]): number {
  return learned.find((heard) => heard > lastAt && heard <= at) ?? at;
}

/** When messages with a toggle came to that gate. */
function learnTimes({ trace }: WatchedRun, path: string): readonly number[] {
  const toggles = new Set(
    trace.stored.filter(({ data }) => toggleText(data) !== undefined).map(({ version }) => version),
  );
  const heard = trace.heard.filter((one) => one.path === path && toggles.has(one.version));
  const wrote = trace.writes.filter((one) => one.path === path && one.set.includes(TOGGLE));
  return [...heard, ...wrote].map(({ at }) => at).sort((a, b) => a - b);
}

function cut(spans: GateSpan[], at: number, end: number, state: GateState): void {
  const last = spans.pop();
  if (last !== undefined && last.from < at) spans.push({ ...last, to: at });
  push(spans, { from: at, to: end, state });
}

function push(spans: GateSpan[], span: GateSpan): void {
  const last = spans.at(-1);
  if (span.to <= span.from) return;
  if (last !== undefined && last.state === span.state && last.to === span.from) {
    spans[spans.length - 1] = { ...last, to: span.to };
  } else spans.push(span);
}
