/**
 * The pipeline in a straight line: input in, expected outputs out. No time passes, so no record
 * can be late; use it where the watermarks' bound covers the disorder, or where there are no
 * windows.
 */
import type { InputLog, InputRow, PipelineShape, StageFunctions, StageShape } from "./evidence.ts";
import { type ExpectedOutputs, NOT_EXPECTED, wholeInput } from "./expected-outputs.ts";
import { NEVER_LATE } from "./late-book.ts";
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
  const results = new ResultTable();
  if (shape.stages.some(makesResults)) evaluate(input, shape, functions, results);
  return {
    basis: "straight-line",
    results,
    late: NEVER_LATE,
    frontier: wholeInput(input.partitions),
    outputsOf: (row, values) => {
      if (fanOut === 0) return;
      values[0] = row.value;
      let live = 1;
      for (const stage of shape.stages) live = throughStage(stage, functions, row, values, live);
      for (let sub = live; sub < fanOut; sub++) values[sub] = NOT_EXPECTED;
    },
  };
}

/**
 * Applies one stage to the `live` outputs of a record, in place; returns how many there are then.
 */
function throughStage(
  stage: StageShape,
  functions: StageFunctions,
  { id }: InputRow,
  values: Float64Array,
  live: number,
): number {
  switch (stage.kind) {
    case "filter":
      return functions.keeps(stage.name, stage.keepShare, id) ? live : 0;
    case "flat-map":
      for (let i = live - 1; i >= 0; i--) {
        const value = values[i]!;
        for (let sub = stage.fanOut - 1; sub >= 0; sub--) {
          values[i * stage.fanOut + sub] = functions.fanOutValue(stage.name, value, sub);
        }
      }
      return live * stage.fanOut;
    case "map":
      for (let i = 0; i < live; i++) values[i] = functions.mapValue(stage.name, values[i]!);
      return live;
    case "process":
      for (let i = 0; i < live; i++) values[i] = functions.processValue(stage.name, values[i]!);
      return live;
    case "window":
      return 0;
  }
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

/** Offsets of a partition in a row; then it is another's turn. */
const TURN = 1024;

/**
 * The order of the records does not matter, so the partitions take turns: like this they come to a
 * window at about the same time, when it is in the cache.
 */
function feedRecords(
  input: InputLog,
  shape: PipelineShape,
  functions: StageFunctions,
  stores: Stores,
): void {
  let most = 1;
  for (const stage of shape.stages) if (stage.kind === "flat-map") most *= stage.fanOut;
  const values = new Float64Array(Math.max(1, most));
  const counts = Array.from({ length: input.partitions }, (_, partition) => input.count(partition));
  const longest = counts.reduce((a, b) => Math.max(a, b), 0);
  for (let from = 0; from < longest; from += TURN) {
    for (let partition = 0; partition < counts.length; partition++) {
      const to = Math.min(from + TURN, counts[partition]!);
      feedTurn(input, partition, from, to, shape.stages, functions, stores, values);
    }
  }
}

function feedTurn(
  input: InputLog,
  partition: number,
  from: number,
  to: number,
  stages: readonly StageShape[],
  functions: StageFunctions,
  stores: Stores,
  values: Float64Array,
): void {
  const row: InputRow = { id: 0, ts: 0, key: 0, value: 0 };
  const entry: Entry = { key: 0, ts: 0, value: 0, count: 1 };
  for (let offset = from; offset < to; offset++) {
    input.readInto(partition, offset, row);
    entry.key = row.key;
    entry.ts = row.ts;
    values[0] = row.value;
    let live = 1;
    for (let i = 0; i < stages.length && live > 0; i++) {
      const store = stores[i];
      for (let k = 0; store !== undefined && k < live; k++) {
        entry.value = values[k]!;
        store.add(entry);
      }
      live = throughStage(stages[i]!, functions, row, values, live);
    }
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
