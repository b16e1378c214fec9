import type { CapturedTraffic } from "../../model/options.ts";
import type { BurstAnchor, RecordedInput, RecordedRun } from "./recording.ts";

/** The key of the records that push the watermarks at the end of a run; they are not counted. */
export const END_KEY = "END";

/**
 * The input of a run as the model's traffic. A burst that was fed so long after a toggle follows the
 * toggle of the simulated run, `at`: undefined = none is known yet, it and what was fed to its
 * partition after it are left out.
 */
export function replayTraffic(
  recorded: RecordedRun,
  input: RecordedInput,
  at: BurstAnchor | undefined,
): CapturedTraffic {
  const rows = Array.from(input.partition, (_, row) => row);
  const burst = recorded.burst && burstRows(recorded, recorded.burst, input);
  const kept = burst === undefined || at !== undefined ? rows : rowsBefore(input, burst);
  const append = [...input.append];
  const eventTime = [...input.eventTime];
  if (recorded.burst !== undefined && burst !== undefined && at !== undefined) {
    for (const row of burst) {
      append[row] = (append[row] as number) + at.storedAt - recorded.burst.storedAt;
      eventTime[row] = (eventTime[row] as number) + at.toggle - recorded.burst.toggle;
    }
    keepOrder(input.partition, append);
  }
  return traffic(recorded.base, kept, { ...input, append, eventTime });
}

function burstRows(
  { settings }: RecordedRun,
  { storedAt, toggle }: BurstAnchor,
  { partition, eventTime, append }: RecordedInput,
): ReadonlySet<number> {
  const fed = storedAt + (settings.burstAfterToggleMs ?? 0);
  const rows = new Set<number>();
  for (let row = 0; row < partition.length; row++) {
    const isBurst =
      partition[row] === (settings.burstPart ?? 3) &&
      (append[row] as number) >= fed &&
      (eventTime[row] as number) < toggle;
    if (isBurst) rows.add(row);
  }
  return rows;
}

function rowsBefore({ partition }: RecordedInput, burst: ReadonlySet<number>): readonly number[] {
  const first = Math.min(...burst);
  const idle = partition[first];
  return partition.flatMap((one, row) => (one === idle && row >= first ? [] : [row]));
}

/** No record of a partition is appended before the one ahead of it. */
function keepOrder(partition: readonly number[], append: number[]): void {
  const last = new Map<number, number>();
  partition.forEach((one, row) => {
    const at = Math.max(append[row] as number, last.get(one) ?? 0);
    append[row] = at;
    last.set(one, at);
  });
}

function traffic(base: number, rows: readonly number[], input: RecordedInput): CapturedTraffic {
  const keys = new Map<string, number>();
  for (const key of input.key) if (!keys.has(key)) keys.set(key, keys.size);
  const at = (column: readonly number[], row: number): number => column[row] as number;
  return {
    kind: "captured",
    partitions: Math.max(...input.partition) + 1,
    keyNames: [...keys.keys()],
    partition: Uint16Array.from(rows, (row) => at(input.partition, row)),
    key: Int32Array.from(rows, (row) => keys.get(input.key[row] as string) as number),
    eventTimeMillis: Float64Array.from(rows, (row) => base + at(input.eventTime, row)),
    arrivalMicros: Float64Array.from(rows, (row) => at(input.append, row) * 1_000),
  };
}
