import type { Chance } from "../../engine/choice.ts";
import type { Simulation } from "../../engine/simulation.ts";
import type { BlueGreenState } from "../controller/controller-host.ts";
import type { Agenda } from "../job/agenda.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import type { Colour, HandoverOptions, JobRole } from "../options.ts";
import { CONTROL } from "../phases.ts";
import type { HandoverProtocol } from "../protocol/protocol.ts";
import type { Anchors } from "./anchors.ts";
import { Cluster, type ClusterListener } from "./cluster.ts";
import { controllerOptions } from "./controller-settings.ts";
import type { HandoverBook } from "./hand-over-facts.ts";
import type { JobRuntime } from "./job-runtime.ts";
import type { RunTrace } from "./run-trace.ts";

export interface HandoverPlan {
  readonly handover: HandoverOptions;
  readonly protocol: HandoverProtocol;
  readonly jobs: Readonly<Record<JobRole, JobRuntime>>;
  readonly api: ApiServer;
  readonly simulation: Simulation;
  readonly agenda: Agenda;
  readonly epochMillis: number;
  readonly chance: Chance;
  readonly anchors: Anchors;
  readonly book: HandoverBook;
  readonly trace: RunTrace;
}

/** The operator with its controller, and the edit of the spec with which the hand-over begins. */
export function planHandover(plan: HandoverPlan): Cluster {
  const { handover, protocol, agenda, anchors, book, simulation } = plan;
  const { outgoing, incoming } = plan.jobs;
  const cluster = new Cluster({
    jobs: { outgoing: outgoing.job, incoming: incoming.job },
    gates: { outgoing: outgoing.gateNames, incoming: incoming.gateNames },
    api: plan.api,
    agenda,
    handover,
    epochMillis: plan.epochMillis,
    draws: plan.chance.keyed("controller", "habits"),
    listener: listenerOf(plan),
  });
  const settings = controllerOptions(
    handover,
    [outgoing.job.options, incoming.job.options],
    outgoing.job.options.colour,
  );
  cluster.attach(protocol.createController(cluster, settings));
  agenda.at(handover.atMicros, CONTROL, () => {
    book.startedAt = simulation.now;
    anchors.reach("handover-started", simulation.now);
    cluster.edit("transition");
  });
  return cluster;
}

function listenerOf({ jobs, simulation, anchors, book, trace }: HandoverPlan): ClusterListener {
  return {
    transition: (from, to, why) => {
      const { now } = simulation;
      book.transitions.push({ at: now, from, to, why });
      trace.transition(from, to, why);
      const end = endOf(from, to, jobs.incoming.job.options.colour);
      if (end !== undefined) anchors.reach(end, now);
    },
    notice: (text) => trace.notice(text),
    savepointCompleted: () => anchors.reach("savepoint-completed", simulation.now),
    deployed: (role, state, isOwn) => jobs[role].startsFrom(state, isOwn),
    deleted: (role) => {
      if (role === "outgoing") anchors.reach("outgoing-deleted", simulation.now);
    },
  };
}

// Of the hand-over to the incoming job; not of one back, nor of a patch.
function endOf(
  from: BlueGreenState,
  to: BlueGreenState,
  incoming: Colour,
): "handed-over" | "aborted" | undefined {
  if (from !== `TRANSITIONING_TO_${incoming}` || !to.startsWith("ACTIVE")) return undefined;
  return to === `ACTIVE_${incoming}` ? "handed-over" : "aborted";
}
