import type { HandoverRun } from "../model/handover/hand-over-run.ts";
import type { IdSum, JobFlow } from "../oracle/evidence.ts";

/** Where the records of each attempt of both jobs went; empty if the run did not count them. */
export function flowsOf(run: HandoverRun): readonly JobFlow[] {
  return (["outgoing", "incoming"] as const).flatMap((role) =>
    run.jobs[role].finishFlows().map((flow) => ({
      role,
      attempt: flow.attempt,
      read: plain(flow.read),
      forked: plain(flow.forked),
      filtered: plain(flow.filtered),
      late: plain(flow.late),
      absorbed: plain(flow.absorbed),
      gateDropped: plain(flow.gateDropped),
      emitted: plain(flow.emitted),
      inFlight: plain(flow.inFlight),
    })),
  );
}

function plain({ count, hash }: IdSum): IdSum {
  return { count, hash };
}
