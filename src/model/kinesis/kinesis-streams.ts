import { assert } from "../../engine/assert.ts";
import type { JobStatus } from "../job/job-status.ts";
import type { JobRole } from "../options.ts";
import type { PlacedSource } from "../source/sources.ts";
import type { TopicLog } from "../source/topic-log.ts";
import { KinesisStream } from "./kinesis-stream.ts";

/** The streams that the sources of a run read, by the source's name. */
export class KinesisStreams {
  readonly #streams = new Map<string, KinesisStream>();

  constructor(sources: readonly PlacedSource[], topic: TopicLog) {
    for (const { name, options } of sources) {
      const { kinesis } = options;
      if (kinesis !== undefined) this.#streams.set(name, new KinesisStream(kinesis, topic));
    }
  }

  of(source: string): KinesisStream {
    const stream = this.#streams.get(source);
    assert(stream !== undefined, `source ${source} is no stream`);
    return stream;
  }

  /** N6: a job that stops gracefully deregisters the consumer that it manages. */
  jobBecame(role: JobRole, status: JobStatus, reason: string): void {
    const isGraceful = status === "finished" || (status === "canceled" && reason === "graceful");
    if (!isGraceful) return;
    for (const stream of this.#streams.values()) {
      const { reader, lifecycle, consumers } = stream.options;
      if (reader === "efo" && lifecycle === "JOB_MANAGED") stream.deregister(consumers[role]);
    }
  }
}
