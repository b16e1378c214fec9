import {
  type AbortContext,
  type AbortStrategy,
  LISTING,
  PROBING,
} from "../../../src/model/sink/transaction-abort.ts";
import {
  INCREMENTING,
  POOLING,
  type TransactionNaming,
} from "../../../src/model/sink/transaction-naming.ts";
import { prefixOf, subtaskOf, transactionalId } from "../../../src/model/sink/transactional-id.ts";
import { splitOwner } from "../../../src/model/source/split-owner.ts";
import { type Corpus, NotSupported, type RecordedValues } from "../corpus.ts";
import { type Adapter, stepwiseCorpus } from "../stepwise.ts";

/** The parts of the connector that these recordings drive. */
interface Connector {
  readonly splitOwner: typeof splitOwner;
  readonly transactionalId: typeof transactionalId;
  readonly prefixOf: typeof prefixOf;
  readonly namings: Readonly<Record<string, TransactionNaming>>;
  readonly aborts: Readonly<Record<string, AbortStrategy>>;
}

const real: Connector = {
  splitOwner,
  transactionalId,
  prefixOf,
  namings: { INCREMENTING, POOLING },
  aborts: { PROBING, LISTING },
};

function connectorAdapter(connector: Connector): Adapter {
  return (config) => {
    const answer = answers(connector, config);
    return (step) => ({ out: answer(step) });
  };
}

function answers(connector: Connector, config: RecordedValues): (step: RecordedValues) => unknown {
  switch (config["kind"]) {
    case "splitOwner": {
      const { topic, partition, numReaders } = config;
      return () => connector.splitOwner(String(topic), Number(partition), Number(numReaders));
    }
    case "transactionalId": {
      const { prefix, subtask, checkpointOffset } = config;
      const id = [String(prefix), Number(subtask), Number(checkpointOffset)] as const;
      return () => connector.transactionalId(...id);
    }
    case "parse": {
      const id = String(config["id"]);
      return () => ({ prefix: connector.prefixOf(id), subtask: subtaskOf(id) });
    }
    case "naming":
      return (step) => named(chosen(connector.namings, config), config, step);
    case "abortStrategy":
      return () => aborted(chosen(connector.aborts, config), config);
    default:
      throw new NotSupported(`the kind ${config["kind"]}`);
  }
}

function chosen<T>(strategies: Readonly<Record<string, T>>, config: RecordedValues): T {
  const strategy = strategies[String(config["strategy"])];
  if (strategy === undefined) throw new NotSupported(`the strategy ${config["strategy"]}`);
  return strategy;
}

function named(naming: TransactionNaming, config: RecordedValues, step: RecordedValues): unknown {
  const initialised = naming({
    prefix: String(config["prefix"]),
    subtask: Number(config["subtask"]),
    lastCheckpointId: Number(step["lastCheckpointId"]),
    nextCheckpointId: Number(step["nextCheckpointId"]),
    ongoing: new Set(step["ongoing"] as readonly string[]),
  });
  // The harness compares names as sets; their order is claimed in test/model/sink.
  return { initialised: [...initialised].sort(), used: initialised.at(-1) };
}

/** Runs a clean-up against a broker that knows the recorded ids. */
function aborted(strategy: AbortStrategy, config: RecordedValues): unknown {
  const epochs = new Map(Object.entries(config["knownIdsEpoch"] as Record<string, number>));
  const context: AbortContext = {
    subtask: Number(config["subtask"]),
    parallelism: Number(config["parallelism"]),
    prefixes: config["prefixes"] as readonly string[],
    startCheckpointId: Number(config["startCheckpointId"]),
    ownedSubtasks: config["ownedSubtasks"] as readonly number[],
    totalOwnedSubtasks: Number(config["totalOwnedSubtasks"]),
    precommitted: new Set(config["precommitted"] as readonly string[]),
    openTransactions: config["openTransactions"] as readonly string[],
  };
  const out: unknown[] = [];
  const ids = strategy(context);
  let next = ids.next();
  while (next.done !== true) {
    const epoch = (epochs.get(next.value) ?? -1) + 1;
    epochs.set(next.value, epoch);
    out.push({ initTransactions: next.value, epoch });
    next = ids.next(epoch);
  }
  return out;
}

/** Parts of the Kafka connector that need no broker: owners, names, clean-ups. */
export const kafka: Corpus = stepwiseCorpus({
  name: "kafka",
  rules: ["N1", "S9", "S10", "S17"],
  ops: ["owner", "build", "next", "start", "parse"],
  adapter: connectorAdapter(real),
  faults: {
    "a split's owner is the partition modulo the readers": connectorAdapter({
      ...real,
      splitOwner: (_topic, partition, readers) => partition % readers,
    }),
    "an id lacks the subtask": connectorAdapter({
      ...real,
      transactionalId: (prefix, _subtask, offset) => `${prefix}-${offset}`,
    }),
    "a prefix ends at the first dash": connectorAdapter({
      ...real,
      prefixOf: (id) => id.slice(0, id.indexOf("-")),
    }),
    "gaps are not filled": connectorAdapter({
      ...real,
      namings: {
        ...real.namings,
        INCREMENTING: (context) => INCREMENTING(context).slice(-1),
      },
    }),
    "an id in use is taken again": connectorAdapter({
      ...real,
      namings: {
        ...real.namings,
        POOLING: (context) => POOLING({ ...context, ongoing: new Set() }),
      },
    }),
    "probing looks at its own subtask only": connectorAdapter({
      ...real,
      aborts: {
        ...real.aborts,
        PROBING: (context) => PROBING({ ...context, parallelism: Number.POSITIVE_INFINITY }),
      },
    }),
    "listing aborts what the committer will commit": connectorAdapter({
      ...real,
      aborts: {
        ...real.aborts,
        LISTING: (context) => LISTING({ ...context, precommitted: new Set() }),
      },
    }),
    "listing takes a prefix for a whole name": connectorAdapter({
      ...real,
      aborts: {
        ...real.aborts,
        LISTING: (context) =>
          LISTING({
            ...context,
            openTransactions: context.openTransactions.filter((id) =>
              context.prefixes.includes(prefixOf(id)),
            ),
          }),
      },
    }),
  },
});
