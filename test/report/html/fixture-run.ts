/**
 * A hand-over that no simulator ran: two jobs, a subtask a partition, the rules of the published
 * gate, one message that may be slow. Made for the pages alone, of any size.
 */

import type { GateDecision } from "../../../src/explore/report-facts.ts";
import type { Role } from "../../../src/oracle/evidence.ts";

export interface FixtureOptions {
  readonly partitions: number;
  readonly perPartition: number;
  /** Latency of the toggle's message to the last gate of the incoming job; to the others 0.5 s. */
  readonly slowMicros: number;
  readonly delayMillis: number;
  /** Every so many records one is late; 0 = none. */
  readonly lateEvery: number;
  readonly title: string;
  readonly keyName: string;
  readonly handsOver: boolean;
}

export const DEFAULTS: FixtureOptions = {
  partitions: 4,
  perPartition: 320,
  slowMicros: 4_200_000,
  delayMillis: 5_000,
  lateEvery: 16,
  title: "orders-enrichment",
  keyName: "customer",
  handsOver: true,
};

export const EPOCH = 1_700_000_000_000;
export const ORIGIN: number = 60_000_000;
export const WINDOW: { readonly from: number; readonly to: number } = {
  from: ORIGIN - 2_000_000,
  to: ORIGIN + 16_000_000,
};
export const WRITTEN: number = ORIGIN + 2_000_000;
export const DELETED: number = ORIGIN + 13_100_000;
const BOUND = 1_500;

export interface FixtureRecord {
  readonly partition: number;
  readonly offset: number;
  readonly ts: number;
  readonly arrival: number;
  readonly decisions: Readonly<Record<Role, GateDecision>>;
}

export const ROLES: readonly Role[] = ["outgoing", "incoming"];
const LAG: Readonly<Record<Role, number>> = { outgoing: 900_000, incoming: 120_000 };

export class FixtureRun {
  readonly options: FixtureOptions;
  readonly toggle: number;
  readonly records: readonly FixtureRecord[];
  readonly lines: Readonly<Record<Role, readonly { t: number[]; wm: number[] }[]>>;

  constructor(options: Partial<FixtureOptions> = {}) {
    this.options = { ...DEFAULTS, ...options };
    const raw = this.#raw();
    const line = (role: Role) => (p: number) =>
      watermarks(
        raw.filter((r) => r.partition === p),
        role,
      );
    const partitions = Array.from({ length: this.options.partitions }, (_, p) => p);
    this.lines = {
      outgoing: partitions.map(line("outgoing")),
      incoming: partitions.map(line("incoming")),
    };
    this.toggle = (this.watermark("outgoing", 0, WRITTEN) ?? EPOCH) + this.options.delayMillis;
    this.records = raw.map((record) => ({
      ...record,
      decisions: {
        outgoing: this.#decide("outgoing", record),
        incoming: this.#decide("incoming", record),
      },
    }));
  }

  learnedAt(role: Role, subtask: number): number | null {
    if (!this.options.handsOver) return null;
    const isSlow = role === "incoming" && subtask === Math.min(2, this.options.partitions - 1);
    return WRITTEN + (isSlow ? this.options.slowMicros : 400_000 + 90_000 * (subtask % 5));
  }

  crossedAt(role: Role, subtask: number): number | null {
    const { t, wm } = this.lines[role][subtask]!;
    const i = wm.findIndex((value) => value > this.toggle);
    return i < 0 || !this.options.handsOver
      ? null
      : Math.max(t[i]!, this.learnedAt(role, subtask)!);
  }

  watermark(role: Role, subtask: number, at: number): number | null {
    const { t, wm } = this.lines[role][subtask]!;
    const i = t.findLastIndex((time) => time <= at);
    return wm[i] ?? null;
  }

  #raw(): Omit<FixtureRecord, "decisions">[] {
    const { partitions, perPartition, lateEvery } = this.options;
    const step = (WINDOW.to - WINDOW.from) / perPartition;
    let luck = 12_345;
    const next = (): number => {
      luck = (Math.imul(luck, 1_664_525) + 1_013_904_223) >>> 0;
      return luck / 2 ** 32;
    };
    return Array.from({ length: partitions }, (_, partition) =>
      Array.from({ length: perPartition }, (__, offset) => {
        const arrival = Math.round(WINDOW.from + (offset + 0.8 * next()) * step);
        const isLate = lateEvery > 0 && (offset + partition * 7) % lateEvery === lateEvery - 1;
        const older = next() * 1_400 + (isLate ? 2_500 : 0);
        return { partition, offset, arrival, ts: Math.round(EPOCH + arrival / 1_000 - older) };
      }),
    ).flat();
  }

  #decide(role: Role, { partition, ts, arrival }: Omit<FixtureRecord, "decisions">): GateDecision {
    const at = arrival + LAG[role];
    const learned = this.learnedAt(role, partition);
    const watermark = this.watermark(role, partition, at);
    const common = { task: 0, subtask: partition, attempt: 0, at, watermark };
    const isOutgoing = role === "outgoing";
    if (learned === null || at < learned) {
      return { ...common, passed: isOutgoing, rule: "no-toggle", toggle: null };
    }
    const toggle = this.toggle;
    if ((watermark ?? 0) > toggle)
      return { ...common, passed: !isOutgoing, rule: "crossed", toggle };
    const isOlder = ts < toggle;
    const rule = isOlder ? "older-than-toggle" : "not-older-than-toggle";
    return { ...common, passed: isOlder === isOutgoing, rule, toggle };
  }
}

function watermarks(
  records: readonly { arrival: number; ts: number }[],
  role: Role,
): { t: number[]; wm: number[] } {
  const t: number[] = [];
  const wm: number[] = [];
  let highest = 0;
  for (const { arrival, ts } of records) {
    if (ts <= highest) continue;
    highest = ts;
    const at = Math.ceil((arrival + LAG[role]) / 200_000) * 200_000;
    if (t.at(-1) === at) wm[wm.length - 1] = highest - BOUND;
    else {
      t.push(at);
      wm.push(highest - BOUND);
    }
  }
  return { t, wm };
}
