import type { EventTime } from "../../../src/model/event-time.ts";
import { buildChain } from "../../../src/model/job/chain.ts";
import type { ChainOptions } from "../../../src/model/job/chain-options.ts";
import type { Execution } from "../../../src/model/job/execution.ts";
import { Job } from "../../../src/model/job/job.ts";
import type { ChainLink } from "../../../src/model/job/topology.ts";
import { KeyTable } from "../../../src/model/network/key-groups.ts";
import { CommitterOperator } from "../../../src/model/sink/committer-operator.ts";
import { dealSinkState } from "../../../src/model/sink/deal-sink-state.ts";
import type { KafkaCommittable } from "../../../src/model/sink/sink-state.ts";
import { StatusWatermarkValve } from "../../../src/model/watermark/status-watermark-valve.ts";
import { type Corpus, NotSupported, type Replay } from "../corpus.ts";
import { PUBLISHED } from "../gates/gates.ts";
import { traceCase, traceOf } from "../gates/trace.ts";
import { compareTrace } from "./compare-trace.ts";
import { JobBench } from "./job-bench.ts";
import type { ModelParts } from "./scripted-execution.ts";

function replayWith(planted: Partial<ModelParts>, isLazy = false): Replay {
  return (recorded) => {
    const trace = traceOf(recorded);
    const protocol = PUBLISHED[trace.protocol];
    if (protocol === undefined) throw new NotSupported(`the protocol ${trace.protocol}`);
    return compareTrace(trace, new JobBench(trace, { protocol, ...planted }, isLazy));
  };
}

/** Once idle, a channel never takes part again. */
class NeverAligning extends StatusWatermarkValve {
  readonly #wasIdle = new Set<number>();

  override inputWatermark(channel: number, watermark: EventTime): void {
    if (!this.#wasIdle.has(channel)) super.inputWatermark(channel, watermark);
  }

  override inputStatus(channel: number, idle: boolean): void {
    if (idle) this.#wasIdle.add(channel);
    super.inputStatus(channel, idle);
  }
}

class ForgettingRestored extends CommitterOperator<KafkaCommittable> {
  override initializeState(
    ...[, checkpoint, then]: Parameters<CommitterOperator<KafkaCommittable>["initializeState"]>
  ): void {
    super.initializeState([], checkpoint, then);
  }
}

class RestartingAll extends Job {
  override failed(execution: Execution, reason: string): void {
    if (!execution.parts.agenda.isOver) this.failGlobally(reason);
  }
}

/** Windows that wait for late records a little longer. */
function lenientChain(options: ChainOptions): ReturnType<typeof buildChain> {
  const { plan } = options;
  return buildChain({ ...options, plan: { ...plan, chain: plan.chain.map(lenient) } });
}

function lenient(link: ChainLink): ChainLink {
  if ("edge" in link) return link;
  const { stage } = link;
  return {
    stage: stage.kind === "window" ? { ...stage, allowedLatenessMillis: 1_000 } : stage,
    next: link.next.map(lenient),
  };
}

const FAULTS: Readonly<Record<string, Partial<ModelParts>>> = {
  "W13: a channel that came back never re-aligns": {
    createValve: (...args) => new NeverAligning(...args),
  },
  "W17: windows take late records": { buildChain: lenientChain },
  "C16: keyed state is not restored": {
    buildChain: (options) => buildChain({ ...options, restore: undefined }),
  },
  "C20: keys go to other subtasks": {
    createKeys: (names, maxParallelism) => new KeyTable(names, maxParallelism - 1),
  },
  "C21: another subtask gets the committables": {
    dealSinkState: (states, parallelism, subtask) =>
      dealSinkState(states, parallelism, parallelism - 1 - subtask),
  },
  "C22: the failure of one region restarts the whole job": {
    createJob: (...args) => new RestartingAll(...args),
  },
  "S5: a restore does not commit": {
    createCommitter: (...args) => new ForgettingRestored(...args),
  },
};

/**
 * Two whole jobs in lock-step: every event of every gate, positions, commits and the final lists.
 * Each trace is driven twice: thread by thread at each element, and evaluated lazily as in a run.
 */
export const jobs: Corpus = {
  name: "gate-jobs/traces (jobs)",
  file: "gate-jobs/traces",
  rules: ["C3", "C16", "C18", "C20", "C21", "C22", "C24", "C25", "C26", "C27", "W13", "W17", "W20"],
  read: traceCase,
  replay: (recorded, version) => {
    const outcome = replayWith({})(recorded, version);
    return outcome.kind === "equal" ? replayWith({}, true)(recorded, version) : outcome;
  },
  faults: Object.entries(FAULTS).map(([name, planted]) => ({ name, replay: replayWith(planted) })),
};
