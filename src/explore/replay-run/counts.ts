import type { SubtaskAttempt } from "../../model/handover/attempts.ts";
import type { RunListener, RunWatch } from "../../model/handover/run-listener.ts";
import type { RecordColumns } from "../../model/kafka/record-columns.ts";
import type { Element } from "../../model/operator/element.ts";
import { OFFSETS_PER_PARTITION } from "../../model/source/topic-log.ts";
import { END_KEY } from "./input.ts";
import type { RecordedInput } from "./recording.ts";

const OUTGOING = 1;
const INCOMING = 2;

/** What became of one record, or of one window of a key. */
interface Fate {
  /** How often it was committed. */
  committed: number;
  /** Jobs whose gate let it through. */
  passed: number;
  /** Records that should be in it; 1 for a record. */
  expected: number;
  isWrong: boolean;
}

/**
 * Counts what a replayed run put out, as the test bed counted: a record is known by partition and
 * offset, a window by key and start; records that only push the watermarks are left out.
 */
export class ReplayCounts implements RunListener {
  readonly #fates = new Map<number, Fate>();
  readonly #isWindowed: boolean;
  readonly watch: RunWatch = {
    judged: (gate, _at, element, passed) => this.#judged(gate, element, passed),
    watermark: () => {},
    status: () => {},
    barrier: () => {},
  };

  /** `keys`: index of every key's name; `windowMillis` undefined: records come out. */
  constructor(
    input: RecordedInput,
    base: number,
    keys: readonly string[],
    windowMillis: number | undefined,
  ) {
    this.#isWindowed = windowMillis !== undefined;
    const index = new Map(keys.map((key, at) => [key, at]));
    const offsets = new Map<number, number>();
    input.partition.forEach((partition, row) => {
      const offset = offsets.get(partition) ?? 0;
      offsets.set(partition, offset + 1);
      const key = input.key[row] as string;
      if (key === END_KEY) return;
      const ts = base + (input.eventTime[row] as number);
      const name =
        windowMillis === undefined
          ? partition * OFFSETS_PER_PARTITION + offset
          : windowName(index.get(key) as number, ts - (ts % windowMillis));
      const fate = this.#fates.get(name);
      if (fate !== undefined) fate.expected++;
      else this.#fates.set(name, { committed: 0, passed: 0, expected: 1, isWrong: false });
    });
  }

  visible(rows: RecordColumns, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const fate = this.#fates.get(
        this.#isWindowed
          ? windowName(rows.key[row] as number, rows.windowStart[row] as number)
          : (rows.id[row] as number),
      );
      if (fate === undefined) continue;
      fate.committed++;
      if (rows.count[row] !== fate.expected) fate.isWrong = true;
    }
  }

  #judged(gate: SubtaskAttempt, element: Element, passed: boolean): void {
    const isResult = element.id < 0;
    // Before a window the gate lets records through, which this count does not know.
    if (!passed || isResult !== this.#isWindowed) return;
    const name = isResult ? windowName(element.key, element.windowStart) : element.id;
    const fate = this.#fates.get(name);
    if (fate !== undefined) fate.passed |= gate.role === "outgoing" ? OUTGOING : INCOMING;
  }

  droppedLate(): void {}

  restored(): void {}

  /** Identities by what became of them. */
  counts(): ReplayCount {
    let [expected, dup, gap, wrong, gateDup, gateGap] = [0, 0, 0, 0, 0, 0];
    for (const fate of this.#fates.values()) {
      expected++;
      if (fate.committed > 1) dup++;
      if (fate.committed === 0) gap++;
      if (fate.isWrong) wrong++;
      if (fate.passed === OUTGOING + INCOMING) gateDup++;
      if (fate.passed === 0) gateGap++;
    }
    return { expected, dup, gap, wrong, gateDup, gateGap };
  }
}

/** `gateDup`: let through by both jobs; `gateGap`: by neither. */
export interface ReplayCount {
  readonly expected: number;
  readonly dup: number;
  readonly gap: number;
  readonly wrong: number;
  readonly gateDup: number;
  readonly gateGap: number;
}

function windowName(key: number, start: number): number {
  return start * 1_024 + key;
}
