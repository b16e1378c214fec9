import type { Remedy } from "../../report-causes.ts";
import type { PossibleCause } from "./candidates.ts";
import { judgeOf, learningOf, type Target } from "./target.ts";
import type { World, WorldChange } from "./world.ts";

interface Attempt {
  readonly remedy: Remedy;
  readonly changes: readonly WorldChange[];
}

/** What would have mended this record: each was run, and did; the cheapest first. */
export function remediesOf(
  target: Target,
  world: World,
  kept: readonly PossibleCause[],
): readonly Remedy[] {
  const attempts = [
    ...largerDelay(target),
    ...earlierMessage(target),
    ...kept.flatMap(withoutCause),
  ];
  return attempts.flatMap(({ remedy, changes }) =>
    world.with(changes)?.fate === "once" ? [remedy] : [],
  );
}

/** With a toggle beyond the record the outgoing job would have been the one to emit it. */
function largerDelay({ record, handover, watched }: Target): readonly Attempt[] {
  const { toggle } = handover;
  if (toggle === null || toggle.writtenAt === null || record.ts === null) return [];
  const byMillis = record.ts - toggle.toggle + 1;
  if (byMillis <= 0) return [];
  const deletionDelayMillis = (watched.options.handover?.deletionDelayMillis ?? 0) + byMillis;
  const change: WorldChange = {
    kind: "options",
    name: `deletion delay ${deletionDelayMillis} ms`,
    change: (before) => {
      const { handover: plan } = before;
      return plan === undefined
        ? before
        : { ...before, handover: { ...plan, deletionDelayMillis } };
    },
  };
  const setting = "handover.deletion-delay";
  return [{ remedy: { kind: "setting", setting, byMicros: byMillis * 1_000 }, changes: [change] }];
}

/** The gate that did not know the toggle yet: the message had to come before the record. */
function earlierMessage(target: Target): readonly Attempt[] {
  return (["outgoing", "incoming"] as const).flatMap((role): Attempt[] => {
    const judge = judgeOf(target, role);
    if (judge === undefined || judge.decision.rule !== "no-toggle") return [];
    const heard = learningOf(target, judge.gate);
    if (heard === undefined || heard.via !== "watch") return [];
    const micros = judge.decision.at - heard.sentAt - 1;
    if (micros < 0) return [];
    const byMicros = heard.at - heard.sentAt - micros;
    return [
      {
        remedy: { kind: "message-earlier", gate: judge.gate, byMicros },
        changes: [{ kind: "toggle-message", path: judge.path, micros }],
      },
    ];
  });
}

function withoutCause({ event, changes }: PossibleCause): readonly Attempt[] {
  const { detail } = event;
  const number = (key: string): number => Number(detail[key] ?? 0);
  switch (event.kind) {
    case "fault": {
      const name = String(detail["kind"]);
      const fault = typeof detail["index"] === "number" ? detail["index"] : -1;
      return [{ remedy: { kind: "without-fault", fault, name }, changes }];
    }
    case "idle": {
      const partition = number("partition");
      const remedy = { kind: "without-idle", partition: partition < 0 ? null : partition } as const;
      return [{ remedy, changes }];
    }
    case "start-up":
      return [{ remedy: { kind: "start-up-faster", byMicros: number("micros") }, changes }];
    case "lateness":
      return [{ remedy: { kind: "record-on-time", byMillis: number("byMillis") }, changes }];
    default:
      return [];
  }
}
