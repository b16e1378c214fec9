import type { RunOptions, StageOptions } from "../model/options.ts";
import type { UnmetNeed } from "./protocol-needs.ts";
import type { CompareOptions } from "./scenario.ts";

/** What a file says of two versions besides the jobs themselves. */
export interface VersionTerms {
  /** `allowNonRestoredState` of the incoming job. */
  readonly allowsNonRestoredState: boolean;
  readonly compare: CompareOptions | undefined;
}

/** What Flink refuses of a job that is restored from another version's state, or the judge cannot tell. */
export function unmetVersions(options: RunOptions, terms: VersionTerms): readonly UnmetNeed[] {
  const { outgoing, incoming, handover } = options;
  if (handover === undefined || outgoing.graph.length === 0 || incoming.graph.length === 0) {
    return [];
  }
  const restores = handover.startFrom !== "nothing";
  return [
    ...(restores ? [...maxParallelismNeeds(options), ...stateNeeds(options, terms)] : []),
    ...sinkNeeds(options),
    ...projectionNeeds(options, terms),
  ];
}

// C20: the key groups of the state are those of its max parallelism.
function maxParallelismNeeds({ outgoing, incoming }: RunOptions): readonly UnmetNeed[] {
  const [old, next] = [outgoing.maxParallelism, incoming.maxParallelism];
  if (old === next) return [];
  return [
    {
      setting: "incoming.max-parallelism",
      reason: `Flink refuses to restore state of max parallelism ${old} into a job of ${next} (C20)`,
      hint: `leave it at ${old}, or start from nothing`,
    },
  ];
}

// C19: operators are matched by uid.
function stateNeeds(
  { outgoing, incoming }: RunOptions,
  { allowsNonRestoredState }: VersionTerms,
): readonly UnmetNeed[] {
  const setting = "incoming.graph";
  return outgoing.graph.filter(keepsState).flatMap((stage): readonly UnmetNeed[] => {
    const heir = incoming.graph.find((other) => uidOf(other) === uidOf(stage));
    if (heir === undefined && !allowsNonRestoredState) {
      return [
        {
          setting,
          reason: `the state holds "${uidOf(stage)}", which no stage of the incoming job takes; Flink refuses to restore it (C19)`,
          hint: "give the stage that goes on with it this uid, or set allow-non-restored-state: true",
        },
      ];
    }
    if (heir !== undefined && hasTtl(stage) !== hasTtl(heir)) {
      return [
        {
          setting,
          reason: `"${uidOf(stage)}" has a ttl in one job alone; Flink refuses to restore state under another such setting (StateMigrationException)`,
          hint: "give it another uid and set allow-non-restored-state: true",
        },
      ];
    }
    if (heir === undefined || isSession(stage) === isSession(heir)) return [];
    return [
      {
        setting,
        reason: `"${uidOf(stage)}" is a session window in one job alone; what becomes of its state is not modelled`,
        hint: "give it another uid and set allow-non-restored-state: true",
      },
    ];
  });
}

function uidOf(stage: StageOptions): string | undefined {
  return ("uid" in stage ? stage.uid : undefined) ?? stage.name;
}

function keepsState(stage: StageOptions): boolean {
  if (stage.kind === "process") return stage.timerMillis > 0 || hasTtl(stage);
  return stage.kind === "window" || stage.kind === "join";
}

function hasTtl(stage: StageOptions): boolean {
  return stage.kind === "process" && stage.ttl !== undefined;
}

function isSession(stage: StageOptions): boolean {
  return (stage.kind === "window" || stage.kind === "join") && stage.assigner.type === "session";
}

function sinkNeeds({ outgoing, incoming }: RunOptions): readonly UnmetNeed[] {
  const [old, next] = [outgoing, incoming].map(({ graph }) =>
    graph.flatMap((stage) => (stage.kind === "sink" ? [stage.name] : [])).join(", "),
  );
  if (old === next) return [];
  return [
    {
      setting: "incoming.graph",
      reason: `the outgoing job writes to ${old}, the incoming one to ${next}; not modelled: jobs of other sinks`,
    },
  ];
}

function projectionNeeds(
  { outgoing, incoming }: RunOptions,
  { compare }: VersionTerms,
): readonly UnmetNeed[] {
  const by = compare?.by ?? "output";
  if (by === "output") return [];
  const stages = [...outgoing.graph, ...incoming.graph];
  const isTumbling = (stage: StageOptions): boolean =>
    stage.kind === "window" && stage.assigner.type === "tumbling";
  const windows = stages.filter((stage) => stage.kind === "window" || stage.kind === "join");
  if (windows.length > 0 && windows.every(isTumbling)) return [];
  return [
    {
      setting: "compare.by",
      reason: `results can be taken together by ${by} only where both jobs put each record into one window, a tumbling one`,
      hint: "leave it out: each output is compared on its own",
    },
  ];
}
