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
  readonly owner: number;
}

/** Goes on with a session, or with the reason why there is none. */
export type Started = (session: ProducerSession | string) => void;

/** `initTransactions`, one id after another: blocking at the start, within the step at a snapshot. */
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
      pool.begin(id, 0);
      this.#init(id, (session) => {
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
      pool.begin(id, checkpointId);
      this.#init(id, (session) => {
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
    const { services, broker, timeoutMicros, owner, pool } = this.#options;
    let last: ProducerSession | string = "no transactional id";
    for (const [index, id] of ids.entries()) {
      pool.begin(id, checkpointId);
      last = sessionOf(
        id,
        services.requestNow((now) => broker.initTransactions(id, timeoutMicros, owner, now)),
      );
      if (typeof last === "string") return last;
      if (index < ids.length - 1) pool.recycle(id);
    }
    return last;
  }

  #init(id: string, then: Started): void {
    const { services, broker, timeoutMicros, owner } = this.#options;
    services.request(
      (now) => broker.initTransactions(id, timeoutMicros, owner, now),
      (answer) => then(sessionOf(id, answer)),
    );
  }
}

// Not modelled: the client's own retries while the coordinator ends a transaction; the broker does
// that at once.
function sessionOf(id: string, answer: Answer<ProducerSession>): ProducerSession | string {
  return answer.ok ? answer.value : refusal(id, answer.error);
}

function refusal(id: string, error: KafkaError): string {
  return `initTransactions of ${id}: ${error}`;
}
