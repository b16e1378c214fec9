import type { RuleGroup } from "./rule.ts";

/** Faults 1 to 32 of FLIP-503/504, as published and discussed. */
export const KNOWN_FAULTS: RuleGroup = {
  title: "Known faults",
  about:
    "Reported on the mailing list and in issues (1 to 18), or read from the code (19 to 32). " +
    "Spelled “fault 20” in code and tests.",
  rules: [
    {
      id: "fault 1",
      says:
        "BASIC: both jobs write from the incoming one's readiness to the outgoing one's deletion: " +
        "duplicates since the savepoint, no gap.",
    },
    {
      id: "fault 2",
      says: "V1: the one subtask that writes gets no data: no T, a stall.",
    },
    {
      id: "fault 3",
      says: "A source restored from the savepoint gives the incoming job no full copy of the traffic.",
      notModelled:
        "its authors dropped the claim; a restored split reads everything from its offset (C16)",
    },
    {
      id: "fault 4",
      says:
        "A source that is idle in the transition does not hold the watermark: what it sends later " +
        "below T is lost.",
      follows: ["W10", "W13", "G4"],
    },
    {
      id: "fault 5",
      says:
        "A slow source holds the watermark: a stall. V3 aborts past its deadline and redeploys, " +
        "which duplicates.",
    },
    {
      id: "fault 6",
      says:
        "Several sources: the gate sees only the minimum of their watermarks; the automatic " +
        "injection needs exactly one source and one sink.",
      follows: ["W13", "W15"],
    },
    {
      id: "fault 7",
      says: "Another parallelism spreads watermarks otherwise, so the two jobs decide otherwise.",
      follows: ["W13", "G4"],
    },
    {
      id: "fault 8",
      says:
        "What goes by the wall clock differs between the jobs: idle timeouts, state TTL, a shared " +
        "Kinesis quota, a queue read twice.",
      follows: ["W10", "N5", "N8"],
    },
    {
      id: "fault 9",
      says:
        "Nothing makes the incoming job's transactions begin after the outgoing job's last " +
        "commit.",
      follows: ["S2", "G1"],
    },
    {
      id: "fault 10",
      says:
        "The incoming job's output can be seen before the outgoing job's older output: exact is " +
        "not ordered.",
      corrected: "of real exact hand-overs one in five had a key out of order",
      follows: ["S12", "G1"],
    },
    {
      id: "fault 11",
      says: "Where the gate stands in the pipeline, before or behind state, is easily misunderstood.",
      notModelled: "advice, no behaviour: a scenario puts its gate anywhere; see counterexample C7",
    },
    {
      id: "fault 12",
      says: "Late records about the crossing come twice or never; an abort after T duplicates.",
      follows: ["G7", "FAILING"],
    },
    {
      id: "fault 13",
      says:
        "FLINK-40119: the ready stamp outlives an abort, and the next transition deletes the " +
        "outgoing job at once.",
      except: "the stale trigger id that blocks retries",
    },
    {
      id: "fault 14",
      says:
        "FLINK-40092: the outgoing job is deleted, the incoming one is not ready any more before " +
        "the transition ends: an abort without a target.",
    },
    {
      id: "fault 15",
      says:
        "FLINK-41074: a spec edit within the delay retires the outgoing job on the older " +
        "revision's readiness.",
    },
    {
      id: "fault 16",
      says:
        "FLINK-41404: a retry after an abort resumes the incoming job's own aborted state instead " +
        "of the fresh savepoint.",
    },
    {
      id: "fault 17",
      says: "FLINK-41403: children without labels are never reconciled.",
    },
    {
      id: "fault 18",
      says: "Filter or tag? Should sources know their colour?",
      notModelled: "a question of design, no behaviour",
    },
    {
      id: "fault 19",
      says: "V1 at parallelism 1: there is no subtask 1, a stall for ever.",
    },
    {
      id: "fault 20",
      says:
        "V2: one subtask stores T, another overwrites it: what lies between the two comes twice " +
        "or never.",
    },
    {
      id: "fault 21",
      says:
        "V1, V2: an outgoing job that restarts after T compares the wall clock with it: what it " +
        "had not committed below T is dropped, and CLEAR comes early.",
    },
    {
      id: "fault 22",
      says:
        "V1, V2: the first subtask that crosses clears the teardown: slower ones owe records " +
        "below T, and the cancel discards open transactions.",
      follows: ["G4", "gate phase", "S13"],
    },
    {
      id: "fault 23",
      says:
        "V1, V2: an abort leaves the map as it is: before T the outgoing gates drop everything " +
        "for ever, after T they pass only from T on.",
    },
    {
      id: "fault 24",
      says:
        "A torn read as the map is replaced: the outgoing gate is STANDBY with the old T = 0: V1 " +
        "and V2 drop the record and clear the teardown.",
      corrected:
        "V3 too can write an early CLEAR: the request made in the torn read survives until " +
        "TRANSITIONING; the gauge saves it",
    },
    {
      id: "fault 25",
      says:
        "V3: an outgoing subtask that is held up for more than 30 s counts as done and is torn " +
        "down owing records.",
    },
    {
      id: "fault 26",
      says: "V3: a patch on the outgoing job after an abort makes it drop for ever.",
    },
    {
      id: "fault 27",
      says:
        "V3: the outgoing job is suspended for its teardown, the incoming one is lost past the " +
        "deadline: the redeploy leaves it suspended, nothing runs.",
    },
    {
      id: "fault 28",
      says:
        "A spec edit within the gate phase wipes T: the outgoing job goes on, what it had dropped " +
        "is missing.",
    },
    {
      id: "fault 29",
      says:
        "V3: a delayed compare-and-set of an aborted transition lands in the next one of the same " +
        "colour: a stale T.",
    },
    {
      id: "fault 30",
      says: "A quiet partition without idleness freezes the watermark: T is never crossed.",
      corrected: "with T taken from the frozen watermark it is a gap as well as a stall",
      follows: ["W7", "W13"],
    },
    {
      id: "fault 31",
      says: "A savepoint that fails counts the upgrade as done: it is silently not tried again.",
    },
    {
      id: "fault 32",
      says: "Event time at or below 0: V3 never proposes T.",
    },
  ],
};
