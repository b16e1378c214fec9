import type { StageFunctions } from "../model/operator/stage-functions.ts";
import type { TopicLog } from "../model/source/topic-log.ts";
import type { InputLog, PipelineShape } from "../oracle/evidence.ts";

/** What goes in and what the pipeline does with it. */
export interface Pipeline {
  readonly topic: TopicLog;
  readonly input: InputLog;
  readonly shape: PipelineShape;
  readonly functions: StageFunctions;
}
