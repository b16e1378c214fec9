import type { RuleGroup } from "./rule.ts";

/** States of a FlinkBlueGreenDeployment, and what goes on within TRANSITIONING_TO_y. */
export const CONTROLLER_STATES: RuleGroup = {
  title: "The controller's states",
  about: "BLUE comes first in the code; x is the colour that runs, y the one that comes.",
  rules: [
    {
      id: "INITIALIZING_BLUE",
      says:
        "No deployment yet, or a failed one with another spec: deploys blue and goes to " +
        "TRANSITIONING_TO_BLUE.",
    },
    {
      id: "ACTIVE_x",
      says:
        "A changed spec and a ready child: triggers a savepoint. A child that is not ready makes " +
        "the edit FAILING, and reconciled.",
      except: "initialSavepointPath, suspend and resume",
      spellings: ["ACTIVE_x", "ACTIVE_BLUE", "ACTIVE_GREEN"],
    },
    {
      id: "SAVEPOINTING_x",
      says:
        "Polled every 15 s until the savepoint is no longer pending, without a timeout; then the " +
        "incoming job is deployed.",
      spellings: ["SAVEPOINTING_x", "SAVEPOINTING_BLUE", "SAVEPOINTING_GREEN", "SAVEPOINTING"],
    },
    {
      id: "TRANSITIONING_TO_y",
      says:
        "Ready (RUNNING + STABLE): waits D, deletes when ready + D < now, and is ACTIVE_y in the " +
        "same pass; a deletion is looked at again after 500 ms.",
      spellings: ["TRANSITIONING_TO_y", "TRANSITIONING_TO_BLUE", "TRANSITIONING_TO_GREEN"],
    },
    {
      id: "gate phase",
      says:
        "ADVANCED: V1 and V2 wait for CLEAR for ever, then D; V3 has a deadline, asks the gauge " +
        "too, suspends with a savepoint, then deletes.",
      spellings: ["gate phase"],
    },
    {
      id: "FAILING",
      says:
        "Not ready within the abort grace, or past V3's deadline: the incoming job is suspended, " +
        "the other is active again. V1 and V2 keep T; V3 replaces the map and, with T, redeploys " +
        "the outgoing job from the savepoint.",
      spellings: ["FAILING"],
    },
  ],
};
