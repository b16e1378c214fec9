import type { SourceOptions } from "../model/options.ts";
import type { SourceKind, TrafficFile } from "./scenario-file.ts";
import type { Take } from "./settings.ts";

const MINUTE = 60_000_000;
/** Ack deadline of a subscription (N9) and visibility timeout of a queue (N10), unless set (µs). */
const REDELIVERY = { rabbitmq: 0, pubsub: 10_000_000, sqs: 30_000_000 } as const;
/** What those services accept (µs). */
const LIMITS = { pubsub: [10_000_000, 10 * MINUTE], sqs: [1, 720 * MINUTE] } as const;

type QueueOptions = NonNullable<SourceOptions["queue"]>;
type QueueKind = QueueOptions["kind"];

export function isQueue(kind: SourceKind): kind is QueueKind {
  return kind in REDELIVERY;
}

/** A queue as a file describes it; `handoverAt`: when another job's own copy is made unless it says (µs). */
export function queueOptions(
  kind: QueueKind,
  file: TrafficFile,
  handoverAt: number,
  take: Take,
): QueueOptions {
  const copies = take("copies", file.copies, 1) === 2 ? 2 : 1;
  const isRabbit = kind === "rabbitmq";
  return {
    kind,
    copies,
    boundAtMicros: copies === 2 ? take("bound-at", file["bound-at"], handoverAt) : 0,
    correlationIds: isRabbit && take("correlation-ids", file["correlation-ids"], false),
    prefetch: isRabbit ? take("prefetch", file.prefetch, 0) : 0,
    redeliverAfterMicros: isRabbit
      ? 0
      : take<number>("redeliver-after", file["redeliver-after"], REDELIVERY[kind]),
  };
}

const OF_TOPICS = [
  "partitions",
  "new-partitions",
  "discovery",
  "alignment",
  "fetch-records",
] as const;
const OF_QUEUES = ["copies", "bound-at", "correlation-ids", "prefetch", "redeliver-after"] as const;

const OF_STREAMS = ["reader", "record-size", "consumer", "lifecycle"] as const;

/** A Kinesis stream as a file describes it. */
export function kinesisOptions(file: TrafficFile, take: Take): SourceOptions["kinesis"] {
  const reader = take("reader", file.reader, "polling");
  const { consumer } = file;
  return {
    reader,
    recordBytes: take("record-size", file["record-size"], 1_000),
    consumers: { outgoing: consumer ?? "outgoing", incoming: consumer ?? "incoming" },
    lifecycle: reader === "efo" ? take("lifecycle", file.lifecycle, "JOB_MANAGED") : "SELF_MANAGED",
  };
}

/** A setting of a source that does not go with its kind, and why. */
export interface ForeignSetting {
  readonly key: (typeof OF_TOPICS | typeof OF_QUEUES | typeof OF_STREAMS)[number];
  readonly message: string;
}

export function foreignSettings(kind: SourceKind, file: TrafficFile): readonly ForeignSetting[] {
  const foreign = foreignTo(kind, file)
    .filter((key) => file[key] !== undefined)
    .map((key) => ({ key, message: `"${key}" has no meaning for a source of kind ${kind}` }));
  if (!isQueue(kind)) return foreign;
  const isLone = file["bound-at"] !== undefined && file.copies !== 2;
  const message = `"bound-at" is of a second copy: set copies to 2`;
  const lone: readonly ForeignSetting[] = isLone ? [{ key: "bound-at", message }] : [];
  return [...foreign, ...lone, ...limitsBroken(kind, file["redeliver-after"])];
}

function foreignTo(kind: SourceKind, file: TrafficFile): readonly ForeignSetting["key"][] {
  if (kind === "kinesis") {
    const ofFanOut = file.reader === "efo" ? [] : (["consumer", "lifecycle"] as const);
    // Not modelled: resharding.
    return [...OF_QUEUES, ...ofFanOut, "new-partitions", "discovery", "fetch-records"];
  }
  if (!isQueue(kind)) return [...OF_QUEUES, ...OF_STREAMS];
  const ofOthers = kind === "rabbitmq" ? ["redeliver-after"] : ["correlation-ids", "prefetch"];
  return [...OF_TOPICS, ...OF_STREAMS, ...(ofOthers as readonly ForeignSetting["key"][])];
}

function limitsBroken(kind: QueueKind, given: number | undefined): readonly ForeignSetting[] {
  if (kind === "rabbitmq" || given === undefined) return [];
  const [least, most] = LIMITS[kind];
  if (given >= least && given <= most) return [];
  const range = kind === "pubsub" ? "from 10 s to 10 min (N9)" : "above 0, and 12 h at most (N10)";
  return [{ key: "redeliver-after", message: `must be ${range}` }];
}
