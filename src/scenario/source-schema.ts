import { z } from "zod";
import { count, duration, eventSpan, rate, share } from "./fields.ts";
import type { SourceFile, TrafficFile } from "./scenario-file.ts";

type Shape<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

const name = z.string().min(1);
const phase = {
  partition: count("only this partition; absent: all").optional(),
  from: duration("begins, simulated time"),
  to: duration("ends"),
};

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
};

/** The first source of a scenario. */
export const sourceShape: Shape<SourceFile> = {
  ...traffic,
  kind: z.enum(["kafka", "trace"]).optional(),
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
export const namedSourceShape: Shape<TrafficFile & { readonly name: string }> = {
  ...traffic,
  name,
};
