import { describe, expect, it } from "vitest";
import { type EventTime, MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { WatermarkAlignmentAggregator } from "../../../src/model/watermark/watermark-alignment-aggregator.ts";
import { time } from "../recordings.ts";
import { type Adapter, caseCount, differences } from "./replay.ts";

/** Subtasks report to their source's aggregator, sources to the group's. */
function alignmentAdapter(change: (reported: EventTime) => EventTime): Adapter {
  return (config) => {
    const group = new WatermarkAlignmentAggregator();
    const sources = Array.from(
      { length: Number(config["sources"]) },
      () => new WatermarkAlignmentAggregator(),
    );
    return (step) => {
      if (step["op"] === "announce") {
        const maxAllowed = group.maxAllowed(time(config["maxDrift"]));
        const to = sources.map((source, index) => ({
          source: index,
          subtasks: [...source.members].sort((a, b) => a - b),
        }));
        const known = to.filter(({ subtasks }) => subtasks.length > 0);
        return { out: { maxAllowed, to: known } };
      }
      const index = Number(step["source"]);
      const source = sources[index] as WatermarkAlignmentAggregator;
      const combined = source.report(Number(step["subtask"]), change(time(step["wm"])));
      if (combined !== undefined) group.report(index, combined);
      return { out: { sourceCombined: combined ?? "unchanged", group: group.combined } };
    };
  };
}

describe(`alignment at the coordinator, ${caseCount("alignment")} recorded cases (W19)`, () => {
  it("answers every one as Flink 1.20.3 and 2.3.0 did", () => {
    expect(caseCount("alignment")).toBeGreaterThan(0);
    expect(
      differences(
        "alignment",
        alignmentAdapter((reported) => reported),
      ),
    ).toEqual([]);
  });

  it("fails them when the aggregate may not fall", () => {
    let highest = MIN_WATERMARK;
    const rising = alignmentAdapter((reported) => {
      highest = Math.max(highest, reported);
      return highest;
    });
    expect(differences("alignment", rising).length).toBeGreaterThan(0);
  });
});
