import type { JobLabel } from "../explore/report-facts.ts";
import { OFFSETS_PER_PARTITION, type Role } from "../oracle/evidence.ts";
import type { OutputName, Witness } from "../oracle/witness.ts";
import { eventTimeText, signedSpanText, spanText } from "./quantity.ts";
import type { RunReport } from "./run-report.ts";
import { joined, styled, type Text, words } from "./text.ts";

/** What has to be known of a run to name things in it. */
export interface NamedRun extends Pick<RunReport, "jobs" | "clock"> {
  readonly keyNames: readonly string[] | Readonly<Record<number, string>> | undefined;
  readonly shown: {
    readonly facts: { readonly handover: { readonly startedAt: number | undefined } };
  };
}

/** What things of one run are called: jobs, subtasks, records, instants. */
export class Names {
  readonly #report: NamedRun;

  constructor(report: NamedRun) {
    this.#report = report;
  }

  /** "Blue", in its colour; "incoming", where both jobs have the same one. */
  job(role: Role, suffix = ""): Text {
    const { jobs } = this.#report;
    const { colour } = jobs[role];
    const style = colour === "BLUE" ? "blue" : "green";
    if (jobs.outgoing.colour === jobs.incoming.colour) return styled(style, `${role}${suffix}`);
    return styled(style, `${colourWord(colour)}${suffix}`);
  }

  /** "Blue/2", and which attempt it was if it is not the first. */
  subtask({ role, subtask, attempt = 0 }: SubtaskName, note?: string): Text {
    const name = this.job(role, `/${subtask}`);
    const notes = [...(attempt === 0 ? [] : [`attempt ${attempt + 1}`]), ...(note ? [note] : [])];
    return notes.length === 0 ? name : words`${name} (${notes.join(", ")})`;
  }

  /** "p2·1048", or the key and bounds of a window's result. */
  output(output: OutputName): Text {
    if (output.kind === "record") {
      const sub = output.sub === 0 ? "" : `, output ${output.sub}`;
      return words`${recordName(output.partition, output.offset)}${sub}`;
    }
    const bounds = `${this.eventTime(output.start)} to ${this.eventTime(output.end)}`;
    return words`result of ${this.key(output.key)}, ${bounds}`;
  }

  key(key: number): string {
    return `key ${this.#report.keyNames?.[key] ?? key}`;
  }

  /** The output with what tells a reader which one it is in the input. */
  described({ output, key, ts }: Witness): Text {
    if (output === undefined) return words`an output`;
    if (output.kind === "result") return this.output(output);
    const facts = [
      ...(key === undefined ? [] : [words`${this.key(key)}`]),
      ...(ts === undefined ? [] : [words`${this.eventTime(ts)}`]),
    ];
    if (facts.length === 0) return this.output(output);
    return words`${this.output(output)} (${joined(facts, ", ")})`;
  }

  /** In the recording's own time, if one is replayed faster or slower. */
  eventTime(millis: number): string {
    const { epochMillis, speed } = this.#report.clock;
    if (speed === 1) return eventTimeText(millis);
    return eventTimeText(roundest(epochMillis + (millis - epochMillis) * speed, speed));
  }

  /** An instant as seen from the beginning of the hand-over, or of the run if there was none. */
  instant(at: number): string {
    const { startedAt } = this.#report.shown.facts.handover;
    return startedAt === undefined ? spanText(at, 3) : signedSpanText(at - startedAt, 3);
  }
}

/** "Blue" or "Green". */
export function colourWord(colour: JobLabel["colour"]): string {
  return colour === "BLUE" ? "Blue" : "Green";
}

/** A replay rounds down to its own millisecond: of what may have stood there, the likeliest. */
function roundest(from: number, span: number): number {
  for (const unit of [60_000, 1_000]) {
    const rounded = Math.ceil(from / unit) * unit;
    if (rounded < from + span) return rounded;
  }
  return Math.ceil(from);
}

export interface SubtaskName {
  readonly role: Role;
  readonly subtask: number;
  /** From 0. */
  readonly attempt?: number;
}

/** Partition and offset, which find the record in the input. */
export function recordName(partition: number, offset: number): string {
  return `p${partition}·${offset}`;
}

/** The name of a record by its id. */
export function recordNameOfId(id: number): string {
  const partition = Math.floor(id / OFFSETS_PER_PARTITION);
  return recordName(partition, id - partition * OFFSETS_PER_PARTITION);
}
