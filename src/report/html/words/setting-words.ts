import type { ReportSetting, SettingValue } from "../../../explore/report-facts.ts";
import { countText, shareText, spanText } from "../../quantity.ts";

/** What a value counts; what is not named here is a span of microseconds where it is a number. */
type Unit = "us" | "ms" | "share" | "count" | "bytes" | "rate" | "word";

interface SettingWords {
  readonly label: string;
  readonly unit: Unit;
}

/** By path; those of a job without `outgoing.` and `incoming.` */
const WORDS: Readonly<Record<string, readonly [label: string, unit: Unit]>> = {
  "run.duration": ["Run", "us"],
  "source.kind": ["Traffic", "word"],
  "source.topic": ["Topic", "word"],
  "source.speed": ["Replay speed", "count"],
  "source.partitions": ["Partitions", "count"],
  "source.rate": ["Records", "rate"],
  "source.keys": ["Keys", "count"],
  "source.key-skew": ["Key skew", "count"],
  "source.disorder": ["Disorder", "ms"],
  "source.late": ["Late records", "word"],
  "source.records": ["Records at most", "count"],
  "source.fetch-records": ["Records a fetch", "count"],
  parallelism: ["Parallelism", "count"],
  "max-parallelism": ["Max parallelism", "count"],
  "watermarks.bound": ["Out-of-orderness bound", "ms"],
  "watermarks.interval": ["Watermark interval", "us"],
  "watermarks.idleness": ["Idleness", "us"],
  failover: ["Fails together", "word"],
  "task-managers.slots": ["Slots of a task manager", "count"],
  "task-managers.spare": ["Spare task managers", "count"],
  "task-managers.heartbeat-failures": ["Heartbeat calls in vain", "count"],
  "job-manager.high-availability": ["High availability", "word"],
  "checkpointing.interval": ["Checkpoint interval", "us"],
  "checkpointing.max-concurrent": ["Concurrent checkpoints", "count"],
  "checkpointing.tolerable-failures": ["Tolerable failures", "count"],
  "checkpointing.notification-loss": ["Notifications lost", "share"],
  "restart.multiplier": ["Restart backoff multiplier", "count"],
  "restart.jitter": ["Restart jitter", "share"],
  "network.buffer-size": ["Network buffer", "bytes"],
  "network.record-size": ["Record", "bytes"],
  "network.buffers": ["Buffers a channel", "count"],
  "sink.partitions": ["Output partitions", "count"],
  "sink.guarantee": ["Sink guarantee", "word"],
  "sink.transaction-timeout": ["Transaction timeout", "us"],
  "sink.restore-state": ["Sink state restored", "word"],
  "sink.max-block": ["Producer waits", "us"],
  "sink.delivery-timeout": ["Delivery timeout", "us"],
  "sink.committer-retries": ["Committer retries", "count"],
  "kubernetes.api-latency": ["API latency", "us"],
  "kubernetes.watch-latency": ["ConfigMap latency", "us"],
  "kubernetes.watch-breaks": ["Watch breaks an hour", "count"],
  "handover.at": ["Hand-over begins", "us"],
  "handover.protocol": ["Protocol", "word"],
  "handover.protocol.write-delay": ["Write delay", "ms"],
  "handover.protocol.idle-done": ["Idle done after", "ms"],
  "handover.protocol.margin": ["Cut above what gates show", "ms"],
  "handover.protocol.lateness": ["Late records still its own", "ms"],
  "handover.deletion-delay": ["Deletion delay", "ms"],
  "handover.abort-grace": ["Abort grace period", "us"],
  "handover.gate-timeout": ["Gate timeout", "us"],
  "handover.reschedule": ["Reconcile interval", "us"],
  "handover.start-from": ["Starts from", "word"],
  "handover.savepoints-dir": ["Savepoint before deletion", "word"],
  "handover.savepoint-duration": ["Savepoint takes", "us"],
};

const ROLES = ["outgoing", "incoming", "pipeline"];

/** "watermarks.bound" of "outgoing.watermarks.bound". */
function withoutRole(path: string): string {
  const [first = "", ...rest] = path.split(".");
  return ROLES.includes(first) ? rest.join(".") : path;
}

function wordsOf(path: string): SettingWords {
  const [label, unit] = WORDS[withoutRole(path)] ?? [lastWords(path), "us"];
  return { label, unit };
}

/** "Min pause" of "checkpointing.min-pause". */
function lastWords(path: string): string {
  const words = (path.split(".").at(-1) ?? path).replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What people call the setting. */
export function settingLabel(path: string): string {
  return wordsOf(path).label;
}

/** The same inside of a sentence. */
export function settingInSentence(path: string): string {
  const label = settingLabel(path);
  return /^[A-Z][A-Z]|^ConfigMap/.test(label)
    ? label
    : label.charAt(0).toLowerCase() + label.slice(1);
}

/** The value with its unit. */
export function settingText({ path, value }: Pick<ReportSetting, "path" | "value">): string {
  return valueText(value, wordsOf(path).unit);
}

/** A value of a change, which says its own unit. */
export function changedText(
  path: string,
  value: number | string | boolean,
  unit: "us" | "ms" | "word",
): string {
  return valueText(value, unit === "word" ? wordsOf(path).unit : unit);
}

function valueText(value: SettingValue, unit: Unit): string {
  if (typeof value === "number") return numberText(value, unit);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (value === null) return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : `${value.length}`;
  return objectText(value as Readonly<Record<string, unknown>>);
}

function numberText(value: number, unit: Unit): string {
  switch (unit) {
    case "us":
      return spanText(value, 3);
    case "ms":
      return spanText(value * 1_000, 3);
    case "share":
      return shareText(value);
    case "bytes":
      return `${countText(value)}\u00a0B`;
    case "rate":
      return `${countText(value)}/s`;
    case "count":
    case "word":
      return Number.isInteger(value) ? countText(value) : String(value);
  }
}

/** Latencies, and what else has parts. */
function objectText(value: Readonly<Record<string, unknown>>): string {
  const number = (key: string): number => Number(value[key]);
  switch (value["kind"]) {
    case "constant":
      return spanText(number("us"), 3);
    case "lognormal":
      return `${spanText(number("medianUs"))}, p99\u00a0${spanText(number("p99Us"))}`;
    case "uniform":
      return `${spanText(number("lowUs"))} to ${spanText(number("highUs"))}`;
  }
  if (typeof value["share"] === "number" && typeof value["by"] === "number") {
    if (value["share"] === 0) return "none";
    return `${shareText(value["share"])} by ${spanText(value["by"] * 1_000)}`;
  }
  return JSON.stringify(value);
}
