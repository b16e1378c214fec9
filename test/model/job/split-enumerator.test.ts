import { describe, expect, it } from "vitest";
import { assembleState, type JobState } from "../../../src/model/job/job-state.ts";
import { SplitEnumerator } from "../../../src/model/job/split-enumerator.ts";
import { GeneratedLog } from "../../../src/model/source/generated-traffic.ts";
import type { SplitPosition } from "../../../src/model/source/record-reader.ts";
import { baseJob, baseRun, EPOCH_MILLIS, seconds } from "../../support/base-run.ts";

/** Two partitions, a third one at 10 s; looked for every 4 s. */
function enumeratorOf(startingOffsets: "earliest" | "latest" = "earliest"): SplitEnumerator {
  const traffic = {
    ...baseRun.source.traffic,
    kind: "generated" as const,
    partitions: 3,
    newPartitions: [{ atMicros: seconds(10), count: 1 }],
    ratePerSecond: 3,
    keys: 1,
    keySkew: 0,
    disorderMillis: 0,
    late: { share: 0, byMillis: 0 },
    idle: [],
    bursts: [],
    endMicros: seconds(60),
    maxRecords: undefined,
  };
  const options = { ...baseRun.source, traffic, discoveryMicros: seconds(4) };
  const source = { name: "source", options, firstPartition: 0, partitions: 3 };
  const job = { ...baseJob("outgoing"), parallelism: 1, startingOffsets };
  return new SplitEnumerator(source, job, new GeneratedLog(traffic, EPOCH_MILLIS, 1));
}

function stateOf(...splits: readonly SplitPosition[]): JobState {
  const empty = { keyed: new Map(), sinks: new Map(), gates: new Map() };
  return assembleState(1, [{ task: 0, subtask: 0, source: { name: "source", splits }, ...empty }]);
}

const at = (partition: number, offset: number): SplitPosition => ({ partition, offset });

describe("an enumerator of splits", () => {
  it("finds a new partition at its next look, and has it read from EARLIEST (N2)", () => {
    const enumerator = enumeratorOf("latest");
    enumerator.start(seconds(1), undefined);
    expect(enumerator.discoveries).toEqual([seconds(13)]);
    expect(enumerator.discover(seconds(13)).get(0)).toEqual([at(2, 0)]);
    const [first, , third] = enumerator.splitsOf(0, undefined, seconds(20));
    expect(first?.offset).toBeGreaterThan(0);
    expect(third).toEqual(at(2, 0));
  });

  it("knows after a failover what it has assigned since the restored checkpoint (N2, C17)", () => {
    const enumerator = enumeratorOf();
    enumerator.start(seconds(1), undefined);
    enumerator.discover(seconds(13));
    const restored = stateOf(at(0, 5), at(1, 6));
    expect(enumerator.splitsOf(0, restored, seconds(14))).toEqual([at(0, 5), at(1, 6), at(2, 0)]);
  });

  it("looks at once when it begins from a savepoint, and starting offsets are no matter (N2)", () => {
    const enumerator = enumeratorOf("latest");
    const restored = stateOf(at(0, 5), at(1, 6));
    enumerator.start(seconds(11), restored);
    expect(enumerator.discoveries).toEqual([]);
    expect(enumerator.splitsOf(0, restored, seconds(11))).toEqual([at(0, 5), at(1, 6), at(2, 0)]);
  });

  it("would be seen to forget what it has assigned", () => {
    const enumerator = enumeratorOf();
    enumerator.start(seconds(1), undefined);
    enumerator.discover(seconds(13));
    enumerator.forget();
    expect(enumerator.splitsOf(0, stateOf(at(0, 5)), seconds(14))).toEqual([at(0, 5)]);
  });
});
