import type { JobRole } from "../../model/options.ts";
import type { ReportSpan } from "../report-facts.ts";
import type {
  CheckpointRow,
  ConfigMapVersion,
  ControllerState,
  FaultStrike,
  HandoverSection,
  JobStateSpan,
  ToggleFacts,
} from "../report-handover.ts";
import { deliveriesOf } from "./deliveries.ts";
import { faultTarget } from "./fault-target.ts";
import { gateRows } from "./gate-rows.ts";
import { refOf } from "./subtask-table.ts";
import { toggleIn } from "./toggle-key.ts";
import type { WatchedRun } from "./watched-run.ts";

const ROLES: readonly JobRole[] = ["outgoing", "incoming"];
/** Checkpoints of a long run without a hand-over could be thousands. */
const CHECKPOINTS_MAX = 200;

/** Everything around the records: who wrote what when, and who heard of it. */
export function handoverSection(watched: WatchedRun): HandoverSection {
  const { outcome } = watched;
  const { handover } = outcome.facts;
  const configMap = versionsOf(watched);
  const toggle = toggleOf(watched, configMap);
  const rows = gateRows(watched, toggle);
  const { shown, total } = deliveriesOf(watched, rows);
  return {
    outcome: handover.outcome,
    startedAt: handover.startedAt ?? null,
    endedAt: handover.endedAt ?? null,
    moments: Object.entries(outcome.moments)
      .map(([name, at]) => ({ name, at }))
      .sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)),
    controller: controllerStates(watched),
    configMap,
    deliveries: shown,
    deliveriesTotal: total,
    toggle,
    gates: rows,
    jobStates: ROLES.flatMap((role) => jobStates(watched, role)),
    faults: faultsOf(watched),
    checkpoints: checkpointsOf(watched),
  };
}

function controllerStates({ trace, outcome, options }: WatchedRun): readonly ControllerState[] {
  if (options.handover === undefined) return [];
  const initial = String(
    trace.transitions[0]?.detail?.["from"] ?? `ACTIVE_${options.outgoing.colour}`,
  );
  const turns = trace.transitions.map(({ at, detail }) => ({
    at,
    to: String(detail?.["to"]),
    why: String(detail?.["why"] ?? ""),
  }));
  return [{ at: 0, to: initial, why: "" }, ...turns].flatMap(({ at, to: state }, i) => {
    const next = turns[i];
    const to = next?.at ?? outcome.endedAtMicros;
    return to === at && next !== undefined ? [] : [{ from: at, to, state, why: next?.why ?? "" }];
  });
}

function versionsOf({ trace }: WatchedRun): readonly ConfigMapVersion[] {
  let before: Readonly<Record<string, string>> = {};
  return trace.stored.map(({ version, at, writer, data }) => {
    const changed: Record<string, string> = {};
    for (const key of Object.keys(data))
      if (data[key] !== before[key]) changed[key] = data[key] ?? "";
    for (const key of Object.keys(before)) if (data[key] === undefined) changed[key] = "";
    before = data;
    return {
      version,
      at,
      writer,
      gate: refOf(writer) ?? null,
      changed,
      toggle: toggleIn(data),
    };
  });
}

function toggleOf(
  { options, outcome }: WatchedRun,
  versions: readonly ConfigMapVersion[],
): ToggleFacts | null {
  const { handover } = options;
  if (handover === undefined) return null;
  const { protocol, deletionDelayMillis } = handover;
  if (protocol.name === "configured-watermark") {
    const nobody = { writtenAt: null, version: null, proposer: null, proposerWatermark: null };
    return { toggle: protocol.toggleMillis, ...nobody, deletionDelayMillis, others: [] };
  }
  const written = versions.filter(({ toggle }, i) => {
    return toggle !== null && toggle !== versions[i - 1]?.toggle;
  });
  // The one that the gates ended up with; they may have heard of several.
  const known = outcome.facts.gates.findLast(({ toggle }) => toggle !== undefined && toggle !== 0);
  const chosen = written.find(({ toggle }) => toggle === known?.toggle) ?? written[0];
  if (chosen?.toggle === undefined || chosen.toggle === null) return null;
  const { toggle, at, version, gate } = chosen;
  const others = new Set(
    written.flatMap((one) => (one.toggle === toggle ? [] : (one.toggle ?? []))),
  );
  return {
    toggle,
    writtenAt: at,
    version,
    proposer: gate,
    // The published gates add the delay to their watermark.
    proposerWatermark: protocol.name.startsWith("watermark-gate")
      ? toggle - deletionDelayMillis
      : null,
    deletionDelayMillis,
    others: [...others],
  };
}

function jobStates({ trace, outcome }: WatchedRun, role: JobRole): readonly JobStateSpan[] {
  const changes = trace.statuses.filter((one) => one.role === role);
  return changes.map(({ at, status, reason }, i) => {
    const span: ReportSpan = { from: at, to: changes[i + 1]?.at ?? outcome.endedAtMicros };
    return { role, status, reason, ...span };
  });
}

function faultsOf({ run, trace }: WatchedRun): readonly FaultStrike[] {
  return run.strikes.map(({ fault }, i) => ({
    kind: fault.kind,
    at: trace.faults[i]?.at ?? 0,
    target: faultTarget(fault),
    forMicros: "forMicros" in fault ? fault.forMicros : null,
  }));
}

function checkpointsOf({ trace, ear, frame }: WatchedRun): readonly CheckpointRow[] {
  const rows = trace.checkpoints.flatMap(({ at, where, detail }): CheckpointRow[] => {
    if (where !== "outgoing" && where !== "incoming") return [];
    const id = detail?.["id"];
    const startedAt = typeof id === "number" ? (ear.begun[where].get(id) ?? null) : null;
    const failure = detail?.["failure"];
    return [
      {
        role: where,
        id: typeof id === "number" ? id : null,
        kind: String(detail?.["kind"]),
        startedAt,
        endedAt: at,
        failure: failure === undefined ? null : String(failure),
      },
    ];
  });
  if (rows.length <= CHECKPOINTS_MAX) return rows;
  const { from, to } = frame.window;
  return rows.filter(({ endedAt }) => endedAt >= from && endedAt <= to).slice(0, CHECKPOINTS_MAX);
}
