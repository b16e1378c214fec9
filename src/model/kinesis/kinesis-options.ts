/** A source that is a Kinesis stream; its shards are the partitions of the traffic. */
export interface KinesisOptions {
  /** `source.reader.type`: all pollers of a shard share its quota (N5), each consumer has its own (N6). */
  readonly reader: "polling" | "efo";
  readonly recordBytes: number;
  /** N6: `source.efo.consumer.name` of each job. */
  readonly consumers: { readonly outgoing: string; readonly incoming: string };
  /** N6: `source.efo.lifecycle`: the job registers its consumer, and deregisters it as it stops. */
  readonly lifecycle: "JOB_MANAGED" | "SELF_MANAGED";
}
