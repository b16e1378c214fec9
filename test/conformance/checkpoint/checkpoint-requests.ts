import { fromMillis, toMillis } from "../../../src/engine/clock.ts";
import {
  type CheckpointKind,
  type CheckpointRequest,
  checkpointRequest,
} from "../../../src/model/checkpoint/checkpoint-request.ts";
import {
  type CheckpointLoad,
  CheckpointRequestDecider,
  type DeciderHost,
  type DeciderOptions,
} from "../../../src/model/checkpoint/checkpoint-request-decider.ts";
import { type Corpus, NotSupported, type RecordedValues } from "../corpus.ts";
import { type Adapter, type Answer, stepwiseCorpus } from "../stepwise.ts";

type Decider = Pick<CheckpointRequestDecider, "submit" | "choose" | "queuedCount">;
type Create = (options: DeciderOptions, load: CheckpointLoad, host: DeciderHost) => Decider;

function deciderAdapter(create: Create): Adapter {
  return (config) => {
    const coordinator = new RecordedCoordinator(config, create);
    return (step) => coordinator.take(step);
  };
}

/** The coordinator as the recorder played it: counts what is pending, runs what it is told to run. */
class RecordedCoordinator {
  readonly #decider: Decider;
  readonly #hasTriggerWindow: boolean;
  readonly #load = { isTriggering: false, pendingCount: 0, cleaningCount: 0, lastCompletionAt: 0 };
  readonly #log: unknown[] = [];
  #now: number;

  constructor(config: RecordedValues, create: Create) {
    if (config["unit"] !== "CheckpointRequestDecider") {
      throw new NotSupported(`unit ${String(config["unit"])}`);
    }
    this.#hasTriggerWindow = config["triggerWindow"] === true;
    this.#now = fromMillis(Number(config["clockStartMs"]));
    this.#load.lastCompletionAt = fromMillis(Number(config["lastCompletionStartMs"]));
    const options = {
      maxConcurrent: Number(config["maxConcurrent"]),
      minPauseMicros: fromMillis(Number(config["minPauseMs"])),
      maxQueued: Number(config["maxQueued"]),
    };
    this.#decider = create(options, this.#load, {
      requestDropped: ({ number }, reason) => this.#log.push({ dropped: number, reason }),
      rescheduleTrigger: (delay) => this.#log.push({ rescheduleInMs: toMillis(delay) }),
    });
  }

  take(step: RecordedValues): Answer {
    this.#do(step);
    return {
      out: this.#log.splice(0),
      "=state": {
        now: toMillis(this.#now),
        queued: this.#decider.queuedCount,
        pending: this.#load.pendingCount,
        triggering: this.#load.isTriggering,
        cleaning: this.#load.cleaningCount,
        lastCompletion: toMillis(this.#load.lastCompletionAt),
      },
    };
  }

  #do(step: RecordedValues): void {
    const load = this.#load;
    switch (step["op"]) {
      case "request":
        this.#run(this.#decider.submit(requestOf(step, this.#now), this.#now));
        return;
      case "advance":
        this.#now += fromMillis(Number(step["ms"]));
        return;
      case "cleaning":
        load.cleaningCount = Number(step["n"]);
        if (step["poll"] !== true) return;
        break;
      case "triggered":
        load.isTriggering = false;
        break;
      case "complete":
        load.pendingCount--;
        load.lastCompletionAt = this.#now;
        break;
      case "fail":
        load.pendingCount--;
        break;
    }
    this.#run(this.#decider.choose(this.#now));
  }

  #run(request: CheckpointRequest | undefined): void {
    if (request === undefined) return;
    this.#log.push({ run: request.number });
    this.#load.pendingCount++;
    this.#load.isTriggering = this.#hasTriggerWindow;
  }
}

const KINDS: Readonly<Record<string, CheckpointKind>> = {
  periodic: "periodic",
  userCheckpoint: "checkpoint",
  savepoint: "savepoint",
  forcedSavepoint: "savepoint",
  stopWithSavepoint: "stop-with-savepoint",
};

/** `forced` as recorded: with unaligned checkpoints, which the model has not, savepoints are not. */
function requestOf(step: RecordedValues, now: number): CheckpointRequest {
  const kind = KINDS[String(step["kind"])];
  if (kind === undefined) throw new NotSupported(`request of kind ${String(step["kind"])}`);
  const request = checkpointRequest(Number(step["req"]), kind, now);
  return { ...request, isForced: step["forced"] === true };
}

const real: Create = (options, load, host) => new CheckpointRequestDecider(options, load, host);

/** The decider, to which every request looks as `change` says. */
function told(change: (request: CheckpointRequest) => CheckpointRequest): Create {
  return (options, load, host) => {
    const decider = real(options, load, host);
    return {
      submit: (request, now) => decider.submit(change(request), now),
      choose: (now) => decider.choose(now),
      get queuedCount() {
        return decider.queuedCount;
      },
    };
  };
}

const forgetful: Create = (options, load, host) =>
  real({ ...options, minPauseMicros: 0 }, load, host);

const boundless: Create = (options, load, host) =>
  real({ ...options, maxQueued: 1_000_000 }, load, host);

const overlapping: Create = (options, load, host) =>
  real({ ...options, maxConcurrent: options.maxConcurrent + 1 }, load, host);

/** `CheckpointRequestDecider`, driven by requests, completions and the clock. */
export const checkpointRequests: Corpus = stepwiseCorpus({
  name: "checkpoint-requests",
  rules: ["C2"],
  ops: ["request", "advance", "triggered", "complete", "fail", "cleaning", "poll"],
  adapter: deciderAdapter(real),
  faults: {
    "no minimal pause": deciderAdapter(forgetful),
    "no limit of the queue": deciderAdapter(boundless),
    "one checkpoint more at a time": deciderAdapter(overlapping),
    "a savepoint waits its turn like any checkpoint": deciderAdapter(
      told((request) => ({ ...request, isSavepoint: false })),
    ),
    "a forced request waits for what is pending": deciderAdapter(
      told((request) => ({ ...request, isForced: false })),
    ),
  },
});
