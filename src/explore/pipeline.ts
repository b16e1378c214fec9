import type { StageFunctions } from "../model/operator/stage-functions.ts";
import type { JobRole } from "../model/options.ts";
import type { TopicLog } from "../model/source/topic-log.ts";
import type { InputLog, PipelineShape } from "../oracle/evidence.ts";

/** What goes in and what the pipeline does with it. */
export interface Pipeline {
  readonly topic: TopicLog;
  readonly input: InputLog;
  /** As the book of the outputs needs it. */
  readonly shape: PipelineShape;
  /** Of each job, where they are not alike. */
  readonly versions?: Readonly<Record<JobRole, PipelineShape>> | undefined;
  readonly functions: StageFunctions;
}
