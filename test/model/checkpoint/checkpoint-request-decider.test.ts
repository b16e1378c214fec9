import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CheckpointKind,
  type CheckpointRequest,
  checkpointRequest,
} from "../../../src/model/checkpoint/checkpoint-request.ts";
import {
  CheckpointRequestDecider,
  type DeciderOptions,
} from "../../../src/model/checkpoint/checkpoint-request-decider.ts";

/** A decider whose coordinator is busy until a test says otherwise. */
function deciderOf(options: Partial<DeciderOptions> = {}) {
  const load = { isTriggering: true, pendingCount: 0, cleaningCount: 0, lastCompletionAt: -1e15 };
  const dropped: string[] = [];
  const decider = new CheckpointRequestDecider(
    { maxConcurrent: 1, minPauseMicros: 0, ...options },
    load,
    {
      requestDropped: (request, reason) => dropped.push(`${request.number} ${reason}`),
      rescheduleTrigger: (delay) => dropped.push(`again in ${delay}`),
    },
  );
  let count = 0;
  const ask = (kind: CheckpointKind, forced?: boolean): CheckpointRequest | undefined => {
    const request = checkpointRequest(++count, kind, 0);
    return decider.submit({ ...request, isForced: forced ?? request.isForced }, 0);
  };
  return { load, dropped, decider, ask };
}

describe("which request runs next (C2)", () => {
  it("orders savepoints, then forced, then what users asked for, then the older", () => {
    const { load, decider, ask } = deciderOf({ maxConcurrent: 10 });
    ask("periodic");
    ask("checkpoint");
    ask("checkpoint", true);
    ask("savepoint", false);
    ask("savepoint");
    ask("checkpoint");
    load.isTriggering = false;
    const order = Array.from({ length: 6 }, () => decider.choose(0)?.number);
    expect(order).toEqual([5, 4, 3, 2, 6, 1]);
  });

  it("is none while another trigger is being prepared, not even a forced one", () => {
    const { ask } = deciderOf();
    expect(ask("savepoint")).toBeUndefined();
  });

  it("is none while more are being cleaned than may run at a time, not even a forced one", () => {
    const { load, decider, ask } = deciderOf({ maxConcurrent: 2 });
    load.isTriggering = false;
    load.cleaningCount = 3;
    expect(ask("savepoint")).toBeUndefined();
    load.cleaningCount = 2;
    expect(decider.choose(0)?.number).toBe(1);
  });

  it("is only a forced one while as many are pending as may be", () => {
    const { load, ask } = deciderOf();
    load.isTriggering = false;
    load.pendingCount = 1;
    expect(ask("checkpoint")).toBeUndefined();
    expect(ask("savepoint")?.number).toBe(2);
  });

  it("drops a periodic one too soon after the last completion, and asks for the rest", () => {
    const { load, dropped, ask } = deciderOf({ minPauseMicros: 500 });
    load.isTriggering = false;
    load.lastCompletionAt = -200;
    expect(ask("periodic")).toBeUndefined();
    expect(dropped).toEqual(["1 MINIMUM_TIME_BETWEEN_CHECKPOINTS", "again in 300"]);
    load.lastCompletionAt = -500;
    expect(ask("periodic")?.number).toBe(2);
  });

  it("asks no pause of a user's checkpoint", () => {
    const { load, ask } = deciderOf({ minPauseMicros: 500 });
    load.isTriggering = false;
    load.lastCompletionAt = 0;
    expect(ask("checkpoint")?.number).toBe(1);
  });

  it("drops the least urgent of a full queue, or the new one if none is periodic", () => {
    const { dropped, ask } = deciderOf({ maxQueued: 2 });
    ask("periodic");
    ask("checkpoint");
    ask("checkpoint");
    ask("savepoint");
    expect(dropped).toEqual(["1 TOO_MANY_CHECKPOINT_REQUESTS", "4 TOO_MANY_CHECKPOINT_REQUESTS"]);
  });

  it("lets every request leave exactly once, run or dropped", () => {
    const kinds = fc.constantFrom<CheckpointKind>("periodic", "checkpoint", "savepoint");
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, fc.nat(3), fc.boolean())), (requests) => {
        const { load, dropped, decider, ask } = deciderOf({ maxQueued: 3, minPauseMicros: 10 });
        const left: number[] = [];
        for (const [kind, pendingCount, isTriggering] of requests) {
          Object.assign(load, { pendingCount, isTriggering, lastCompletionAt: -pendingCount * 5 });
          const run = ask(kind);
          if (run !== undefined) left.push(run.number);
        }
        decider.abortAll("CHECKPOINT_COORDINATOR_SUSPEND");
        const numbers = dropped.filter((line) => !line.startsWith("again"));
        left.push(...numbers.map((line) => Number.parseInt(line, 10)));
        expect(left.sort((a, b) => a - b)).toEqual(requests.map((_, index) => index + 1));
      }),
    );
  });
});
