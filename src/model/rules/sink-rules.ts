import type { RuleGroup } from "./rule.ts";

/** S1 to S18. */
export const SINK_RULES: RuleGroup = {
  title: "Transactional sinks",
  about: "KafkaSink, its committer, and the broker's transactions.",
  rules: [
    {
      id: "S1",
      impact: "HIGH",
      says:
        "At the barrier the writer waits for the broker and hands over one committable, if its " +
        "transaction has a record; an empty transaction is never committed.",
    },
    {
      id: "S2",
      impact: "HIGH",
      says:
        "The next transaction begins with the snapshot, before the checkpoint is complete: one " +
        "subtask can have several open.",
    },
    {
      id: "S3",
      impact: "HIGH",
      says:
        "At notification n all committables up to n are committed, in ascending order, in the " +
        "task thread.",
      corrected: "one commit call a checkpoint",
    },
    {
      id: "S4",
      impact: "MED",
      says:
        "A commit that may be tried again is, at once, in the same call; what is still pending " +
        "then fails the job.",
      corrected:
        "1 + 10 attempts in both releases (sink.committer.retries), and only what is still " +
        "pending is passed again",
    },
    {
      id: "S5",
      impact: "HIGH",
      says:
        "All committables of the restored state are committed before any record, without " +
        "notification, be it a checkpoint or a savepoint.",
      corrected:
        "also those of a higher checkpoint id than the restored one; what was committed already " +
        "is committed again",
    },
    {
      id: "S6",
      impact: "HIGH",
      says:
        "A commit refused with ProducerFenced, InvalidTxnState or UnknownProducerId is logged and " +
        "dropped: the job goes on, the loss is silent.",
      corrected:
        "InvalidPidMapping is not in that list and fails the job; a refused commit alone proves " +
        "no loss",
    },
    {
      id: "S7",
      impact: "HIGH",
      says:
        "Committing twice, or aborting twice, under the same producer id and epoch is fine; one " +
        "after the other is InvalidTxnState, as is a commit without records.",
      corrected:
        "after any initialisation or timeout it is ProducerFenced; a resumed commit meets " +
        "whatever the id has open now",
    },
    {
      id: "S8",
      impact: "HIGH",
      says:
        "A transaction older than its timeout is aborted at the broker's next scan and its epoch " +
        "raised; a timeout above the broker's maximum refuses the start (KafkaSink's 1 h against " +
        "15 min).",
      corrected:
        "the clock runs from the first AddPartitions and nothing extends it; only a pre-committed " +
        "transaction is lost by it, a running one fails the job and is replayed",
      except: "an id is never forgotten (7 days)",
    },
    {
      id: "S9",
      impact: "HIGH",
      says:
        "INCREMENTING/PROBING: at its start a writer initialises prefix-subtask-checkpoint, " +
        "upwards, until an id was never used; each try fences its owner. The prefix of restored " +
        "state is probed too.",
      corrected:
        "a sink without state goes on from the job's restored checkpoint id, not from 1; ids of " +
        "skipped checkpoints are initialised, so that probing finds no hole",
    },
    {
      id: "S10",
      impact: "HIGH",
      says:
        "POOLING/LISTING: the smallest free number is taken; a start aborts what is open under a " +
        "known prefix (“app” meets “app-green” too), unless it is its own to commit.",
      except: "that it needs a connector of 4.x and brokers of 3.0 is not checked",
    },
    {
      id: "S11",
      impact: "HIGH",
      says:
        "The incoming job fences the outgoing one if they share the prefix or it restores that " +
        "sink's state; the fenced writer fails at its next record.",
      corrected:
        "the job then fails over, with the same prefix in turns; silent is only the loss of what " +
        "was pre-committed",
    },
    {
      id: "S12",
      impact: "HIGH",
      says:
        "read_committed readers come as far as the first open transaction of a partition; what is " +
        "committed behind it, by anybody, stays invisible.",
      corrected:
        "each partition by itself; a transaction without a record in it holds nothing back; plain " +
        "records behind the last stable offset are hidden too",
    },
    {
      id: "S13",
      impact: "HIGH",
      says:
        "A graceful close aborts the running transaction and leaves pre-committed ones open; a " +
        "kill aborts nothing.",
    },
    {
      id: "S14",
      impact: "HIGH",
      says:
        "A savepoint's transactions are pre-committed and commit with the next checkpoint, or at " +
        "the start of whoever restores them; if the outgoing job fails before, it writes them " +
        "again.",
    },
    {
      id: "S15",
      impact: "MED",
      says: "The legacy TwoPhaseCommitSinkFunction commits and recovers in ways of its own.",
      notModelled: "no sink of the modelled connectors is built on it",
    },
    {
      id: "S16",
      impact: "MED",
      says: "AT_LEAST_ONCE flushes at the barrier and repeats after a failover; NONE may lose.",
      corrected:
        "NONE is the default of KafkaSinkBuilder alone; SQL sinks default to at-least-once",
      except: "NONE loses nothing here: a record is at the broker when it is written",
    },
    {
      id: "S17",
      impact: "MED",
      says:
        "After a rescale INCREMENTING cleans up by subtask modulo parallelism, POOLING by the " +
        "ownership that its state holds.",
    },
    {
      id: "S18",
      impact: "MED",
      says: "Other two-phase sinks follow S1 to S5; a committed file cannot be fenced.",
      notModelled:
        "the only external system is Kafka's; the generic half (S3 to S5) is the same code",
    },
  ],
};
