import type { RuleGroup } from "./rule.ts";

/** Settings of the operator that decide exactness. */
export const GATE_SETTINGS: RuleGroup = {
  title: "Settings of a blue/green deployment",
  about:
    "Those that decide exactness; the job's own settings are in the groups above, and every " +
    "default is held against the recorded one.",
  rules: [
    {
      id: "deployment-deletion.delay",
      says: "0 ms by default: the offset of T and the wait before the deletion.",
    },
    {
      id: "gate.timeout",
      says: "V3's deadline of the gate phase; unset it is the abort grace.",
    },
    {
      id: "abort.grace-period",
      says: "10 min to be ready.",
    },
    {
      id: "reconciliation.reschedule-interval",
      says: "15 s between two looks.",
    },
    {
      id: "transitionMode",
      says: "BASIC or ADVANCED: here the choice of the protocol.",
    },
    {
      id: "upgradeMode",
      says: "SAVEPOINT and LAST_STATE both take a fresh savepoint; STATELESS starts from nothing.",
      except: "a manifest's value is listed and not followed; the scenario's start-from is",
    },
    {
      id: "bluegreen.gate.strategy",
      says: "WATERMARK, or no gate.",
      notModelled: "the scenario names the protocol",
    },
    {
      id: "bluegreen.gate.watermark.*",
      says: "Where a record's timestamp is found: field path, index or extractor class.",
      notModelled: "the extractor gives the event time of the watermarks",
    },
    {
      id: "bluegreen.gate.injection.*",
      says:
        "Where the gate is put: before the one sink by default, else behind the one source or " +
        "before a stage.",
      spellings: ["bluegreen.gate.injection", "gate-injection"],
    },
    {
      id: "state.savepoints.dir",
      says: "Unset, V3 deletes the outgoing job without a last savepoint.",
    },
  ],
};
