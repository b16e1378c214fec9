import type { ProducerSession } from "../kafka/author.ts";
import type { KafkaError } from "../kafka/errors.ts";
import type { Answer, TransactionBroker } from "../kafka/transaction-broker.ts";
import type { ProducerPool } from "./producer-pool.ts";
import type { SinkListener } from "./sink-listener.ts";
import type { SinkServices } from "./sink-services.ts";
import type { AbortContext, AbortStrategy } from "./transaction-abort.ts";

/** What initialises transactional ids on behalf of one writer. */
export interface StarterOptions {
  readonly broker: TransactionBroker;
  readonly services: SinkServices;
  readonly listener: SinkListener;
  readonly pool: ProducerPool;
  readonly timeoutMicros: number;
  /** The client's `retry.backoff.ms`. */
  readonly backoffMicros: number;
  readonly owner: number;
}

/** Goes on with a session, or with the reason why there is none. */
export type Started = (session: ProducerSession | string) => void;

/**
 * `initTransactions`, one id after another: blocking at the start, within the step at a snapshot.
 *
 * A new producer has found its coordinator after one backoff of the client; an id with an open
 * transaction, which is aborted at once, has to be asked for again after another (recorded: 105 ms
 * and 210 ms instead of a few).
 */
export class TransactionStarter {
  readonly #options: StarterOptions;

  constructor(options: StarterOptions) {
    this.#options = options;
  }

  /** S9, S10: cleans up what earlier attempts left open; `then` gets why it could not. */
  abortLingering(
    strategy: AbortStrategy,
    context: AbortContext,
    then: (failure: string | undefined) => void,
  ): void {
    const { pool, listener } = this.#options;
    const ids = strategy(context);
    const next = (id: string | undefined): void => {
      if (id === undefined) {
        then(undefined);
        return;
      }
      this.#init(id, 0, (session) => {
        if (typeof session === "string") {
          then(session);
          return;
        }
        pool.recycle(id);
        listener.probed(id, session.epoch);
        next(ids.next(session.epoch).value ?? undefined);
      });
    };
    next(ids.next().value ?? undefined);
  }

  /** Initialises all ids and goes on with the session of the last one. */
  start(ids: readonly string[], checkpointId: number, then: Started): void {
    const { pool } = this.#options;
    const from = (index: number): void => {
      const id = ids[index] as string;
      this.#init(id, checkpointId, (session) => {
        if (typeof session === "string" || index === ids.length - 1) {
          then(session);
          return;
        }
        pool.recycle(id);
        from(index + 1);
      });
    };
    from(0);
  }

  /** The same at this instant, in the middle of a snapshot. */
  startNow(ids: readonly string[], checkpointId: number): ProducerSession | string {
    const { services, broker, timeoutMicros, owner, pool, backoffMicros } = this.#options;
    let last: ProducerSession | string = "no transactional id";
    for (const [index, id] of ids.entries()) {
      if (pool.isEmpty) services.pauseNow(backoffMicros);
      pool.start(id, checkpointId);
      const answer = services.requestNow((now) => {
        if (this.#isOngoing(id, now)) services.pauseNow(backoffMicros);
        return broker.initTransactions(id, timeoutMicros, owner, now);
      });
      last = sessionOf(id, answer);
      if (typeof last === "string") return last;
      if (index < ids.length - 1) pool.recycle(id);
    }
    return last;
  }

  #init(id: string, checkpointId: number, then: Started): void {
    const { services, broker, timeoutMicros, owner, pool, backoffMicros } = this.#options;
    const wait = pool.isEmpty ? backoffMicros : 0;
    pool.start(id, checkpointId);
    services.pause(wait, () => {
      services.request(
        (now) => {
          const isRetried = this.#isOngoing(id, now);
          return { answer: broker.initTransactions(id, timeoutMicros, owner, now), isRetried };
        },
        ({ answer, isRetried }) => {
          services.pause(isRetried ? backoffMicros : 0, () => then(sessionOf(id, answer)));
        },
      );
    });
  }

  #isOngoing(id: string, now: number): boolean {
    const { broker, backoffMicros } = this.#options;
    return backoffMicros > 0 && broker.isOngoing(id, now);
  }
}

function sessionOf(id: string, answer: Answer<ProducerSession>): ProducerSession | string {
  return answer.ok ? answer.value : refusal(id, answer.error);
}

function refusal(id: string, error: KafkaError): string {
  return `initTransactions of ${id}: ${error}`;
}
