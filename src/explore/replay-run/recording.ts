/** One real hand-over as its recording has it: a JSON object a line of `handovers.jsonl`. */

/** What was set; what is absent is as in the test bed's defaults. */
export interface RecordedSettings {
  readonly ver: "V1" | "V2" | "V3" | "BASIC";
  readonly D?: number;
  /** Of BASIC: how long the outgoing job is left after the incoming one is RUNNING. */
  readonly holdMs?: number;
  readonly del?: "cancel" | "stop";
  readonly spMode?: string;
  readonly pOut?: number;
  readonly pIn?: number;
  readonly pipe?: "A" | "K" | "W" | "G";
  readonly boundMs?: number;
  readonly wmIntervalMs?: number;
  readonly idlenessMs?: number;
  readonly idlenessOutMs?: number;
  readonly idlenessInMs?: number;
  readonly burstAfterToggleMs?: number;
  readonly burstN?: number;
  readonly burstBack?: number;
  readonly burstPart?: number;
  readonly watchOutMs?: number;
  readonly watchInMs?: number;
  readonly watchSkewJob?: "OUT" | "IN";
  readonly watchSkewSub?: number;
  readonly watchSkewMs?: number;
  readonly cmReadMs?: number;
  readonly cmWriteMs?: number;
  readonly gateWriteDelayMs?: number;
  readonly idleDoneMs?: number;
  readonly pollMs?: number;
  readonly gateTimeoutMs?: number;
  readonly outLagMs?: number;
  readonly inLagMs?: number;
  readonly outLagSub?: number;
  readonly inLagSub?: number;
  readonly outMaxRate?: number;
  readonly inMaxRate?: number;
  readonly stallMs?: number;
  readonly stallSub?: number;
  readonly stallJob?: "OUT" | "IN";
  readonly stallDelayMs?: number;
  readonly ckptMs?: number;
  readonly restartDelayMs?: number;
  readonly failJob?: "OUT" | "IN";
  readonly failDelayMs?: number;
  readonly samePrefix?: boolean;
  readonly sinkStateRestored?: boolean;
  readonly txnTimeoutMs?: number;
  readonly guarantee?: "EXACTLY_ONCE" | "AT_LEAST_ONCE";
  readonly roleCheck?: boolean;
  readonly outParts?: number;
}

/** What came of it; see `FORMAT.md` beside the recordings. */
export interface RecordedResult {
  readonly verdict: string;
  readonly dup: number;
  readonly gap: number;
  readonly wrong: number;
  /** Records or windows that neither gate let through; the rest of `gap` the sinks lost. */
  readonly gapNeverEmitted: number;
}

/** Times in milliseconds since the run's base that somebody who plans such a hand-over knows or chooses. */
export interface KnownTimes {
  /** All tasks of the outgoing job RUNNING, since the base. */
  readonly outRunning: number;
  /** The savepoint: asked for, written by the last subtask, reported. */
  readonly spTrigger: number;
  readonly spLastSnapshot: number;
  readonly spDone: number;
  /** From the replaced map to all tasks of the incoming job RUNNING. */
  readonly inStartUp: number;
  readonly inRunning: number;
  /** Periodic checkpoints by job: when the first and the second began; absent: none did. */
  readonly outCheckpoints: readonly number[];
  readonly inCheckpoints: readonly number[];
  /** The test's end: both jobs are stopped. */
  readonly stopped: number;
}

/** Where the burst of the input lies: it was fed so long after a toggle, and is as old as that. */
export interface BurstAnchor {
  readonly storedAt: number;
  readonly toggle: number;
}

export interface RecordedRun {
  readonly run: string;
  readonly setting: string;
  readonly settings: RecordedSettings;
  /** Epoch milliseconds of the run's time 0. */
  readonly base: number;
  readonly known: KnownTimes;
  readonly burst: BurstAnchor | undefined;
  readonly result: RecordedResult;
  /** What came of other repetitions of the setting, whose recordings are not here. */
  readonly others: readonly RecordedResult[];
}

/** One row of the input, in the order of the file; times in milliseconds since the base. */
export interface RecordedInput {
  readonly partition: readonly number[];
  readonly key: readonly string[];
  readonly eventTime: readonly number[];
  readonly append: readonly number[];
}

/** Why a line or a file is no recording. */
export class NoRecording extends Error {}

/** A line of the recordings, as it stands. */
export type RecordedLine = Readonly<Record<string, unknown>>;

/** One line's object, whose parts are read below. Throws `NoRecording`. */
export function readRecording(line: string): RecordedLine {
  const value: unknown = parsed(line);
  if (typeof value === "object" && value !== null) return value as RecordedLine;
  throw new NoRecording("a line is no JSON object");
}

/** The run; undefined: the test bed failed, nothing can be said. Throws `NoRecording`. */
export function recordedRunOf(values: RecordedLine): RecordedRun | undefined {
  if (values["status"] === "ERROR") return undefined;
  const settings = objectAt(values, "settings") as unknown as RecordedSettings;
  const measured = objectAt(values, "measured");
  const run = textAt(values, "run");
  if (!["V1", "V2", "V3", "BASIC"].includes(settings.ver)) {
    throw new NoRecording(`${run}: there is no version ${String(settings.ver)}`);
  }
  return {
    run,
    setting: textAt(values, "setting"),
    settings,
    base: numberAt(values, "base"),
    known: knownTimes(settings, measured),
    burst: settings.burstAfterToggleMs === undefined ? undefined : burstAnchor(values, measured),
    result: objectAt(values, "result") as unknown as RecordedResult,
    others: (values["others"] ?? []) as readonly RecordedResult[],
  };
}

/** Reads `part,off,key,ets,append`. Throws `NoRecording`. */
export function readRecordedInput(text: string): RecordedInput {
  const [header, ...lines] = text.trimEnd().split("\n");
  if (header !== "part,off,key,ets,append") throw new NoRecording(`the header is "${header}"`);
  const rows = lines.map((line) => line.split(","));
  const numbers = (column: number): number[] => rows.map((row) => Number(row[column]));
  const input = {
    partition: numbers(0),
    key: rows.map((row) => row[2] ?? ""),
    eventTime: numbers(3),
    append: numbers(4),
  };
  for (const column of [input.partition, input.eventTime, input.append]) {
    if (column.some(Number.isNaN)) throw new NoRecording("a row has no number where one belongs");
  }
  return input;
}

/**
 * The input that the line of a run may hold itself, in columns: differences from row to row, keys as
 * indexes of their names. Undefined: it stands in a file of its own.
 */
export function embeddedInputOf(values: RecordedLine): RecordedInput | undefined {
  const input = values["input"] as EmbeddedInput | undefined;
  if (input === undefined) return undefined;
  return {
    partition: summedUp(input.part),
    key: input.key.map((key) => input.keys[key] ?? ""),
    eventTime: summedUp(input.ets),
    append: summedUp(input.append),
  };
}

interface EmbeddedInput {
  readonly keys: readonly string[];
  readonly part: readonly number[];
  readonly key: readonly number[];
  readonly ets: readonly number[];
  readonly append: readonly number[];
}

function summedUp(differences: readonly number[]): readonly number[] {
  let sum = 0;
  return differences.map((difference) => {
    sum += difference;
    return sum;
  });
}

function knownTimes(settings: RecordedSettings, measured: RecordedLine): KnownTimes {
  const inRunning = numberAt(measured, "inRunning");
  const spDone = numberAt(measured, "spDone");
  const savepoint = measured["spId"] as number | undefined;
  const checkpoints = (measured["checkpoints"] ?? {}) as Readonly<Record<string, number[]>>;
  const mapReplaced = measured["cmInitializing"] ?? measured["inSubmit"];
  const wasStopped = settings.del === "stop" || measured["outStoppedAtEnd"] !== undefined;
  return {
    outRunning: numberAt(measured, "outRunning"),
    spTrigger: numberAt(measured, "spTrigger"),
    spLastSnapshot: checkpoints[`OUT:${savepoint}`]?.[1] ?? spDone,
    spDone,
    inStartUp: inRunning - (typeof mapReplaced === "number" ? mapReplaced : spDone),
    inRunning,
    outCheckpoints: undisturbed(periodic(checkpoints, "OUT", wasStopped, savepoint), spDone),
    inCheckpoints: periodic(checkpoints, "IN", true, savepoint),
    stopped: numberAt(measured, "inStoppedAtEnd"),
  };
}

/** Starts of the first two; neither the hand-over's savepoint nor the one that ended the job. */
function periodic(
  checkpoints: Readonly<Record<string, readonly number[]>>,
  job: string,
  wasStopped: boolean,
  savepoint: number | undefined,
): readonly number[] {
  const ids = Object.keys(checkpoints)
    .filter((name) => name.startsWith(`${job}:`))
    .map((name) => Number(name.slice(job.length + 1)))
    .sort((a, b) => a - b);
  if (wasStopped) ids.pop();
  return ids
    .filter((id) => id !== savepoint)
    .slice(0, 2)
    .map((id) => checkpoints[`${job}:${id}`]?.[0] ?? 0);
}

/** A second one after the savepoint may follow a restart, which chooses another phase. */
function undisturbed(begun: readonly number[], savepoint: number): readonly number[] {
  return begun.filter((at, index) => index === 0 || at < savepoint);
}

function burstAnchor(values: RecordedLine, measured: RecordedLine): BurstAnchor | undefined {
  const events = (values["events"] ?? []) as readonly (readonly unknown[])[];
  const stored = events.find((one) => one[1] === "CM" && String(one[5]).includes("WATERMARK_SET"));
  const toggle = measured["toggle"];
  if (stored === undefined || typeof toggle !== "number") return undefined;
  return { storedAt: Number(stored[0]), toggle };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new NoRecording("a line is no JSON");
  }
}

function objectAt(values: RecordedLine, key: string): RecordedLine {
  const value = values[key];
  if (typeof value === "object" && value !== null) return value as RecordedLine;
  throw new NoRecording(`${String(values["run"] ?? "a run")} has no ${key}`);
}

function numberAt(values: RecordedLine, key: string): number {
  const value = values[key];
  if (typeof value === "number") return value;
  throw new NoRecording(`a run has no ${key}`);
}

function textAt(values: RecordedLine, key: string): string {
  const value = values[key];
  if (typeof value === "string") return value;
  throw new NoRecording(`a run has no ${key}`);
}
