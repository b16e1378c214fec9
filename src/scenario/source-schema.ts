import { z } from "zod";
import { count, duration, eventSpan, rate, share } from "./fields.ts";
import type { NamedSourceFile, SourceFile, TrafficFile } from "./scenario-file.ts";

type Shape<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

const name = z.string().min(1);
const phase = {
  partition: count("only this partition; absent: all").optional(),
  from: duration("begins, simulated time"),
  to: duration("ends"),
};

const QUEUE_KINDS = ["rabbitmq", "pubsub", "sqs"] as const;

const alignment = z.strictObject({
  group: name.meta({ description: "sources of a job under one name wait for each other" }),
  "max-drift": eventSpan("how far a watermark may be ahead of the group's lowest"),
  interval: duration("of reports and announcements; 1 s unless set").optional(),
});

const traffic: Shape<TrafficFile> = {
  topic: name.optional(),
  partitions: count("of the topic", 1).max(65_535).optional(),
  "new-partitions": z
    .array(
      z.strictObject({ at: duration("simulated time"), count: count("how many come then", 1) }),
    )
    .min(1)
    .optional()
    .meta({ description: "partitions that are added to the topic while it is read (N2)" }),
  discovery: duration("partition.discovery.interval.ms; 0 s = never").optional(),
  alignment: alignment.optional().meta({ description: "withWatermarkAlignment (W19)" }),
  rate: rate("over all partitions; 100/s unless set").optional(),
  keys: count("100 unless set", 1).optional(),
  "key-skew": z.number().min(0).optional().meta({ description: "Zipf's exponent; 0 = uniform" }),
  disorder: eventSpan("event time = arrival - uniform[0, disorder]").optional(),
  late: z
    .strictObject({
      share: share("of the records"),
      by: eventSpan("older"),
      partition: phase.partition,
      from: phase.from.optional(),
      to: phase.to.optional(),
    })
    .optional(),
  idle: z.array(z.strictObject(phase)).optional(),
  bursts: z.array(z.strictObject({ ...phase, factor: z.number().positive() })).optional(),
  records: count("at most so many").optional(),
  end: duration("no record arrives from then on").optional(),
  "fetch-latency": duration("broker to reader; 5 ms unless set").optional(),
  "fetch-records": count("of one fetch, over all partitions; 500 unless set", 1).optional(),
  copies: count("of a queue: 1 = both jobs share it; 2 = each has one with all messages", 1)
    .max(2)
    .optional(),
  "bound-at": duration(
    "of 2 copies: the incoming job's is made; handover.at unless set",
  ).optional(),
  "correlation-ids": z
    .boolean()
    .optional()
    .meta({ description: "of rabbitmq: usesCorrelationId, of unique ids (N8)" }),
  prefetch: count("of rabbitmq: unacked messages of one consumer; 0 = no limit").optional(),
  "redeliver-after": duration(
    "of pubsub: its ack deadline; of sqs: its visibility timeout (N9, N10)",
  ).optional(),
  reader: z
    .enum(["polling", "efo"])
    .optional()
    .meta({ description: "of kinesis: source.reader.type; efo = enhanced fan-out" }),
  "record-size": count("of kinesis: bytes; 1000 unless set", 1).optional(),
  consumer: name.optional().meta({
    description: "of efo: source.efo.consumer.name of both jobs; one for each unless set",
  }),
  lifecycle: z
    .enum(["JOB_MANAGED", "SELF_MANAGED"])
    .optional()
    .meta({ description: "of efo: source.efo.lifecycle" }),
};

/** The first source of a scenario. */
export const sourceShape: Shape<SourceFile> = {
  ...traffic,
  kind: z.enum(["kafka", "trace", "kinesis", ...QUEUE_KINDS]).optional(),
  file: name.optional().meta({ description: "of a trace: the CSV, relative to this file" }),
  speed: z
    .number()
    .positive()
    .optional()
    .meta({ description: "of a trace: 3600 = an hour a second" }),
  from: duration("of a trace: its own time since its first arrival").optional(),
  to: duration("of a trace").optional(),
};

/** A further one, under a name. */
export const namedSourceShape: Shape<NamedSourceFile> = {
  ...traffic,
  name,
  kind: z.enum(["kafka", "kinesis", ...QUEUE_KINDS]).optional(),
};
