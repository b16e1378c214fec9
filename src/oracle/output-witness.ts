import type { ComparisonInput } from "./comparison.ts";
import type { InputRow } from "./evidence.ts";
import { UNSEEN } from "./mark.ts";
import type { ResultTable } from "./result-table.ts";
import type { Witness } from "./witness.ts";

type Given = Pick<ComparisonInput, "input" | "ledger">;

/** An output of a record, with its appearance if it has one. */
export function recordWitness(
  { input, ledger }: Given,
  partition: number,
  offset: number,
  sub: number,
  mark: number,
): Witness {
  const row: InputRow = { id: 0, ts: 0, key: 0, value: 0 };
  input.readInto(partition, offset, row);
  const { ts, key } = row;
  return {
    output: { kind: "record", partition, offset, sub },
    ts,
    key,
    arrivalMicros: input.arrivalMicros(partition, offset),
    ...(mark === UNSEEN ? {} : { appearance: ledger.appearanceOf(mark) }),
  };
}

/** The result in that row of a table, with its appearance if it has one. */
export function resultWitness(
  { ledger }: Given,
  table: ResultTable,
  row: number,
  mark: number,
): Witness {
  const [stage, key] = [table.stage(row), table.key(row)];
  const [start, end] = [table.start(row), table.end(row)];
  return {
    output: { kind: "result", stage, key, start, end },
    ts: end - 1,
    key,
    ...(mark === UNSEEN ? {} : { appearance: ledger.appearanceOf(mark) }),
  };
}
