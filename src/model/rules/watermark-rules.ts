import type { RuleGroup } from "./rule.ts";

/** W1 to W21. */
export const WATERMARK_RULES: RuleGroup = {
  title: "Watermarks",
  about: "From a record's timestamp to a task's event time, and to what is late.",
  rules: [
    {
      id: "W1",
      impact: "HIGH",
      says:
        "A bounded-out-of-orderness generator offers the highest timestamp seen − bound − 1 ms at " +
        "each periodic emit, and nothing per record.",
    },
    {
      id: "W2",
      impact: "HIGH",
      says:
        "Watermarks are emitted every pipeline.auto-watermark-interval (200 ms; 0 = never), by a " +
        "fixed delay in the task thread: a busy thread emits late, and ticks do not pile up.",
    },
    {
      id: "W3",
      impact: "HIGH",
      says:
        "Each split has a generator and an idleness of its own; the reader's watermark is the " +
        "minimum over its non-idle splits, combined once all have stored theirs.",
      corrected:
        "a watermark from within a record recombines at once only if it raises its split above " +
        "the combined one",
    },
    {
      id: "W4",
      impact: "MED",
      says:
        "A record goes downstream before the generator sees it, so it never meets a watermark of " +
        "its own making.",
    },
    {
      id: "W5",
      impact: "HIGH",
      says:
        "A stream never sends a watermark twice or a lower one; the first one after idleness " +
        "comes behind an ACTIVE.",
    },
    {
      id: "W6",
      impact: "LOW",
      says:
        "A source has a main output and the outputs of its splits; the stream is idle only when " +
        "both are, and both begin idle.",
    },
    {
      id: "W7",
      impact: "HIGH",
      says:
        "A new or restored split is active and at MIN: the reader's watermark stands still until " +
        "the split has passed it or is idle.",
    },
    {
      id: "W8",
      impact: "HIGH",
      says:
        "When the last split goes idle, Flink before 2.2.0 sends IDLE alone; since then the " +
        "highest watermark of all splits goes out first.",
      corrected:
        "the flush is in 2.2.0 and later, not in 2.1.0; if the stream was idle already, ACTIVE, " +
        "watermark and IDLE follow one another",
    },
    {
      id: "W9",
      impact: "MED",
      says:
        "Removing a split says nothing by itself; the next combination does without it, and the " +
        "watermark never falls.",
      corrected:
        "FLINK-39586 is in no release up to 2.3.0: when the last split goes, watermark and idle " +
        "flag stay as they were",
    },
    {
      id: "W10",
      impact: "HIGH",
      says:
        "Idleness is looked for at periodic emits alone: a split is idle between the timeout and " +
        "the timeout plus three intervals after its last record.",
    },
    {
      id: "W11",
      impact: "HIGH",
      says:
        "The first record after idleness flows while the channel is still IDLE; ACTIVE comes with " +
        "a later periodic emit.",
      corrected:
        "in 1.20.3 and 2.3.0 ACTIVE comes only with a watermark that advances, so records can " +
        "flow under IDLE for long",
    },
    {
      id: "W12",
      impact: "MED",
      says:
        "The clock of idleness stands still during back-pressure and while alignment pauses the " +
        "source or the split.",
      except:
        "time spent in chained operators counts, as in the releases that were read; newest Flink " +
        "hides it",
    },
    {
      id: "W13",
      impact: "HIGH",
      says:
        "A task's input takes the minimum over its channels that are active and aligned; an idle " +
        "channel's watermark is lost, and one that comes back counts only when it has caught up.",
      corrected:
        "FLINK-40475 is in neither 1.20.3 nor 2.3.0: the all-idle flush asks whether the last " +
        "channel held the output, and ACTIVE recomputes nothing",
    },
    {
      id: "W14",
      impact: "HIGH",
      says:
        "Watermarks, statuses and barriers go to every channel and keep their place among its " +
        "records; a partly filled buffer leaves after execution.buffer-timeout.interval (100 ms).",
    },
    {
      id: "W15",
      impact: "MED",
      says:
        "An operator of several inputs takes the minimum over the non-idle ones, and tells a " +
        "status only when “all idle” changes.",
      corrected:
        "a status goes out only when a status comes in: a watermark on an idle input ends " +
        "idleness in silence",
    },
    {
      id: "W16",
      impact: "HIGH",
      says:
        "A watermark first fires every event-time timer up to it, in time order, and then goes " +
        "on.",
      corrected:
        "a timer at or below the watermark that onTimer registers fires in the same advance; one " +
        "that a record registers waits for the next",
      except: "interruptible timers (off by default)",
    },
    {
      id: "W17",
      impact: "HIGH",
      says:
        "A window is late when its last millisecond + allowed lateness is at or below the " +
        "operator's own watermark; a record whose windows are all late is dropped or leaves by " +
        "the side output.",
      corrected:
        "side output or counter, never both; a session's lateness is asked of the merged window, " +
        "and sessions that touch merge",
    },
    {
      id: "W18",
      impact: "HIGH",
      says:
        "The end of input, or a stop with drain, ends event time: MAX fires every window. A stop " +
        "without drain and a cancel send nothing.",
      except:
        "a scenario's topic never ends and its jobs are never drained: drain is held against " +
        "recordings alone",
    },
    {
      id: "W19",
      impact: "MED",
      says:
        "Watermark alignment pauses splits that are ahead of their group, within one job alone: " +
        "the two jobs never wait for each other.",
      corrected:
        "1.20.3 judges a split by its latest watermark; 2.3.0 by the oldest of the last three " +
        "samples, and pauses no idle split",
      except: "sources without support for pausing a split (allow-unaligned-source-splits)",
    },
    {
      id: "W20",
      impact: "HIGH",
      says:
        "No watermark and no idleness is in a checkpoint: after any restore all begin at MIN and " +
        "active, so what was late before may be on time.",
    },
    {
      id: "W21",
      impact: "LOW",
      says: "With unaligned checkpoints, restored in-flight records come before any new watermark.",
      notModelled: "checkpoints are aligned here (C14)",
    },
  ],
};
