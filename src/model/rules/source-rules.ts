import type { RuleGroup } from "./rule.ts";

/** N1 to N12. */
export const SOURCE_RULES: RuleGroup = {
  title: "Sources",
  about: "What the two jobs read, and whether both can.",
  rules: [
    {
      id: "N1",
      impact: "HIGH",
      says:
        "A Kafka partition goes to subtask (hash of topic · 31 + partition) mod p; no consumer " +
        "group re-balances: both jobs read everything.",
    },
    {
      id: "N2",
      impact: "HIGH",
      says:
        "Starting offsets count at the first discovery alone; a restored split goes on from its " +
        "own offset. Partitions that appear later are read from EARLIEST, once they are found: a " +
        "running job looks every 5 min, one that starts looks at once.",
      except: "partitions that vanish",
    },
    {
      id: "N3",
      impact: "MED",
      says:
        "Offsets are committed to the group for monitoring only; jobs of one group overwrite each " +
        "other's.",
      notModelled: "neither job starts from them",
    },
    {
      id: "N4",
      impact: "MED",
      says: "Kinesis shards are assigned by hash range, children after parents.",
      except: "resharding: there are no children",
    },
    {
      id: "N5",
      impact: "HIGH",
      says:
        "All pollers of a Kinesis shard share 5 calls and 2 MB a second: two jobs at once " +
        "throttle each other.",
      except: "a fetcher that waits for its task; a job that gives up after 50 retries",
    },
    {
      id: "N6",
      impact: "HIGH",
      says:
        "Enhanced fan-out gives each consumer its own 2 MB/s; a consumer name used twice ends the " +
        "other's subscription.",
      except: "20 consumers a stream, 5 registrations a second, renewals every 5 min",
    },
    {
      id: "N7",
      impact: "MED",
      says:
        "A subtask without splits never sends a watermark: without idleness everything behind a " +
        "shuffle stands still.",
    },
    {
      id: "N8",
      impact: "HIGH",
      says:
        "RabbitMQ gives each message to one consumer: two jobs on a queue share it. Acks follow " +
        "completed checkpoints.",
      except: "a source without checkpoints, which acks by itself; the way of an ack",
    },
    {
      id: "N9",
      impact: "HIGH",
      says:
        "Pub/Sub acks follow completed checkpoints, within a deadline of 10 s by default; one " +
        "subscription is shared, two are copies.",
      except: "pulls: a consumer is sent what arrives; acks that are refused for being late",
    },
    {
      id: "N10",
      impact: "MED",
      says: "SQS delivers again what is not deleted within the visibility timeout.",
      except: "the cap of messages in flight; receipts that a later delivery has made void",
    },
    {
      id: "N11",
      impact: "LOW",
      says: "Without a timestamp assigner a record's time is the broker's.",
      notModelled: "a record's event time is the input's own",
    },
    {
      id: "N12",
      impact: "MED",
      says:
        "A teardown before the ack brings the messages of a queue again, though their effect may " +
        "be committed.",
    },
  ],
};
