import type { TraceEntry, TraceListener } from "../../engine/trace.ts";

/** One version of the ConfigMap as it was stored. */
export interface StoredVersion {
  readonly version: number;
  readonly at: number;
  readonly writer: string;
  readonly data: Readonly<Record<string, string>>;
}

/** A gate has heard of a version. */
export interface Heard {
  readonly path: string;
  readonly at: number;
  readonly version: number;
  readonly via: "watch" | "relist" | "open";
}

/** A gate's own attempt to write, as it ended. */
export interface GateWrite {
  readonly path: string;
  readonly at: number;
  readonly outcome: string;
  readonly readVersion: number;
  /** "key=value key=value". */
  readonly set: string;
}

export interface JobStatusChange {
  readonly role: string;
  readonly at: number;
  readonly status: string;
  readonly reason: string;
}

export interface TransactionMoment {
  readonly at: number;
  readonly checkpoint: number | undefined;
}

/** What the parts of a run told about themselves, sorted by kind. */
export class TraceBook implements TraceListener {
  readonly entries: TraceEntry[] = [];
  readonly stored: StoredVersion[] = [];
  readonly heard: Heard[] = [];
  readonly writes: GateWrite[] = [];
  readonly statuses: JobStatusChange[] = [];
  readonly transitions: TraceEntry[] = [];
  readonly checkpoints: TraceEntry[] = [];
  readonly faults: TraceEntry[] = [];
  /** By the transaction's number. */
  readonly began: Map<number, TransactionMoment> = new Map();
  readonly preCommitted: Map<number, number> = new Map();

  event(): void {}

  emit(entry: TraceEntry): void {
    this.entries.push(entry);
    const { at, where, what } = entry;
    const detail = entry.detail ?? {};
    switch (what) {
      case "stored":
        this.#store(at, detail);
        break;
      case "watched":
      case "listed":
      case "gate-opened":
        this.heard.push({ path: where, at, version: Number(detail["version"]), via: VIA[what] });
        break;
      case "gate-write":
        this.#wrote(at, where, detail);
        break;
      case "job-status":
        this.#changed(at, where, detail);
        break;
      case "transition":
        this.transitions.push(entry);
        break;
      case "checkpoint-completed":
      case "checkpoint-failed":
        this.checkpoints.push(entry);
        break;
      case "transaction-began": {
        const checkpoint = Number(detail["checkpoint"]);
        this.began.set(Number(detail["transaction"]), { at, checkpoint });
        break;
      }
      case "transaction-pre-committed":
        this.preCommitted.set(Number(detail["transaction"]), at);
        break;
      default:
        if (where === "faults") this.faults.push(entry);
    }
  }

  #store(at: number, detail: Detail): void {
    const { sends: _, version, writer, ...data } = detail;
    this.stored.push({
      version: Number(version),
      at,
      writer: String(writer),
      data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, String(value)])),
    });
  }

  #wrote(at: number, path: string, detail: Detail): void {
    const { outcome, readVersion, set } = detail;
    this.writes.push({
      path,
      at,
      outcome: String(outcome),
      readVersion: Number(readVersion),
      set: String(set),
    });
  }

  #changed(at: number, role: string, detail: Detail): void {
    const { status, reason } = detail;
    this.statuses.push({ role, at, status: String(status), reason: String(reason) });
  }
}

type Detail = NonNullable<TraceEntry["detail"]>;

const VIA = { watched: "watch", listed: "relist", "gate-opened": "open" } as const;

const DOWN: ReadonlySet<string> = new Set([
  "restarting",
  "failed",
  "canceled",
  "finished",
  "absent",
]);

/** No subtask of a job with that status works. */
export function isDown(status: string): boolean {
  return DOWN.has(status);
}
