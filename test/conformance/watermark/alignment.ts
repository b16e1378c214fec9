import { type EventTime, MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { WatermarkAlignmentAggregator } from "../../../src/model/watermark/watermark-alignment-aggregator.ts";
import type { Corpus } from "../corpus.ts";
import { time } from "../recordings.ts";
import { type Adapter, stepwiseCorpus } from "../stepwise.ts";

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

/** The aggregate of all that was ever reported: it cannot fall. */
const rising: Adapter = (...args) => {
  let highest = MIN_WATERMARK;
  return alignmentAdapter((reported) => {
    highest = Math.max(highest, reported);
    return highest;
  })(...args);
};

/** `SourceCoordinator.WatermarkAggregator`, wired subtask → source → group. */
export const alignment: Corpus = stepwiseCorpus({
  name: "alignment",
  rules: ["W19"],
  ops: ["report", "announce"],
  adapter: alignmentAdapter((reported) => reported),
  faults: { "the aggregate may not fall": rising },
});
