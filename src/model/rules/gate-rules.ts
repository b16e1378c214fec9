import type { RuleGroup } from "./rule.ts";

/** G1 to G13: the gate table, row by row, and what gates do besides. */
export const GATE_RULES: RuleGroup = {
  title: "The published gates",
  about:
    "What V1, V2 and V3 of the watermark gate do with a record and with the ConfigMap. T is the " +
    "toggle, D the deletion delay. G and M are numbers of this list, for the rows and sentences " +
    "of FLIP-504's drafts.",
  rules: [
    {
      id: "G1",
      says:
        "Incoming gate, T known: passes ts >= T. V3 also passes everything once its watermark is " +
        "above T, and in a first deployment.",
    },
    {
      id: "G2",
      says:
        "Incoming gate, T unknown: drops every record, buffers none; it asks for T while the " +
        "stage is TRANSITIONING.",
    },
    {
      id: "G3",
      says: "Outgoing gate, T unknown: passes every record and tries to propose T.",
    },
    {
      id: "G4",
      says:
        "Outgoing gate, T known: passes ts < T until its watermark is above T (w = T is no " +
        "crossing); then it drops everything and asks for CLEAR_TO_TEARDOWN.",
      corrected:
        "crossing is not monotone: a first watermark at or below T un-crosses V1 and V2, a " +
        "restart un-crosses V3",
    },
    {
      id: "G5",
      says:
        "A record without timestamp fails the task in V1 and V2 where it is compared with T; V3 " +
        "reads it as Long.MIN_VALUE.",
      corrected:
        "V1 and V2 do not always loop: after the restart the outgoing gate drops it unseen, as " +
        "the wall clock is above T",
    },
    {
      id: "G6",
      says:
        "No watermark yet: V1 and V2 take the wall clock for it, to cross T and to propose T = " +
        "wall clock + D; V3 neither crosses nor proposes.",
      corrected: "an incoming V2 gate proposes wall clock + D too",
    },
    {
      id: "G7",
      says:
        "A late record (ts < T < w) is dropped by both gates in V1 and V2; V3's incoming gate " +
        "passes it.",
    },
    {
      id: "G8",
      says:
        "T is one subtask's watermark + D, never the maximum or minimum over subtasks; in V1 only " +
        "subtask 1 writes.",
      corrected:
        "in V2 and V3 incoming gates propose T too, from their own watermark, and the outgoing " +
        "job alone can do the whole handshake",
    },
    {
      id: "G9",
      says:
        "V2 and V3 write on the first record at least 500 ms after the one that asked for it; " +
        "requests block the task thread, and a subtask without records never writes.",
      corrected:
        "the record that runs the write is judged after it, with the T just written; V1 emits " +
        "first, then writes",
    },
    {
      id: "G10",
      says:
        "A 409 fails V1's task; V2 tries again 3 times and overwrites, but its CLEAR is never " +
        "tried again; V3 compares and sets, 10 times, and the stored T wins.",
      corrected:
        "V1 and V2 set T locally before they write; an older event can null it again, even within " +
        "the write; a late WAITING of V2 undoes WATERMARK_SET",
    },
    {
      id: "G11",
      says:
        "open() reads the map before the first record. Nothing of a gate is in a checkpoint: " +
        "after a restart it reads the map again and its watermark is MIN.",
    },
    {
      id: "G12",
      says:
        "The informer's thread assigns two contexts one after the other, so a record between them " +
        "sees one new and one old.",
      corrected:
        "its handler throws (a NullPointerException, logged) when only an unknown T is left to " +
        "compare",
    },
    {
      id: "G13",
      says:
        "V3 counts an outgoing subtask as done past T, or 30 s after it learned T and saw its " +
        "last record.",
    },
  ],
};
