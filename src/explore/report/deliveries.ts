import { TOGGLE } from "../../model/protocol/handover-map.ts";
import type { Delivery, GateRow } from "../report-handover.ts";
import { pathOf } from "./subtask-table.ts";
import { toggleText } from "./toggle-key.ts";
import type { WatchedRun } from "./watched-run.ts";

const LEARNING_MAX = 300;
const OTHERS_MAX = 100;

/**
 * How gates heard of the map: of each the message that told it the toggle, and others as far as
 * there is room, those of decisive gates first.
 */
export function deliveriesOf(
  watched: WatchedRun,
  rows: readonly GateRow[],
): { readonly shown: readonly Delivery[]; readonly total: number } {
  const all = allDeliveries(watched, rows);
  const learning = all.filter(({ isLearning }) => isLearning).slice(0, LEARNING_MAX);
  const others = all.filter(({ isLearning }) => !isLearning);
  const decisive = others.filter(({ gate }) => rows[gate]?.isDecisive === true);
  const rest = others.filter(({ gate }) => rows[gate]?.isDecisive !== true);
  const shown = [...learning, ...[...decisive, ...rest].slice(0, OTHERS_MAX)];
  return { shown: shown.sort(byTime), total: all.length };
}

function allDeliveries(watched: WatchedRun, rows: readonly GateRow[]): readonly Delivery[] {
  const { trace } = watched;
  const byPath = new Map(rows.map((row, i) => [pathOf(row), i]));
  const stored = new Map(trace.stored.map((one) => [one.version, one]));
  const found: Delivery[] = [];
  for (const { path, at, version, via } of trace.heard) {
    const gate = byPath.get(path);
    const sent = stored.get(version);
    if (gate === undefined || sent === undefined) continue;
    const isLearning = toggleText(sent.data) !== undefined && rows[gate]?.heardAt === at;
    found.push({ gate, version, sentAt: via === "open" ? at : sent.at, at, via, isLearning });
  }
  for (const { path, at, outcome, set } of trace.writes) {
    const gate = byPath.get(path);
    if (gate === undefined || outcome !== "ok" || !set.includes(TOGGLE)) continue;
    const version = trace.stored.findLast((one) => one.at <= at)?.version ?? 0;
    const isLearning = rows[gate]?.heardAt === at;
    found.push({ gate, version, sentAt: at, at, via: "own-write", isLearning });
  }
  return oncePerGate(found.sort(byTime));
}

/** A gate learns once: of two messages at one instant the first. */
function oncePerGate(all: readonly Delivery[]): readonly Delivery[] {
  const learned = new Set<number>();
  return all.map((one) => {
    if (!one.isLearning) return one;
    const isFirst = !learned.has(one.gate);
    learned.add(one.gate);
    return isFirst ? one : { ...one, isLearning: false };
  });
}

function byTime(a: Delivery, b: Delivery): number {
  return a.at - b.at || a.gate - b.gate || a.version - b.version;
}
