import type {
  CommitFailure,
  CommitOutcome,
  CommitRequest,
  Committer,
} from "../../../src/model/sink/commit-request.ts";
import { CommitterOperator } from "../../../src/model/sink/committer-operator.ts";
import type { PendingCommittables } from "../../../src/model/sink/sink-state.ts";
import {
  type CommittingSinkWriter,
  SinkWriterOperator,
} from "../../../src/model/sink/sink-writer-operator.ts";
import { type Corpus, NotSupported, type RecordedValues } from "../corpus.ts";
import { type Adapter, type Answer, stepwiseCorpus } from "../stepwise.ts";
import { taken } from "../watermark/outputs.ts";

/** The recorder's words for what a scripted committer says. */
type Outcomes = Readonly<Record<string, CommitOutcome>>;

const OUTCOMES: Outcomes = {
  ok: "committed",
  retry: "retryLater",
  failKnown: "failedWithKnownReason",
  failUnknown: "failedWithUnknownReason",
  already: "alreadyCommitted",
};

/** The recorder's committer: what it says is fixed by committable and number of the attempt. */
class ScriptedCommitter implements Committer<string> {
  readonly #script: Readonly<Record<string, readonly string[]>>;
  readonly #outcomes: Outcomes;
  readonly #log: unknown[];
  readonly #attempts = new Map<string, number>();

  constructor(config: RecordedValues, outcomes: Outcomes, log: unknown[]) {
    this.#script = config["outcomes"] as Readonly<Record<string, readonly string[]>>;
    this.#outcomes = outcomes;
    this.#log = log;
  }

  commit(
    requests: readonly CommitRequest<string>[],
    then: (failure: CommitFailure | undefined) => void,
  ): void {
    const call: unknown[] = [];
    this.#log.push({ commitCall: call });
    for (const request of requests) {
      const outcome = this.#next(request.committable);
      call.push({ id: request.committable, retries: request.numberOfRetries, outcome });
      const failure = this.#settle(request, outcome);
      if (failure !== undefined) {
        then(failure);
        return;
      }
    }
    then(undefined);
  }

  #settle(request: CommitRequest<string>, outcome: string): CommitFailure | undefined {
    if (outcome === "throw") return { exception: "thrown", message: "" };
    const ours = this.#outcomes[outcome];
    if (ours === undefined) throw new NotSupported(`the outcome ${outcome}`);
    return request.settle(ours);
  }

  #next(id: string): string {
    const attempt = this.#attempts.get(id) ?? 0;
    this.#attempts.set(id, attempt + 1);
    const script = this.#script[id] ?? ["ok"];
    return script[Math.min(attempt, script.length - 1)] as string;
  }
}

/** The recorder's writer: its values leave in up to `parts` committables a checkpoint. */
class ScriptedWriter implements CommittingSinkWriter<string, never> {
  next = 0;
  readonly #parts: number;
  readonly #log: unknown[];
  readonly #name: () => string;
  #values: number[] = [];

  constructor(parts: number, log: unknown[], name: () => string) {
    this.#parts = parts;
    this.#log = log;
    this.#name = name;
  }

  write(): void {
    this.#values.push(this.next);
  }

  flush(): void {
    this.#log.push({ flush: this.#values });
  }

  prepareCommit(): readonly string[] {
    const values = this.#values;
    this.#values = [];
    return Array.from({ length: Math.min(this.#parts, values.length) }, (_, part) => {
      const committable = this.#name();
      const own = values.filter((__, index) => index % this.#parts === part);
      this.#log.push({ committable, values: own });
      return committable;
    });
  }

  snapshotState(): readonly never[] {
    return [];
  }
}

type Operator = Pick<
  CommitterOperator<string>,
  "initializeState" | "processElement" | "snapshotState" | "notifyCheckpointComplete"
>;
type Create = (committer: Committer<string>, maxRetries: number) => Operator;

const real: Create = (...args) => new CommitterOperator(...args);

function committerAdapter(create: Create, outcomes: Outcomes = OUTCOMES): Adapter {
  return (config) => new Bench(config, create, outcomes).step;
}

/** Both operators of the sink, chained, with what they stored at each checkpoint. */
class Bench {
  readonly #config: RecordedValues;
  readonly #create: Create;
  readonly #log: unknown[] = [];
  readonly #stored = new Map<number, readonly PendingCommittables<string>[]>();
  readonly #committer: ScriptedCommitter;
  #named = 0;
  #operator: Operator;
  #writer: ScriptedWriter;
  #writerOperator: SinkWriterOperator<string, never>;
  #failure: CommitFailure | undefined;

  constructor(config: RecordedValues, create: Create, outcomes: Outcomes) {
    this.#config = config;
    this.#create = create;
    this.#committer = new ScriptedCommitter(config, outcomes, this.#log);
    this.#operator = this.#newCommitter();
    this.#writer = this.#newWriter();
    this.#writerOperator = this.#newWriterOperator();
  }

  readonly step = (step: RecordedValues): Answer => {
    this.#failure = undefined;
    this.#act(step);
    const out = taken(this.#log);
    const failure = this.#failure as CommitFailure | undefined;
    if (failure === undefined) return { out };
    // What the recorder's own exception is called says nothing about Flink.
    const isThrown = failure.exception === "thrown";
    return { out, "=error": isThrown ? (step["=error"] ?? failure.exception) : failure.exception };
  };

  #act(step: RecordedValues): void {
    const checkpoint = Number(step["cp"]);
    switch (step["op"]) {
      case "rec":
        this.#writer.next = Number(step["value"]);
        this.#writerOperator.processElement();
        break;
      case "snapshot":
        this.#writerOperator.prepareSnapshotPreBarrier(checkpoint);
        this.#writerOperator.snapshotState(checkpoint);
        this.#stored.set(checkpoint, this.#operator.snapshotState());
        break;
      case "complete":
        this.#operator.notifyCheckpointComplete(checkpoint, this.#done);
        break;
      case "restore":
        this.#operator = this.#newCommitter();
        this.#writer = this.#newWriter();
        this.#writerOperator = this.#newWriterOperator();
        this.#operator.initializeState(this.#stored.get(checkpoint) ?? [], checkpoint, this.#done);
        break;
      // "abort": neither operator does anything.
    }
  }

  readonly #done = (failure: CommitFailure | undefined): void => {
    this.#failure = failure;
  };

  #newCommitter(): Operator {
    return this.#create(this.#committer, Number(this.#config["maxRetries"]));
  }

  #newWriter(): ScriptedWriter {
    const parts = Number(this.#config["committablesPerCheckpoint"]);
    return new ScriptedWriter(parts, this.#log, () => `t${++this.#named}`);
  }

  #newWriterOperator(): SinkWriterOperator<string, never> {
    return new SinkWriterOperator(this.#writer, (checkpoint, committable) =>
      this.#operator.processElement(checkpoint, committable),
    );
  }
}

/** A committer with one method replaced. */
function spoiled(spoil: (operator: CommitterOperator<string>) => Partial<Operator>): Adapter {
  return committerAdapter((committer, maxRetries) => {
    const operator = new CommitterOperator(committer, maxRetries);
    return {
      initializeState: (...args) => operator.initializeState(...args),
      processElement: (...args) => operator.processElement(...args),
      snapshotState: () => operator.snapshotState(),
      notifyCheckpointComplete: (...args) => operator.notifyCheckpointComplete(...args),
      ...spoil(operator),
    };
  });
}

/** `SinkWriterOperator` and `CommitterOperator`, through barriers, notifications and restores. */
export const committer: Corpus = stepwiseCorpus({
  name: "committer",
  rules: ["C3", "S3", "S4", "S5"],
  ops: ["rec", "snapshot", "complete", "abort", "restore"],
  adapter: committerAdapter(real),
  faults: {
    "a restore does not commit": spoiled((operator) => ({
      initializeState: (restored, _checkpoint, then) => {
        for (const { checkpointId, committables } of restored) {
          for (const one of committables) operator.processElement(checkpointId, one);
        }
        then(undefined);
      },
    })),
    "one more retry": committerAdapter(
      (scripted, maxRetries) => new CommitterOperator(scripted, maxRetries + 1),
    ),
    "a failure of known reason is tried again": committerAdapter(real, {
      ...OUTCOMES,
      failKnown: "retryLater",
    }),
    "a failure of unknown reason is dropped": committerAdapter(real, {
      ...OUTCOMES,
      failUnknown: "failedWithKnownReason",
    }),
    "a snapshot leaves out what is pending": spoiled(() => ({ snapshotState: () => [] })),
    "all checkpoints are committed in one call": spoiled((operator) => ({
      processElement: (_checkpoint, one) => operator.processElement(1, one),
    })),
  },
});
