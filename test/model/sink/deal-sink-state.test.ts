import { describe, expect, it } from "vitest";
import { dealSinkState } from "../../../src/model/sink/deal-sink-state.ts";
import type { SinkState } from "../../../src/model/sink/sink-state.ts";

const committable = (subtask: number, checkpoint: number) => ({
  transactionalId: `app-${subtask}-${checkpoint}`,
  producerId: subtask,
  epoch: 0,
});

/** A subtask's state with committables of those checkpoints. */
function stateOf(subtask: number, total: number, ...checkpoints: readonly number[]): SinkState {
  return {
    writer: [
      {
        transactionalIdPrefix: "app",
        ownedSubtaskId: subtask,
        totalNumberOfOwnedSubtasks: total,
        ownership: "IMPLICIT_BY_SUBTASK_ID",
        precommitted: [],
      },
    ],
    committables: checkpoints.map((checkpointId) => ({
      checkpointId,
      committables: [committable(subtask, checkpointId)],
    })),
  };
}

const owned = (state: SinkState): readonly number[] =>
  state.writer.map((one) => one.ownedSubtaskId);
const ids = (state: SinkState): readonly (readonly string[])[] =>
  state.committables.map((one) => one.committables.map((each) => each.transactionalId));

describe("a restored sink's state (C21, S17)", () => {
  const states = [stateOf(0, 3, 4), stateOf(1, 3, 3, 4), stateOf(2, 3)];

  it("goes back to its own subtask at the same parallelism", () => {
    expect([0, 1, 2].map((subtask) => dealSinkState(states, 3, subtask))).toEqual(states);
  });

  it("is dealt in chunks after a downscale; one checkpoint stays one commit", () => {
    const first = dealSinkState(states, 2, 0);
    expect(owned(first)).toEqual([0, 1]);
    expect(ids(first)).toEqual([["app-1-3"], ["app-0-4", "app-1-4"]]);
    expect(owned(dealSinkState(states, 2, 1))).toEqual([2]);
  });

  it("goes to the lower subtasks after an upscale, none to the others", () => {
    const dealt = [0, 1, 2, 3, 4].map((subtask) => dealSinkState(states, 5, subtask));
    expect(dealt.map(owned)).toEqual([[0], [1], [2], [], []]);
    expect(dealt.map((one) => ids(one).flat().length)).toEqual([1, 2, 0, 0, 0]);
  });
});
