import type { Comparison } from "../comparison.ts";
import type { InputLog, InputRow, PipelineShape, Role } from "../evidence.ts";
import type { LateBook } from "../late-book.ts";
import { appendOf, UNSEEN } from "../mark.ts";
import { offsetOf, partitionOf } from "../record-slots.ts";
import type { WindowShape } from "../stage-shape.ts";
import type { Trial } from "../trial.ts";
import { type PropertyResult, resultOf } from "../verdict.ts";
import { windowStarts } from "../windows.ts";
import { type Witness, Witnesses } from "../witness.ts";

interface StagedWindow {
  readonly stage: number;
  readonly assigner: WindowShape["assigner"];
}

/**
 * Check 7: the same records were late as in the reference, in both directions. A record was late
 * in effect if the job whose result of its window readers saw had dropped it; where that cannot
 * be told (sessions, or no result was seen), if any job had.
 */
export function checkLateSet(trial: Trial, _found: Comparison): PropertyResult {
  const head = { name: "late-set", title: "Late are the same records", kind: "late" } as const;
  const { late, expected, shape } = trial;
  const window = firstWindow(shape);
  if (late === undefined || window === undefined) {
    return resultOf({ ...head, checked: 0, unit: "records" }, new Witnesses());
  }
  const failures = new Witnesses();
  const ids = new Set([...late.of("outgoing").ids(), ...late.of("incoming").ids()]);
  for (const id of expected.late.ids()) ids.add(id);
  let agreed = 0;
  // In the input's order: which thread told of its drops first says nothing.
  for (const id of [...ids].sort((a, b) => a - b)) {
    if (!isJudged(trial, id)) continue;
    const row = readRow(trial, id);
    const isLate = wasLate(trial, late, window, row);
    if (isLate === expected.late.has(id)) agreed++;
    else failures.add(() => witness(trial.input, row, late, isLate));
  }
  const read = inputSize(trial);
  const counts = { agreed, outgoing: late.count("outgoing"), incoming: late.count("incoming") };
  return resultOf({ ...head, checked: read, unit: "records" }, failures, counts);
}

/** Both the run and the reference have come to the record. */
function isJudged(trial: Trial, id: number): boolean {
  const partition = partitionOf(id);
  const offset = offsetOf(id);
  const due = trial.frontier.offsets[partition] ?? 0;
  return offset < due && offset < (trial.expected.frontier.offsets[partition] ?? 0);
}

function firstWindow(shape: PipelineShape): StagedWindow | undefined {
  for (const [stage, window] of shape.stages.entries()) {
    if (window.kind === "window") return { stage, assigner: window.assigner };
  }
  return undefined;
}

function wasLate(trial: Trial, late: LateBook, window: StagedWindow, row: InputRow): boolean {
  const { stage, assigner } = window;
  const { ledger } = trial;
  const size = assigner.type === "session" ? 0 : assigner.sizeMillis;
  for (const start of windowStarts(assigner, row.ts)) {
    const at = ledger.results.find(stage, row.key, start, start + size);
    if (at < 0 || ledger.results.mark(at) === UNSEEN) continue;
    const author: Role = ledger.appends.author(appendOf(ledger.results.mark(at))).role;
    return late.of(author).has(row.id);
  }
  return late.of("outgoing").has(row.id) || late.of("incoming").has(row.id);
}

function witness(input: InputLog, row: InputRow, late: LateBook, isLate: boolean): Witness {
  const { id, ts, key } = row;
  const [partition, offset] = [partitionOf(id), offsetOf(id)];
  return {
    output: { kind: "record", partition, offset, sub: 0 },
    ts,
    key,
    arrivalMicros: input.arrivalMicros(partition, offset),
    detail: {
      lateHere: isLate,
      lateInReference: !isLate,
      lateInOutgoing: late.of("outgoing").has(id),
      lateInIncoming: late.of("incoming").has(id),
    },
  };
}

function readRow(trial: Trial, id: number): InputRow {
  const row: InputRow = { id: 0, ts: 0, key: 0, value: 0 };
  trial.input.readInto(partitionOf(id), offsetOf(id), row);
  return row;
}

function inputSize(trial: Trial): number {
  let size = 0;
  for (let p = 0; p < trial.input.partitions; p++) size += trial.input.count(p);
  return size;
}
