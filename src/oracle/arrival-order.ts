import type { InputLog, InputRow } from "./evidence.ts";

/**
 * Visits the whole input by arrival, ties by partition; the row is overwritten for each record.
 */
export function inArrivalOrder(
  input: InputLog,
  visit: (row: InputRow, partition: number, offset: number, arrivalMicros: number) => void,
): void {
  const heads = Array.from({ length: input.partitions }, (_, partition) => new Head(partition));
  const open = heads.filter((head) => head.advance(input));
  while (open.length > 0) {
    let first = 0;
    for (let i = 1; i < open.length; i++) {
      if (open[i]!.arrivalMicros < open[first]!.arrivalMicros) first = i;
    }
    const head = open[first]!;
    visit(head.row, head.partition, head.offset, head.arrivalMicros);
    if (!head.advance(input)) open.splice(first, 1);
  }
}

/** The next record of one partition. */
class Head {
  readonly partition: number;
  readonly row: InputRow = { id: 0, ts: 0, key: 0, value: 0 };
  offset = -1;
  arrivalMicros = 0;

  constructor(partition: number) {
    this.partition = partition;
  }

  advance(input: InputLog): boolean {
    if (++this.offset >= input.count(this.partition)) return false;
    input.readInto(this.partition, this.offset, this.row);
    this.arrivalMicros = input.arrivalMicros(this.partition, this.offset);
    return true;
  }
}
