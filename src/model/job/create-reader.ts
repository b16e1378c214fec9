import { KinesisReader } from "../kinesis/kinesis-reader.ts";
import { WORK } from "../phases.ts";
import { QueueReader } from "../queue/queue-reader.ts";
import { openReader } from "../source/open-reader.ts";
import type { RecordReader } from "../source/record-reader.ts";
import type { PlacedSource } from "../source/sources.ts";
import type { Placement } from "./deployment.ts";
import type { JobSurroundings } from "./job-surroundings.ts";
import { dealListState } from "./redistribution.ts";
import type { SourceSubtask } from "./source-subtask.ts";

/** What one attempt of a source subtask needs, to read whatever its source is. */
interface ReaderSurroundings {
  readonly around: JobSurroundings;
  readonly placement: Placement;
  readonly source: PlacedSource;
  /** The task around it, which is made after it. */
  readonly thread: () => SourceSubtask;
}

/** A reader of a Kafka-like topic, of a queue, or of a Kinesis stream. */
export function createReader(given: ReaderSurroundings): RecordReader {
  const { around, placement, source } = given;
  const { topic, chance } = around;
  const { path, attempt } = placement;
  const { options } = source;
  if (options.queue !== undefined) return queueReader(given);
  if (options.kinesis !== undefined) return kinesisReader(given);
  return openReader({ topic, source: options, chance, path, attempt });
}

function queueReader({ around, placement, source, thread }: ReaderSurroundings): QueueReader {
  const { job, queues, topic } = around;
  const { subtask, restore } = placement;
  const pending = dealListState(restore?.pendingAcks.get(source.name) ?? [], job.parallelism);
  return new QueueReader({
    role: job.role,
    queue: queues.of(source.firstPartition, job.role),
    topic,
    restored: pending[subtask] ?? [],
    arrived: () => thread().recordsArrived(),
  });
}

function kinesisReader({ around, placement, source, thread }: ReaderSurroundings): KinesisReader {
  const { agenda, path, attempt } = placement;
  const { alignment, fetchLatencyMicros } = source.options;
  const task = {
    stream: around.streams.of(source.name),
    role: around.job.role,
    latencyMicros: fetchLatencyMicros,
    agenda,
    jitter: around.chance.keyed(path, `back-off of attempt ${attempt}`),
    settle: () => {
      if (alignment !== undefined) thread().catchUp(agenda.now);
    },
    fail: (reason: string) => agenda.at(agenda.now, WORK, () => thread().fail(reason)),
  };
  return new KinesisReader(around.topic, task, () => thread().recordsArrived());
}
