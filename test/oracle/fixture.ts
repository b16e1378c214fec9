/**
 * A hand-over that passes every check, in pieces: a test plants one fault and looks for its
 * finding.
 */
import {
  type Author,
  type InputLog,
  type OutputBatch,
  type PipelineShape,
  type Role,
  type RunFacts,
  recordIdOf,
  resultIdOf,
  type StageFunctions,
} from "../../src/oracle/evidence.ts";
import { wholeInput } from "../../src/oracle/expected-outputs.ts";
import { LateBook } from "../../src/oracle/late-book.ts";
import { Ledger, type LedgerOptions } from "../../src/oracle/ledger.ts";
import { straightLine } from "../../src/oracle/reference.ts";
import { makesResults, recordFanOut } from "../../src/oracle/shape.ts";
import type { WindowShape } from "../../src/oracle/stage-shape.ts";
import type { Trial } from "../../src/oracle/trial.ts";
import type { PropertyName, PropertyResult, Verdict } from "../../src/oracle/verdict.ts";

export interface InputRecord {
  readonly ts: number;
  readonly key: number;
  readonly value: number;
  readonly arrivalMicros: number;
}

export function inputOf(partitions: readonly (readonly InputRecord[])[]): InputLog {
  return {
    partitions: partitions.length,
    count: (partition) => partitions[partition]!.length,
    readInto: (partition, offset, row) => {
      const { ts, key, value } = partitions[partition]![offset]!;
      Object.assign(row, { id: recordIdOf(partition, offset), ts, key, value });
    },
    arrivalMicros: (partition, offset) => partitions[partition]![offset]!.arrivalMicros,
  };
}

/**
 * 2 partitions × `each` records, one every 10 ms, keys 0 and 2 in partition 0, 1 and 3 in
 * partition 1.
 */
export function steadyInput(each: number): InputLog {
  return inputOf(
    [0, 1].map((partition) =>
      Array.from({ length: each }, (_, offset) => ({
        ts: 1_000 + 10 * offset,
        key: partition + 2 * (offset % 2),
        value: 7 * offset + partition,
        arrivalMicros: 10_000 * offset + partition,
      })),
    ),
  );
}

export const functions: StageFunctions = {
  mapValue: (_name, value) => (Math.imul(value, 31) + 1) >>> 0,
  keeps: (_name, keepShare, id) => id % 10 < keepShare * 10,
  keepsResult: (_name, keepShare, key) => key % 10 < keepShare * 10,
  isUnsteady: () => false,
  isUnsteadyResult: () => false,
  fanOutValue: (_name, value, sub) => (value + sub * 1_000) >>> 0,
  processValue: (_name, value) => value,
  timerValue: (_name, key, start) => (key * 131 + start) >>> 0,
  windowAdd: (digest, value) => (digest + Math.imul(value, 17)) >>> 0,
  windowMerge: (a, b) => (a + b) >>> 0,
};

export const mapOnly: PipelineShape = {
  keepsOrder: true,
  stages: [{ kind: "map", name: "enrich" }],
};

/** One window of that kind and nothing else. */
export function windowed(
  assigner: WindowShape["assigner"],
  allowedLatenessMillis = 0,
): PipelineShape {
  const stage = { kind: "window", name: "sums", assigner, allowedLatenessMillis } as const;
  return { keepsOrder: true, stages: [stage] };
}

export const tumbling: PipelineShape = windowed({
  type: "tumbling",
  sizeMillis: 100,
  offsetMillis: 0,
});

export interface Output {
  at: number;
  partition: number;
  id: number;
  ts: number;
  key: number;
  value: number;
  count: number;
  windowStart: number;
  author: Author;
  visibleAt: number;
}

export function batchOf(outputs: readonly Output[]): OutputBatch {
  return {
    at: Float64Array.from(outputs, (o) => o.at),
    partition: Uint16Array.from(outputs, (o) => o.partition),
    id: Float64Array.from(outputs, (o) => o.id),
    ts: Float64Array.from(outputs, (o) => o.ts),
    key: Int32Array.from(outputs, (o) => o.key),
    value: Uint32Array.from(outputs, (o) => o.value),
    count: Uint32Array.from(outputs, (o) => o.count),
    windowStart: Float64Array.from(outputs, (o) => o.windowStart),
  };
}

export function ledgerOf(
  input: InputLog,
  shape: PipelineShape,
  outputs: readonly Output[],
  options: LedgerOptions = {},
): Ledger {
  const ledger = new Ledger(input, shape, options);
  const batch = batchOf(outputs);
  outputs.forEach(({ author, visibleAt }, i) => {
    ledger.add(batch, i, i + 1, author, visibleAt);
  });
  return ledger;
}

export function authorOf(role: Role, attempt = 0): Author {
  const transaction = role === "outgoing" ? attempt : 10 + attempt;
  return { role, attempt, subtask: 0, transaction };
}

/**
 * Every expected output once: below `cut` (event time) by the outgoing job, then by the incoming.
 */
export function cleanOutputs(
  input: InputLog,
  shape: PipelineShape,
  cut: number,
  by: StageFunctions = functions,
): Output[] {
  const expected = straightLine(input, shape, by);
  const outputs: Output[] = [];
  const values = new Float64Array(recordFanOut(shape));
  const row = { id: 0, ts: 0, key: 0, value: 0 };
  for (let partition = 0; partition < input.partitions; partition++) {
    for (let offset = 0; offset < input.count(partition); offset++) {
      input.readInto(partition, offset, row);
      expected.outputsOf(partition, offset, offset + 1, values);
      const { id, ts, key } = row;
      values.forEach((value, windowStart) => {
        if (value < 0) return;
        const at = input.arrivalMicros(partition, offset) + 5;
        const named = { partition, id, ts, key, value, count: 1, windowStart };
        outputs.push({ ...writtenBy(ts, cut, at), ...named });
      });
    }
  }
  const { results } = expected;
  for (let i = 0; i < results.size; i++) {
    const ts = results.end(i) - 1;
    const [key, windowStart] = [results.key(i), results.start(i)];
    const [value, count] = [results.value(i), results.count(i)];
    const id = resultIdOf(results.stage(i));
    const at = (ts - 900) * 1_000;
    const named = { partition: key % 2, id, ts, key, value, count, windowStart };
    outputs.push({ ...writtenBy(ts, cut, at), ...named });
  }
  return outputs.sort((a, b) => a.ts - b.ts || a.key - b.key || a.windowStart - b.windowStart);
}

export function cleanRecords(): Output[] {
  return cleanOutputs(steadyInput(60), mapOnly, CUT);
}

export function cleanResults(): Output[] {
  return cleanOutputs(steadyInput(60), tumbling, CUT);
}

/** The row of the output of one record. */
export function rowOf(outputs: readonly Output[], partition: number, offset: number): number {
  return outputs.findIndex((output) => output.id === recordIdOf(partition, offset));
}

function writtenBy(
  ts: number,
  cut: number,
  at: number,
): Pick<Output, "at" | "author" | "visibleAt"> {
  return { at, author: authorOf(ts < cut ? "outgoing" : "incoming"), visibleAt: at + 1_000 };
}

export const CUT = 1_500;
export const ENDED_AT = 2_000_000;

export function factsOf(outputs: readonly Output[]): RunFacts {
  const written = new Map<number, Output[]>();
  for (const output of outputs) {
    const list = written.get(output.author.transaction);
    if (list === undefined) written.set(output.author.transaction, [output]);
    else list.push(output);
  }
  return {
    stopReason: "time",
    endedAt: ENDED_AT,
    handover: {
      outcome: "handed-over",
      startedAt: 400_000,
      endedAt: 900_000,
      lastFaultAt: undefined,
      transitions: [{ at: 900_000, state: "ACTIVE_GREEN" }],
    },
    jobs: [
      { role: "outgoing", name: "orders", colour: "BLUE", state: "absent", attempts: 1 },
      { role: "incoming", name: "orders", colour: "GREEN", state: "running", attempts: 1 },
    ],
    gates: [],
    transactions: [...written].map(([number, list]) => {
      const { role, attempt, subtask } = list[0]!.author;
      const times = { openedAt: list[0]!.at, endedAt: list.at(-1)!.visibleAt };
      const appended = list.length;
      return { number, role, attempt, subtask, appended, state: "committed", ...times };
    }),
    outputPartitions: [0, 1].map((partition) => ({
      partition,
      end: 100,
      lastStable: 100,
      heldBy: -1,
    })),
    flows: [],
  };
}

export interface TrialParts {
  readonly input?: InputLog;
  readonly shape?: PipelineShape;
  readonly outputs?: readonly Output[];
  readonly ledger?: LedgerOptions;
  /** Laid over the passing trial. */
  readonly change?: Partial<Trial>;
  readonly facts?: Partial<RunFacts>;
}

/** A trial that passes with every property applicable, unless the parts say otherwise. */
export function trialOf(parts: TrialParts = {}): Trial {
  const input = parts.input ?? steadyInput(60);
  const shape = parts.shape ?? mapOnly;
  const outputs = parts.outputs ?? cleanOutputs(input, shape, CUT);
  const late = shape.stages.some(makesResults) ? new LateBook() : undefined;
  return {
    input,
    shape,
    ledger: ledgerOf(input, shape, outputs, parts.ledger),
    expected: straightLine(input, shape, functions),
    late,
    frontier: wholeInput(input.partitions),
    facts: { ...factsOf(outputs), ...parts.facts },
    limits: {
      visibleWithinMicros: 500_000,
      handedOverWithinMicros: 1_000_000,
      silenceMicros: 300_000,
      keySilenceMicros: 300_000,
    },
    relaxations: {},
    properties: { order: true, singleWriter: true },
    probes: [{ name: "records in flight at the cut", hits: 3, required: true }],
    ...parts.change,
  };
}

export function property(verdict: Verdict, name: PropertyName): PropertyResult {
  return verdict.properties.find((p) => p.name === name)!;
}

/** The kinds of finding, in the order of the checks. */
export function kinds(verdict: Verdict): readonly string[] {
  return verdict.findings.map((finding) => finding.kind);
}
