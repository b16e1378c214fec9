import type { KeyedDraws } from "../../engine/choice.ts";
import type { SimTime } from "../../engine/clock.ts";
import { type LatencyModel, sampleLatency } from "../../engine/latency.ts";
import type { Agenda, AttemptAgenda } from "../job/agenda.ts";
import type { TaskSubtask } from "../job/task-subtask.ts";
import type { BrokerReach } from "../kafka/broker-reach.ts";
import { BROKER, WORK } from "../phases.ts";
import type { RequestKind, SinkServices } from "./sink-services.ts";

/** The part of a task thread that a sink has to do with. */
export type SinkThread = Pick<
  TaskSubtask,
  "actsAt" | "answered" | "busyFor" | "halt" | "haltReason" | "resume" | "settle"
>;

export interface SinkConnectionOptions {
  /** One that outlives the attempt: what was sent arrives. */
  readonly agenda: Agenda;
  readonly attempt: AttemptAgenda;
  readonly latency: LatencyModel;
  /** Of this subtask; keyed by attempt and number of the request. */
  readonly draws: KeyedDraws;
  readonly attemptNumber: number;
  /** Absent: the broker is always there. */
  readonly reach?: BrokerReach | undefined;
  readonly patience?: Readonly<Record<RequestKind, number>> | undefined;
}

const TIMED_OUT = "TimeoutException: the broker was not reached";

/** The way between the sinks of one subtask and the broker, and back; it has one thread. */
export class SinkConnection implements SinkServices {
  readonly #options: SinkConnectionOptions;
  #thread: SinkThread | undefined;
  #onFail: (reason: string) => void = () => {};
  #requests = 0;
  /** Requests without an answer. */
  #pending = 0;
  #isBlocked = false;
  /** Until when a step that cannot be taken apart has waited for the broker. */
  #waitedUntil = -1;

  constructor(options: SinkConnectionOptions) {
    this.#options = options;
  }

  /** Before anything else: the thread that the sink runs in, and who hears of a failure. */
  attach(thread: SinkThread, onFail: (reason: string) => void): void {
    this.#thread = thread;
    this.#onFail = onFail;
  }

  instant(): SimTime {
    return this.#attached.actsAt;
  }

  request<T>(
    act: (now: SimTime) => T,
    then: (answer: T) => void,
    kind: RequestKind = "block",
  ): void {
    const { agenda, attempt } = this.#options;
    const latency = this.#nextLatency();
    const there = Math.floor(latency / 2);
    if (!attempt.isOver) this.#block();
    this.#pending++;
    const deadline = agenda.now + this.#patience(kind);
    const arrive = (): void => {
      const answer = act(agenda.now);
      agenda.at(agenda.now + latency - there, BROKER, () => {
        attempt.awake(BROKER, () => {
          this.#pending--;
          this.#attached.answered(() => then(answer));
        });
      });
    };
    agenda.at(agenda.now + there, BROKER, () => this.#once(deadline, arrive));
  }

  // Kafka's clients ask again until they are answered or their time is up.
  #once(deadline: number, reached: () => void): void {
    const { agenda, attempt, reach } = this.#options;
    const wait = reach?.waitAt(agenda.now) ?? 0;
    if (wait === 0) {
      reached();
    } else if (agenda.now + wait <= deadline) {
      agenda.at(agenda.now + wait, BROKER, () => this.#once(deadline, reached));
    } else {
      agenda.at(Math.max(agenda.now, deadline), BROKER, () =>
        attempt.awake(BROKER, () => this.fail(TIMED_OUT)),
      );
    }
  }

  proceed(): void {
    if (!this.#isBlocked || this.#pending > 0 || this.#options.attempt.isOver) return;
    this.#isBlocked = false;
    this.#attached.resume(this.#options.agenda.now);
  }

  pause(micros: number, then: () => void): void {
    const { agenda, attempt } = this.#options;
    if (micros === 0) {
      then();
      return;
    }
    if (!attempt.isOver) this.#block();
    this.#pending++;
    agenda.at(agenda.now + micros, BROKER, () => {
      attempt.awake(BROKER, () => {
        this.#pending--;
        this.#attached.answered(then);
      });
    });
  }

  pauseNow(micros: number): void {
    this.#attached.busyFor(micros);
  }

  /** Not modelled: what is written while the broker is away is there at once, if not visible. */
  requestNow<T>(
    act: (now: SimTime) => T,
    kind: RequestKind = "block",
    reached: () => void = () => {},
  ): T {
    const { agenda, attempt, reach } = this.#options;
    const { now } = agenda;
    const answer = act(now);
    const from = Math.max(now, this.#waitedUntil);
    const wait = reach?.waitAt(from) ?? 0;
    const patience = this.#patience(kind);
    if (wait > patience) attempt.at(from + patience, WORK, () => this.fail(TIMED_OUT));
    else if (wait > 0) attempt.at(from + wait, BROKER, reached);
    this.#waitedUntil = from + wait;
    this.#attached.busyFor(wait + this.#nextLatency());
    return answer;
  }

  #patience(kind: RequestKind): number {
    return this.#options.patience?.[kind] ?? Number.POSITIVE_INFINITY;
  }

  wake(): void {
    const { agenda, attempt } = this.#options;
    attempt.at(agenda.now, WORK, () => this.#attached.settle());
  }

  // In an event of its own: a thread may be asked to catch up in the middle of another's step.
  fail(reason: string): void {
    const { agenda, attempt } = this.#options;
    const thread = this.#attached;
    if (attempt.isOver || thread.haltReason === "failed") return;
    thread.halt("failed");
    attempt.at(agenda.now, WORK, () => this.#onFail(reason));
  }

  get #attached(): SinkThread {
    return this.#thread as SinkThread;
  }

  #block(): void {
    if (this.#isBlocked) return;
    this.#isBlocked = true;
    this.#attached.halt("request");
  }

  #nextLatency(): number {
    const { latency, draws, attemptNumber } = this.#options;
    return sampleLatency(latency, draws.unit(attemptNumber, this.#requests++));
  }
}
