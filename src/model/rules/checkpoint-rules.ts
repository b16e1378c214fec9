import type { RuleGroup } from "./rule.ts";

/** C1 to C27. Counterexamples C1 to C7 are others: always spelled with the word. */
export const CHECKPOINT_RULES: RuleGroup = {
  title: "Checkpoints",
  about: "Checkpoints, savepoints, restores and failover.",
  rules: [
    {
      id: "C1",
      impact: "MED",
      says:
        "Periodic checkpoints begin at a random instant between minimal pause and interval, then " +
        "at a fixed rate.",
      corrected:
        "after a failover 2.3.0 begins after the minimal pause, 1.20.3 draws again; the next one " +
        "counts from the planned time, except after a drop for the pause",
      except: "pipeline.sources.pause-until-first-checkpoint and interval-during-backlog",
    },
    {
      id: "C2",
      impact: "HIGH",
      says:
        "Requests run by rank: savepoints, then forced ones, then the user's, then the older; " +
        "never more than max-concurrent, with a minimal pause from the end of the last one.",
      corrected:
        "while unaligned checkpoints are off every savepoint is forced: it runs beside pending " +
        "ones and ignores the pause",
      except: "“being prepared” and “cleaning” take no time here, so neither holds a request back",
    },
    {
      id: "C3",
      impact: "HIGH",
      says:
        "Ids come from one counter; in the task one step flushes and pre-commits, sends the " +
        "barrier on, takes the synchronous part, then the asynchronous one, then acknowledges.",
      except:
        "master hooks and the coordinators' own snapshots, which a Kafka-like source does not " +
        "need",
    },
    {
      id: "C4",
      impact: "HIGH",
      says:
        "A checkpoint expires 10 min after it was made: its state is discarded, nobody is " +
        "notified, late acknowledgements change nothing.",
    },
    {
      id: "C5",
      impact: "HIGH",
      says:
        "When all have acknowledged, the metadata is written, a checkpoint goes into the store (1 " +
        "is kept), lower pending ones are subsumed, then all tasks are notified.",
      except: "the writes to metadata and store take no time; that of a savepoint can fail",
    },
    {
      id: "C6",
      impact: "HIGH",
      says:
        "Notifications are one-way: late, lost, never repeated; a higher id stands for lower " +
        "ones. After a restore none is sent for the restored checkpoint.",
    },
    {
      id: "C7",
      impact: "MED",
      says: "One task that declines or fails aborts the pending checkpoint for all.",
    },
    {
      id: "C8",
      impact: "MED",
      says:
        "Failed checkpoints in a row count against tolerable-failed-checkpoints (0 by default); a " +
        "synchronous savepoint that fails in a task fails the job.",
      corrected:
        "five reasons count: declined, asynchronous exception, I/O exception, expired, " +
        "finalization failed; what tasks abort among themselves does not",
    },
    {
      id: "C9",
      impact: "HIGH",
      says:
        "Behind the first barrier each channel waits until all have it: nothing behind a barrier " +
        "enters the state before it.",
    },
    {
      id: "C10",
      impact: "MED",
      says:
        "A barrier of a newer checkpoint ends the pending one, which is declined; one of an older " +
        "checkpoint only frees its channel.",
    },
    {
      id: "C11",
      impact: "LOW",
      says: "A cancellation marker aborts its checkpoint, whose later barriers are ignored.",
      corrected:
        "a marker of a higher id than the pending one aborts, in what it tells, the higher id " +
        "alone",
    },
    {
      id: "C12",
      impact: "MED",
      says:
        "An ended channel counts as aligned (checkpoints-after-tasks-finish, true by default); " +
        "without that option it aborts the pending checkpoint.",
      except: "tasks of a run end only by a stop, so none waits for one more checkpoint to commit",
    },
    {
      id: "C13",
      impact: "LOW",
      says:
        "AT_LEAST_ONCE counts barriers and blocks nothing: the state may hold what came behind " +
        "its barrier.",
    },
    {
      id: "C14",
      impact: "MED",
      says:
        "Unaligned checkpoints (off by default) let barriers overtake buffers, which become part " +
        "of the checkpoint.",
      notModelled:
        "off by default in both releases, and never under savepoints; a second network path for " +
        "in-flight data",
    },
    {
      id: "C15",
      impact: "MED",
      says:
        "The synchronous part of a snapshot stops its subtask, the asynchronous part does not; " +
        "both, and the way of the calls, are parameters.",
    },
    {
      id: "C16",
      impact: "HIGH",
      says:
        "A source stores the next offset of each split at the barrier; a restore reads exactly " +
        "from there, so what came behind the barrier is read again.",
    },
    {
      id: "C17",
      impact: "MED",
      says:
        "Splits assigned after the restored checkpoint go back to the enumerator and are assigned " +
        "anew.",
    },
    {
      id: "C18",
      impact: "HIGH",
      says:
        "A job recovers from its latest completed checkpoint; started from a path it takes that " +
        "one for its own, and counts on from its id + 1.",
      except: "claim modes: files of state are never shared nor deleted",
    },
    {
      id: "C19",
      impact: "MED",
      says:
        "State that nobody takes fails the restore unless allowNonRestoredState; a sink of " +
        "another uid starts without state.",
      except: "state of sessions that goes on in other windows, or the reverse, is refused",
    },
    {
      id: "C20",
      impact: "HIGH",
      says:
        "Key group = murmur(hash of key) mod max parallelism, subtask = group · p div max " +
        "parallelism; another max parallelism refuses the restore.",
    },
    {
      id: "C21",
      impact: "MED",
      says:
        "List state goes back as it was at the same parallelism, else in contiguous chunks, the " +
        "first ones longer by one.",
      corrected:
        "in 2.3.0 sources may have the enumerator assign restored splits anew " +
        "(SupportsSplitReassignmentOnRecovery)",
      except: "the start index that rotates between state names; that re-assignment of 2.3.0",
    },
    {
      id: "C22",
      impact: "HIGH",
      says:
        "A failure restarts its pipelined region from the latest checkpoint after the restart " +
        "strategy's delay; sources rewind, and what was not transactional is repeated.",
      corrected:
        "with checkpoints the default is exponential-delay in both releases: 1 s, × 1.5, at most " +
        "1 min, jitter 0.1, reset after 1 h",
    },
    {
      id: "C23",
      impact: "LOW",
      says:
        "A dead TaskManager is noticed by lost connections or after a heartbeat timeout of 50 s; " +
        "a cancel is given 180 s.",
      except: "the time it takes to cancel the rest of a region",
    },
    {
      id: "C24",
      impact: "MED",
      says: "Ids of one job only grow, and aborted ones are skipped.",
    },
    {
      id: "C25",
      impact: "HIGH",
      says:
        "A savepoint without stop is not stored, is no recovery point, subsumes nothing and " +
        "notifies nobody.",
    },
    {
      id: "C26",
      impact: "HIGH",
      says:
        "Stop-with-savepoint stops the trigger, ends sources right behind the barrier and " +
        "notifies, so sinks commit before FINISHED; a failure in between restarts from the last " +
        "checkpoint.",
      corrected:
        "without drain the window that straddles the stop stays in the savepoint: the outgoing " +
        "job never emits it",
    },
    {
      id: "C27",
      impact: "HIGH",
      says: "A cancel takes no last checkpoint and commits nothing.",
    },
  ],
};
