import type { RuleGroup } from "./rule.ts";

/** Conditions, counterexamples C1 to C7, failures F1 to F7, repairs. */
export const EXACTNESS: RuleGroup = {
  title: "Exactness",
  about:
    "When a hand-over by T is exactly-once (E), how it is not (counterexamples, and failures F), " +
    "and what would mend it. Spelled “counterexample C1”, since C1 is a rule of checkpoints.",
  rules: [
    {
      id: "E1",
      says:
        "Learn before reach: every gate of both jobs knows T before it meets a record at or above " +
        "T, and before its watermark is above T.",
      corrected:
        "D must cover the slowest gate's learning in event time, in both jobs, and exceed the " +
        "bound: 500 ms against a bound of 500 ms was never exact",
    },
    {
      id: "E2",
      says:
        "Each record below T meets the same side of the crossing in both jobs, as when none comes " +
        "after w > T.",
      follows: ["W13", "G4", "G7"],
    },
    {
      id: "E3",
      says:
        "Every outgoing subtask has processed and committed what it owes below T before it is " +
        "torn down.",
      corrected:
        "a third condition that the theorem lacked: 157 of 160 real hand-overs with E1 and E2 " +
        "were exact, the other three are fault 25",
      follows: ["gate phase", "S13", "C26"],
    },
    {
      id: "theorem",
      says:
        "Without failures, with one T and a deterministic pipeline, V3 is exactly-once if E1, E2 " +
        "and E3 hold.",
      follows: ["G1", "G2", "G3", "G4", "E1", "E2", "E3"],
      spellings: ["the theorem"],
    },
    {
      id: "counterexample C1",
      says:
        "The incoming job lags, D = 0: what the outgoing gate passed above its watermark before " +
        "it knew T comes twice.",
      corrected:
        "lag alone duplicates nothing: only what was passed at or above T while T was unknown",
      follows: ["G1", "G3"],
    },
    {
      id: "counterexample C2",
      says: "The incoming job leads, D = 0: what it dropped before it knew T comes never.",
      follows: ["G2", "G4"],
    },
    {
      id: "counterexample C3",
      says:
        "Another parallelism: two outgoing subtasks differ in their watermarks, one incoming " +
        "subtask has the minimum: a late record comes never, or twice.",
      follows: ["G4", "G7"],
    },
    {
      id: "counterexample C4",
      says: "V1 and V2: what is below T after the crossing is always lost.",
      follows: ["G7"],
    },
    {
      id: "counterexample C5",
      says: "A partition idle in one job only: its watermark runs ahead: duplicates or a gap.",
      follows: ["W10", "W13", "G4"],
    },
    {
      id: "counterexample C6",
      says:
        "After a restore the incoming watermark is MIN: late records meet another side of T than " +
        "in the outgoing job.",
      follows: ["W20", "G7"],
    },
    {
      id: "counterexample C7",
      says: "A gate behind state: the same result has another timestamp or content in each job.",
      follows: ["W17", "W20"],
    },
    {
      id: "F1",
      says:
        "The outgoing job passed ts >= T before it learned T, crashes, aborts, and on replay " +
        "drops it: a gap.",
      follows: ["G4", "G11", "C22"],
    },
    {
      id: "F2",
      says:
        "The outgoing job restarts after it crossed: its watermark is MIN, so it passes late " +
        "records that the incoming one took: duplicates.",
      corrected: "only if the crossing watermark is not replayed before them",
      follows: ["G4", "G11", "W20"],
    },
    {
      id: "F3",
      says:
        "The incoming job restarts, even weeks later: until its first watermark it drops records " +
        "below T: a gap.",
      follows: ["G1", "G11", "W20"],
    },
    {
      id: "F4",
      says:
        "The outgoing job restores a checkpoint before the savepoint whose transactions the " +
        "incoming one has committed: it writes them again.",
      follows: ["S5", "S14", "C25"],
    },
    {
      id: "F5",
      says: "An incoming sink with restored state fences the outgoing one, whatever the prefix.",
      corrected:
        "the outgoing job fails over each time, usually to before the savepoint: all that it " +
        "rewrites comes twice (F4)",
      follows: ["S9", "S11"],
    },
    {
      id: "F6",
      says:
        "V3's last savepoint commits what the outgoing job holds, unless no directory is set or " +
        "the job fails first; at-least-once sinks repeat at every replay.",
    },
    {
      id: "F7",
      says:
        "The outgoing job dies for good with records below T unwritten: the incoming one will not " +
        "pass them.",
      follows: ["G1", "C22"],
    },
    {
      id: "repair 1",
      says:
        "For E1, fault 20, F1: a barrier of two phases: T above all timestamps of both jobs, " +
        "acknowledged by all, then committed.",
    },
    {
      id: "repair 2",
      says: "For E2: cut by the record's timestamp alone, or by source offsets.",
    },
    {
      id: "repair 3",
      says: "For F1 to F3: keep T, the crossing and the highest watermark in checkpointed gate state.",
    },
    {
      id: "repair 4",
      says:
        "For C7 and F4: cut at a checkpoint: the incoming job shadows, the outgoing one stops " +
        "with a savepoint and commits.",
    },
    {
      id: "repair 5",
      says:
        "For F4 to F6: sinks of their own without restored state; the incoming job commits after " +
        "the outgoing one's last commit.",
      except: "commits are not ordered: the incoming job's can come first",
      follows: ["S14", "S11"],
    },
    {
      id: "repair 6",
      says:
        "For faults 24 and 29: one atomic context, and a transition's id in every " +
        "compare-and-set.",
    },
    {
      id: "repair 7",
      says: "For faults 4, 25 and 30: done by offsets reached, not by silence; heartbeats.",
      except: "heartbeats",
    },
    {
      id: "repair 8",
      says:
        "For faults 23 and 26 to 28: a default for an unknown T, a point of no return at T, no " +
        "edits in between.",
    },
  ],
};
