/**
 * The pipeline in a straight line: input in, expected outputs out. No time passes, so no record
 * can be late; use it where the watermarks' bound covers the disorder, or where there are no
 * windows.
 */
import { type InputLog, type PipelineShape, recordIdOf, type StageFunctions } from "./evidence.ts";
import { type ExpectedOutputs, NOT_EXPECTED, wholeInput } from "./expected-outputs.ts";
import { NEVER_LATE } from "./late-book.ts";
import { BLOCK, RecordFlow } from "./record-flow.ts";
import { ResultTable } from "./result-table.ts";
import { makesResults, recordFanOut } from "./shape.ts";
import { type Entry, openWindows, type WindowStore } from "./windows.ts";

/** Record outputs are computed when asked for; results at once, in one pass over the input. */
export function straightLine(
  input: InputLog,
  shape: PipelineShape,
  functions: StageFunctions,
): ExpectedOutputs {
  const fanOut = recordFanOut(shape);
  let flow: RecordFlow | undefined;
  const results = new ResultTable();
  if (shape.stages.some(makesResults)) evaluate(input, shape, functions, results);
  return {
    basis: "straight-line",
    results,
    late: NEVER_LATE,
    frontier: wholeInput(input.partitions),
    outputsOf: (partition, from, to, values) => {
      flow ??= new RecordFlow(Math.min(BLOCK, longestOf(input)) * fanOut);
      flow.read(input, partition, from, to);
      for (const stage of shape.stages) flow.pass(stage, functions);
      values.fill(NOT_EXPECTED, 0, (to - from) * fanOut);
      flow.layOut(values, recordIdOf(partition, from), fanOut);
    },
  };
}

/** The stores of the stages that make results, by stage. */
type Stores = readonly (WindowStore | undefined)[];

function evaluate(
  input: InputLog,
  shape: PipelineShape,
  functions: StageFunctions,
  into: ResultTable,
): void {
  const stores: Stores = shape.stages.map((stage, index) => {
    const place = staysInPlace(shape, index) ? { table: into, stage: index } : undefined;
    return openWindows(stage, functions, place);
  });
  feedRecords(input, shape, functions, stores);
  for (const [from, store] of stores.entries()) {
    if (store === undefined || isFinal(shape, from)) continue;
    store.drain((key, start, end, value, count) => {
      feedResult(shape, functions, stores, from, { key, start, end, value, count }, into);
    });
  }
}

/**
 * Every result of the stage reaches the output under its own name: nothing behind it takes any
 * away.
 */
function staysInPlace(shape: PipelineShape, index: number): boolean {
  const behind = shape.stages.slice(index + 1);
  return behind.every((stage) => stage.kind === "map" || stage.kind === "process");
}

/** What the last window collects where its results go is as it should be. */
function isFinal({ stages }: PipelineShape, index: number): boolean {
  const stage = stages[index]!;
  const isAligned = stage.kind === "window" && stage.assigner.type !== "session";
  return isAligned && index === stages.length - 1;
}

/**
 * The order of the records does not matter, so the partitions take turns, a block each: like this
 * they come to a window at about the same time, when it is in the cache.
 */
function feedRecords(
  input: InputLog,
  shape: PipelineShape,
  functions: StageFunctions,
  stores: Stores,
): void {
  let most = 1;
  for (const stage of shape.stages) if (stage.kind === "flat-map") most *= stage.fanOut;
  const longest = longestOf(input);
  const flow = new RecordFlow(Math.min(BLOCK, longest) * most);
  for (let from = 0; from < longest; from += BLOCK) {
    for (let partition = 0; partition < input.partitions; partition++) {
      flow.read(input, partition, from, Math.min(from + BLOCK, input.count(partition)));
      for (const [i, stage] of shape.stages.entries()) {
        const store = stores[i];
        if (store !== undefined) collect(flow, store);
        flow.pass(stage, functions);
      }
    }
  }
}

function longestOf(input: InputLog): number {
  let longest = 0;
  for (let partition = 0; partition < input.partitions; partition++) {
    longest = Math.max(longest, input.count(partition));
  }
  return longest;
}

function collect(flow: RecordFlow, store: WindowStore): void {
  const { keys, times, values } = flow;
  const entry: Entry = { key: 0, ts: 0, value: 0, count: 1 };
  for (let i = 0; i < flow.size; i++) {
    entry.key = keys[i]!;
    entry.ts = times[i]!;
    entry.value = values[i]!;
    store.add(entry);
  }
}

interface Result {
  readonly key: number;
  readonly start: number;
  readonly end: number;
  value: number;
  readonly count: number;
}

/** A result on its way from its stage to the next window, or out. */
function feedResult(
  shape: PipelineShape,
  functions: StageFunctions,
  stores: Stores,
  from: number,
  result: Result,
  into: ResultTable,
): void {
  const { key, start, end, count } = result;
  for (let i = from + 1; i < shape.stages.length; i++) {
    const stage = shape.stages[i]!;
    stores[i]?.add({ key, ts: end - 1, value: result.value, count });
    switch (stage.kind) {
      case "map":
        result.value = functions.mapValue(stage.name, result.value);
        break;
      case "filter":
        if (!functions.keepsResult(stage.name, stage.keepShare, key, start, end)) return;
        break;
      case "flat-map":
        result.value = functions.fanOutValue(stage.name, result.value, 0);
        break;
      case "process":
        result.value = functions.processValue(stage.name, result.value);
        break;
      case "window":
        return;
    }
  }
  const row = into.findOrAdd(from, key, start, end);
  into.setPayload(row, result.value, count);
}
