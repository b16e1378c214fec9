import type {
  HandoverOptions,
  JobOptions,
  JobRole,
  RunOptions,
  StageOptions,
} from "../model/options.ts";
import type { ProtocolName } from "./protocol-choice.ts";
import { type GateSurroundings, makesResults, surroundingsOfGates } from "./stage-order.ts";

type ProtocolOptions = HandoverOptions["protocol"];

/** Something that a protocol needs and a scenario lacks. */
export interface UnmetNeed {
  /** The setting that is missing, as a scenario names it: "handover.savepoints-dir". */
  readonly setting: string;
  readonly reason: string;
  readonly hint?: string;
}

/** What a protocol can be given: all that it needs, or what is missing. */
export type ProtocolCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly setting: string };

const UNGATED: readonly ProtocolName[] = ["basic", "stop-with-savepoint"];
/** Both jobs write at the same time, each what lies on its side of a cut. */
const CUTS: readonly ProtocolName[] = [
  "acknowledged-watermark",
  "controller-watermark",
  "offset-cut",
];

/** The protocol has a gate in the job graph. */
export function usesGate(name: ProtocolName): boolean {
  return !UNGATED.includes(name);
}

/** Each job's sink has to begin anew, under a prefix of its own, since both run at the same time. */
export function needsOwnSinks(protocol: ProtocolOptions): boolean {
  return isCut(protocol) || protocol.name === "checkpoint-cut";
}

/** Whether that hand-over can be tried at all; the first thing that is missing, if any. */
export function checkProtocol(options: RunOptions): ProtocolCheck {
  const [first] = unmetNeeds(options);
  if (first === undefined) return { ok: true };
  return { ok: false, reason: first.reason, setting: first.setting };
}

/** Everything that the hand-over's protocol needs and the run lacks. */
export function unmetNeeds(options: RunOptions): readonly UnmetNeed[] {
  const { handover } = options;
  if (handover === undefined) return [];
  const { protocol } = handover;
  const jobs = [options.outgoing, options.incoming];
  return [
    ...jobs.flatMap((job) => gateNeeds(protocol, job)),
    ...savepointNeeds(handover),
    ...jobs.flatMap((job) => checkpointNeeds(protocol, job)),
    ...jobs.flatMap((job) => eventTimeNeeds(protocol, job)),
    ...sinkNeeds(options, protocol),
    ...toggleNeeds(options, handover),
    ...queueNeeds(options, protocol),
  ];
}

function isCut(protocol: ProtocolOptions): boolean {
  return CUTS.includes(protocol.name) || isRecordTimestamp(protocol);
}

function isRecordTimestamp(
  protocol: ProtocolOptions,
): protocol is Extract<ProtocolOptions, { readonly by: "record-timestamp" }> {
  return protocol.name === "configured-watermark" && protocol.by === "record-timestamp";
}

function gateNeeds(protocol: ProtocolOptions, { role, graph }: JobOptions): readonly UnmetNeed[] {
  const { name } = protocol;
  if (!usesGate(name) || graph.length === 0) return [];
  const setting = `${role}.graph`;
  if (!graph.some(({ kind }) => kind === "gate")) {
    return [{ setting, reason: `the protocol ${name} needs a gate in the ${role} job` }];
  }
  const gates = surroundingsOfGates(graph);
  const needs: UnmetNeed[] = openBranches(protocol, graph, gates).map((sink) => ({
    setting,
    reason: `${name} needs a gate before every sink; both jobs would write to "${sink}"`,
  }));
  for (const { before, behind } of gates) {
    const result = before.find(makesResults);
    if (name === "offset-cut" && result !== undefined) {
      needs.push({
        setting,
        reason: `${name} needs records that carry their offset to the gate; "${result.name}" before it makes results that have none`,
        hint: "put the gate before it, or choose acknowledged-watermark",
      });
    }
    const cut = behind.find(makesResults);
    if (isCut(protocol) && cut !== undefined) {
      needs.push({
        setting,
        reason: `${name} cuts records; "${cut.name}" behind the gate would get a part of them in each job`,
        hint: "put the gate behind it, or choose stop-with-savepoint",
      });
    }
    if (name === "checkpoint-cut" && cut !== undefined) {
      needs.push({
        setting,
        reason: `${name} keeps the incoming job from writing; "${cut.name}" behind the gate would write what its state holds`,
        hint: "put the gate behind it, or choose stop-with-savepoint",
      });
    }
  }
  return needs;
}

/** Sinks that no gate stands before; the published protocols are taken with them. */
function openBranches(
  protocol: ProtocolOptions,
  graph: readonly StageOptions[],
  gates: readonly GateSurroundings[],
): readonly string[] {
  if (!needsOwnSinks(protocol)) return [];
  return graph
    .filter((stage) => stage.kind === "sink" && !gates.some(({ behind }) => behind.includes(stage)))
    .map(({ name }) => name ?? "");
}

function savepointNeeds(handover: HandoverOptions): readonly UnmetNeed[] {
  const { protocol, savepointsDir, startFrom } = handover;
  const { name } = protocol;
  const stops = isCut(protocol) || name === "stop-with-savepoint" || name === "checkpoint-cut";
  const needs: UnmetNeed[] = [];
  if (stops && !savepointsDir) {
    needs.push({
      setting: "handover.savepoints-dir",
      reason: `${name} stops the outgoing job with a savepoint; state.savepoints.dir is not set`,
      hint: "set it to true",
    });
  }
  if (startFrom === "nothing" && (stops || name === "watermark-gate-v3")) {
    needs.push({
      setting: "handover.start-from",
      reason: `${name} hands state over; it does not start from nothing (upgradeMode: stateless)`,
    });
  }
  return needs;
}

function checkpointNeeds(protocol: ProtocolOptions, job: JobOptions): readonly UnmetNeed[] {
  const needs = isCut(protocol) || protocol.name === "checkpoint-cut";
  if (!needs || job.checkpointing.intervalMicros > 0) return [];
  return [
    {
      setting: `${job.role}.checkpointing`,
      reason: `${protocol.name} goes by what the ${job.role} job's checkpoints hold; it takes none`,
      hint: "set an interval",
    },
  ];
}

function eventTimeNeeds(protocol: ProtocolOptions, job: JobOptions): readonly UnmetNeed[] {
  const isTimed = isCut(protocol) && protocol.name !== "offset-cut";
  if (!isTimed || job.watermarks.intervalMicros > 0) return [];
  return [
    {
      setting: `${job.role}.watermarks`,
      reason: `${protocol.name} needs event time; the ${job.role} job makes no watermarks`,
      hint: "set an interval above 0",
    },
  ];
}

function sinkNeeds(options: RunOptions, protocol: ProtocolOptions): readonly UnmetNeed[] {
  const { sink, outgoing, incoming } = options;
  if (!needsOwnSinks(protocol) || sink.guarantee !== "exactly-once") return [];
  const needs: UnmetNeed[] = [];
  if (incoming.restoresSinkState) {
    needs.push({
      setting: "sink.restore-state",
      reason: `${protocol.name} needs a sink of its own for each job; a restored one ends the other's transactions`,
      hint: "set it to false: another uid for the incoming sink",
    });
  }
  if (outgoing.transactionalIdPrefix === incoming.transactionalIdPrefix) {
    needs.push({
      setting: "incoming.prefix",
      reason: `${protocol.name} needs a transactional id prefix of its own for each job; with one they fence each other`,
    });
  }
  return needs;
}

// T must lie ahead when the incoming job's savepoint is taken; later than its request at the least.
function toggleNeeds({ epochMillis }: RunOptions, handover: HandoverOptions): readonly UnmetNeed[] {
  const { protocol, atMicros } = handover;
  if (!isRecordTimestamp(protocol)) return [];
  if (protocol.toggleMillis > epochMillis + atMicros / 1_000) return [];
  return [
    {
      setting: "handover.protocol.toggle",
      reason:
        "configured-watermark by record-timestamp needs a toggle that comes after the savepoint",
      hint: "choose it well behind handover.at",
    },
  ];
}

// N8, N9: without checkpoints nothing would ever be acked.
function queueNeeds(options: RunOptions, { name }: ProtocolOptions): readonly UnmetNeed[] {
  const sources = [options.source, ...(options.moreSources ?? [])];
  const kind = sources.find(({ queue }) => queue !== undefined)?.queue?.kind;
  if (kind === undefined) return [];
  const lineage: UnmetNeed = {
    setting: "handover.protocol",
    reason: `${name} needs records that have an offset for both jobs; messages of ${kind} have none`,
    hint: "choose acknowledged-watermark, with 2 copies",
  };
  const unacked = [options.outgoing, options.incoming]
    .filter(({ checkpointing }) => checkpointing.intervalMicros === 0)
    .map(({ role }) => ({
      setting: `${role}.checkpointing`,
      reason: `${kind} acks with checkpoints; the ${role} job takes none`,
      hint: "set an interval",
    }));
  return [...(name === "offset-cut" ? [lineage] : []), ...unacked];
}

/** Where a file holds that setting: a job's own part, or what both jobs have in common. */
export function placeOf(
  setting: string,
  hasOwn: (role: JobRole, key: string) => boolean,
): readonly string[] {
  const [section = "", key = "", ...rest] = setting.split(".");
  const isJob = section === "outgoing" || section === "incoming";
  if (isJob && key !== "prefix" && !hasOwn(section, key)) return ["pipeline", key, ...rest];
  return [section, key, ...rest];
}
