/**
 * Hand-overs of which each is hard in one way, so that a protocol without the rule for it is seen to
 * fail; the exact ones get through all of them.
 */

import type { FaultOptions } from "../../src/model/fault-options.ts";
import type { SlowWatch } from "../../src/model/kubernetes/slow-watch.ts";
import type { GeneratedTraffic, HandoverOptions, RunOptions } from "../../src/model/options.ts";
import type { ProtocolOptions } from "../../src/model/protocol/protocol-options.ts";
import { baseHandover, baseJob, baseRun, EPOCH_MILLIS, millis, seconds } from "./base-run.ts";

const LATE = 2_000;

/** The protocols that are claimed to be exact, by their name, or that of their variant. */
export const EXACT: Readonly<Record<string, ProtocolOptions>> = {
  "acknowledged-watermark": {
    name: "acknowledged-watermark",
    marginMillis: 300,
    latenessMillis: LATE + 400,
  },
  "offset-cut": { name: "offset-cut" },
  "checkpoint-cut": { name: "checkpoint-cut" },
  "stop-with-savepoint": { name: "stop-with-savepoint" },
  "configured-watermark": {
    name: "configured-watermark",
    by: "record-timestamp",
    toggleMillis: EPOCH_MILLIS + 5_000,
    latenessMillis: LATE + 400,
  },
};

/** Those that take a hand-over back, and begin it again. */
export const AGREED = [
  "acknowledged-watermark",
  "offset-cut",
  "stop-with-savepoint",
  "checkpoint-cut",
] as const;

interface Change {
  /** Of acknowledged-watermark. */
  readonly marginMillis?: number;
  readonly traffic?: Partial<GeneratedTraffic>;
  readonly outgoing?: Partial<RunOptions["outgoing"]>;
  readonly incoming?: Partial<RunOptions["incoming"]>;
  readonly both?: Partial<RunOptions["outgoing"]>;
  readonly handover?: Partial<HandoverOptions>;
  readonly kubernetes?: Partial<RunOptions["kubernetes"]>;
  readonly faults?: readonly FaultOptions[];
}

const late = {
  ...(baseRun.source.traffic as GeneratedTraffic),
  late: { share: 0.1, byMillis: LATE },
  endMicros: seconds(15),
};
const silence = { partition: undefined, fromMicros: millis(2_900), toMicros: seconds(6) };
const rare = { ...baseJob("outgoing").checkpointing, intervalMicros: seconds(3) };
const seldom = { ...rare, intervalMicros: seconds(7), firstAfterMicros: seconds(7) };

function slow(job: "outgoing" | "incoming", count: number): SlowWatch {
  return { job, subtask: undefined, extraMicros: seconds(count) };
}

function lag(count: number, subtask?: number): NonNullable<RunOptions["outgoing"]["lag"]> {
  return { micros: seconds(count), subtask };
}

const CHANGES: Readonly<Record<string, Change>> = {
  "nothing special": {},
  "the incoming job lags": { incoming: { lag: lag(3) } },
  "the outgoing job lags": { outgoing: { lag: lag(2) } },
  "one outgoing subtask lags": {
    outgoing: { lag: lag(4, 0) },
    handover: { gateTimeoutMicros: seconds(20) },
  },
  "the incoming gates hear late": {
    kubernetes: { slowWatches: [slow("incoming", 1)] },
  },
  "the outgoing gates hear late": {
    kubernetes: { slowWatches: [slow("outgoing", 1)] },
  },
  "the outgoing gates hear after T": { kubernetes: { slowWatches: [slow("outgoing", 4)] } },
  "the outgoing job dies as it is asked": {
    both: { parallelism: 1 },
    incoming: { lag: lag(3) },
    faults: [fault("cut-proposed", 0, { kind: "kill-job", job: "outgoing" })],
  },
  "the outgoing job dies as it is asked, and nothing comes": {
    traffic: { idle: [silence] },
    both: { parallelism: 1 },
    incoming: { lag: lag(0.7) },
    faults: [fault("cut-proposed", 0, { kind: "kill-job", job: "outgoing" })],
  },
  "the outgoing job dies after its consent": {
    marginMillis: 3_000,
    both: { parallelism: 1 },
    kubernetes: { slowWatches: [slow("outgoing", 1), slow("incoming", 2)] },
    faults: [fault("cut-proposed", 3_500, { kind: "kill-job", job: "outgoing" })],
  },
  "the outgoing job dies after the commit": {
    faults: [fault("toggle-written", 300, { kind: "kill-job", job: "outgoing" })],
  },
  "the incoming job dies after the commit": {
    faults: [fault("toggle-written", 300, { kind: "kill-job", job: "incoming" })],
  },
  "checkpoints are rare": { both: { checkpointing: rare } },
  "the outgoing job does not hear of its checkpoints": {
    faults: [
      fault("toggle-written", 0, {
        kind: "lose-notifications",
        job: "outgoing",
        forMicros: seconds(4),
      }),
    ],
  },
  "somebody edits in the gate phase": {
    faults: [fault("toggle-written", 300, { kind: "edit-spec", edit: "transition" })],
  },
  "the incoming job never gets ready": {
    incoming: { startUp: { kind: "constant", us: seconds(60) } },
    handover: { abortGraceMicros: seconds(1) },
  },
  "the incoming job fails once it has written": {
    incoming: { restart: { strategy: "fixed-delay", attempts: 9, delayMicros: seconds(2) } },
    handover: { abortGraceMicros: millis(800), rescheduleMicros: millis(900) },
    faults: [fault("toggle-written", 850, { kind: "kill-job", job: "incoming" })],
  },
  "the deadline is short": { handover: { gateTimeoutMicros: millis(400) } },
  "and back, while the incoming job lags": {
    both: { parallelism: 1 },
    incoming: { lag: lag(7) },
    handover: { gateTimeoutMicros: seconds(20) },
    faults: [
      fault("handed-over", 100, { kind: "edit-spec", edit: "transition" }),
      fault("handed-over", 1_500, { kind: "kill-job", job: "incoming" }),
    ],
  },
  "and back, while the incoming job has hardly a checkpoint": {
    incoming: { checkpointing: seldom },
    faults: [
      fault("handed-over", 100, { kind: "edit-spec", edit: "transition" }),
      fault("handed-over", 1_500, { kind: "kill-job", job: "incoming" }),
    ],
  },
};

/** All of them, for that protocol. */
export function hardHandovers(
  protocol: ProtocolOptions,
): readonly { readonly name: string; readonly options: RunOptions }[] {
  return Object.entries(CHANGES).map(([name, change]) => ({
    name,
    options: {
      ...baseRun,
      title: name,
      durationMicros: seconds(25),
      source: { ...baseRun.source, traffic: { ...late, ...change.traffic } },
      outgoing: { ...baseJob("outgoing"), ...change.both, ...change.outgoing },
      incoming: { ...baseJob("incoming"), ...change.both, ...change.incoming },
      kubernetes: { ...baseRun.kubernetes, ...change.kubernetes },
      handover: {
        ...baseHandover,
        protocol: withMargin(protocol, change.marginMillis),
        deletionDelayMillis: 0,
        abortGraceMicros: seconds(10),
        gateTimeoutMicros: seconds(10),
        ...change.handover,
      },
      faults: change.faults ?? [],
    },
  }));
}

function withMargin(protocol: ProtocolOptions, marginMillis: number | undefined): ProtocolOptions {
  if (marginMillis === undefined || protocol.name !== "acknowledged-watermark") return protocol;
  return { ...protocol, marginMillis };
}

type Struck = FaultOptions extends infer F ? (F extends unknown ? Omit<F, "at"> : never) : never;

function fault(
  anchor: FaultOptions["at"]["anchor"],
  offsetMillis: number,
  what: Struck,
): FaultOptions {
  return { at: { anchor, offsetMicros: millis(offsetMillis) }, ...what } as FaultOptions;
}
