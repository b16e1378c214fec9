import { Element } from "../model/operator/element.ts";
import type { JobRole, RunOptions, TrafficPhase } from "../model/options.ts";
import type { TopicLog } from "../model/source/topic-log.ts";
import type { Probe } from "../oracle/evidence.ts";
import type { JudgedRun } from "./run-ear.ts";

const ROLES: readonly JobRole[] = ["outgoing", "incoming"];

/**
 * Did the mishaps strike that are no faults, but lie in the traffic, in delays, in how the jobs differ?
 * Of each that the options declare a probe says how often; those of faults are among `runProbes`.
 */
export function mishapProbes(judged: JudgedRun): readonly Probe[] {
  return [
    ...trafficProbes(judged),
    ...delayProbes(judged),
    ...ROLES.flatMap((role) => jobProbes(judged, role)),
    ...endProbes(judged),
  ];
}

function probe(name: string, hits: number): Probe {
  return { name, hits, required: true };
}

function trafficProbes(judged: JudgedRun): readonly Probe[] {
  const { options, pipeline } = judged;
  const { traffic } = options.source;
  if (traffic.kind !== "generated") return [];
  const during = handOverOf(judged);
  const { late, idle, bursts } = traffic;
  const overlaps = ({ fromMicros, toMicros }: TrafficPhase): boolean =>
    fromMicros < during.to && toMicros > during.from;
  return [
    ...(late.share > 0 ? [probe("a record was late", lateRecords(pipeline.topic, options))] : []),
    ...idle.map((phase) =>
      probe("a partition was silent in the hand-over", overlaps(phase) ? 1 : 0),
    ),
    ...bursts.map((phase) => probe("a burst came in the hand-over", overlaps(phase) ? 1 : 0)),
  ];
}

function handOverOf({ outcome }: JudgedRun): { readonly from: number; readonly to: number } {
  const { startedAt, endedAt } = outcome.facts.handover;
  return { from: startedAt ?? Number.POSITIVE_INFINITY, to: endedAt ?? outcome.endedAtMicros };
}

/** Whether a record came that was older than the watermarks' bound and the disorder allow for. */
function lateRecords(topic: TopicLog, options: RunOptions): number {
  const { traffic } = options.source;
  const disorder = traffic.kind === "generated" ? traffic.disorderMillis : 0;
  const allowed = options.outgoing.watermarks.boundMillis + disorder;
  const element = new Element();
  for (let partition = 0; partition < topic.partitions; partition++) {
    for (let offset = 0; offset < topic.count(partition); offset++) {
      topic.read(partition, offset, element);
      const now = options.epochMillis + topic.arrival(partition, offset) / 1_000;
      if (element.ts < now - allowed - 1) return 1;
    }
  }
  return 0;
}

/** From the writing of T to the last gate that learned it, against what a message is delayed by. */
function delayProbes({ options, outcome }: JudgedRun): readonly Probe[] {
  const written = outcome.moments["toggle-written"];
  const { slowWatches = [] } = options.kubernetes;
  return slowWatches.map(({ job, extraMicros }) => {
    const learned = outcome.facts.gates
      .filter(({ role }) => role === job)
      .flatMap(({ learnedAt }) => learnedAt ?? []);
    const isLate = written !== undefined && Math.max(...learned) - written >= extraMicros / 2;
    return probe(`the ${job} job heard late`, isLate ? 1 : 0);
  });
}

function jobProbes({ options, outcome }: JudgedRun, role: JobRole): readonly Probe[] {
  const { lag, startUp, parallelism } = options[role];
  const other = options[role === "outgoing" ? "incoming" : "outgoing"];
  const judged = outcome.facts.gates.filter((gate) => gate.role === role);
  const records = judged.reduce((sum, { passed, dropped }) => sum + passed + dropped, 0);
  const isSlow = startUp.kind === "constant" && startUp.us >= 2_000_000;
  const { "savepoint-completed": saved = 0, "incoming-running": ran } = outcome.moments;
  const waited = (ran ?? outcome.endedAtMicros) - saved;
  return [
    ...(lag === undefined ? [] : [probe(`the ${role} job lagged`, records)]),
    ...(isSlow && role === "incoming"
      ? [probe("the incoming job was slow to start", waited >= 2_000_000 ? 1 : 0)]
      : []),
    ...(parallelism > other.parallelism ? [probe(`the ${role} job is wider`, judged.length)] : []),
  ];
}

/** What was open as the outgoing job went, or as the incoming one began. */
function endProbes({ options, outcome }: JudgedRun): readonly Probe[] {
  const { handover, incoming, sink } = options;
  if (handover === undefined || sink.guarantee !== "exactly-once") return [];
  const { moments, facts } = outcome;
  const openAt = (at: number | undefined): number =>
    facts.transactions.filter(
      ({ role, appended, openedAt, endedAt }) =>
        role === "outgoing" &&
        appended > 0 &&
        at !== undefined &&
        openedAt <= at &&
        (endedAt ?? Number.POSITIVE_INFINITY) >= at,
    ).length;
  return [
    ...(handover.savepointsDir
      ? []
      : [probe("a transaction was open at the deletion", openAt(moments["outgoing-deleted"]))]),
    ...(incoming.restoresSinkState
      ? [probe("a transaction was open at the restore", openAt(moments["savepoint-completed"]))]
      : []),
  ];
}
