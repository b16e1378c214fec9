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
import { indexOf, makesResults, numberOf, recordFanOut } from "./shape.ts";
import type { StageShape } from "./stage-shape.ts";
import { type Entry, openWindows, type Place, type WindowStore } from "./windows.ts";

/** What is not as in one pipeline that reads all the input itself. */
export interface LineOptions {
  /** Room for so many outputs of a record; `recordFanOut` of the shape unless set. */
  readonly fanOut?: number | undefined;
  /** It was restored: another pipeline had read the records before it. */
  readonly before?: LineBefore | undefined;
}

/** The pipeline that had read all records below these offsets, and whose state was restored. */
export interface LineBefore {
  readonly shape: PipelineShape;
  /** By input partition. */
  readonly offsets: readonly number[];
}

/** Record outputs are computed when asked for; results at once, in one pass over the input. */
export function straightLine(
  input: InputLog,
  shape: PipelineShape,
  functions: StageFunctions,
  { fanOut = recordFanOut(shape), before }: LineOptions = {},
): ExpectedOutputs {
  let flow: RecordFlow | undefined;
  const results = new ResultTable();
  if (shape.stages.some(makesResults)) evaluate(input, shape, functions, results, before);
  return {
    basis: "straight-line",
    results,
    late: NEVER_LATE,
    frontier: wholeInput(input.partitions),
    outputsOf: (partition, from, to, values) => {
      const most = Math.max(mostOf(shape), before === undefined ? 1 : mostOf(before.shape));
      flow ??= new RecordFlow(Math.min(BLOCK, longestOf(input)) * most);
      values.fill(NOT_EXPECTED, 0, (to - from) * fanOut);
      const own = Math.max(from, Math.min(to, before?.offsets[partition] ?? from));
      if (before && own > from) {
        flow.read(input, partition, from, own);
        for (const stage of before.shape.stages) flow.pass(stage, functions);
        flow.layOut(values, recordIdOf(partition, from), fanOut);
      }
      flow.read(input, partition, own, to);
      for (const stage of shape.stages) flow.pass(stage, functions);
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
  before: LineBefore | undefined,
): void {
  const places = shape.stages.map((_, index) => ({
    table: staysInPlace(shape, index) ? into : new ResultTable(),
    stage: numberOf(shape, index),
  }));
  const stores: Stores = shape.stages.map((stage, index) =>
    openWindows(stage, functions, places[index]),
  );
  if (before !== undefined) {
    const old = before.shape.stages.map((stage, index) => {
      const heir = indexOf(shape, numberOf(before.shape, index));
      return restoredStore(stage, shape.stages[heir], stores[heir], functions, places[heir]);
    });
    const whole = { input, shape: before.shape, functions, stores: old };
    feedRecords(whole, (partition) => ({ from: 0, to: before.offsets[partition] ?? 0 }));
  }
  feedRecords({ input, shape, functions, stores }, (partition) => ({
    from: before?.offsets[partition] ?? 0,
    to: input.count(partition),
  }));
  for (const [index, store] of stores.entries()) {
    if (store === undefined || isFinal(shape, index)) continue;
    store.drain((key, start, end, value, count) => {
      feedResult(shape, functions, stores, index, { key, start, end, value, count }, into);
    });
  }
}

/**
 * Where an old stage collects what the new one of its number (uid) restores: in the same place, but
 * windows keep the bounds that they had. What no stage restores goes nowhere.
 */
function restoredStore(
  old: StageShape,
  heir: StageShape | undefined,
  store: WindowStore | undefined,
  functions: StageFunctions,
  place: Place | undefined,
): WindowStore | undefined {
  if (!makesResults(old)) return undefined;
  if (heir?.kind !== old.kind || isSession(heir) !== isSession(old)) return new Nowhere();
  return isSession(old) ? store : openWindows(old, functions, place);
}

class Nowhere implements WindowStore {
  add(): void {}

  drain(): void {}
}

function isSession(stage: StageShape): boolean {
  return stage.kind === "window" && stage.assigner.type === "session";
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

interface Feed {
  readonly input: InputLog;
  readonly shape: PipelineShape;
  readonly functions: StageFunctions;
  readonly stores: Stores;
}

/**
 * The order of the records does not matter, so the partitions take turns, a block each: like this
 * they come to a window at about the same time, when it is in the cache.
 */
function feedRecords(
  { input, shape, functions, stores }: Feed,
  range: (partition: number) => { readonly from: number; readonly to: number },
): void {
  const longest = longestOf(input);
  const flow = new RecordFlow(Math.min(BLOCK, longest) * mostOf(shape));
  for (let block = 0; block < longest; block += BLOCK) {
    for (let partition = 0; partition < input.partitions; partition++) {
      const { from, to } = range(partition);
      const first = Math.max(block, from);
      const end = Math.min(block + BLOCK, to);
      if (first >= end) continue;
      flow.read(input, partition, first, end);
      for (const [i, stage] of shape.stages.entries()) {
        const store = stores[i];
        if (store !== undefined) collect(flow, store);
        flow.pass(stage, functions);
      }
    }
  }
}

/** As many as one record can become on its way. */
function mostOf({ stages }: PipelineShape): number {
  let most = 1;
  for (const stage of stages) if (stage.kind === "flat-map") most *= stage.fanOut;
  return most;
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
  const row = into.findOrAdd(numberOf(shape, from), key, start, end);
  into.setPayload(row, result.value, count);
}
