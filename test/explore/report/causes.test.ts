import { describe, expect, it } from "vitest";
import {
  type PossibleCause,
  possibleCauses,
} from "../../../src/explore/report/causes/candidates.ts";
import type { Target } from "../../../src/explore/report/causes/target.ts";
import { World, type WorldChange } from "../../../src/explore/report/causes/world.ts";
import { failuresOf } from "../../../src/explore/report/failures.ts";
import { handoverSection } from "../../../src/explore/report/handover-section.ts";
import { Reruns } from "../../../src/explore/report/reruns.ts";
import { watchedRun } from "../../../src/explore/report/watched-run.ts";
import type { Cause } from "../../../src/explore/report-causes.ts";
import { type Asked, type Reported, reported, slowGate } from "./reported.ts";

const LATE = ", late: { share: 10 %, by: 4 s }";
const CASES: Readonly<Record<string, Asked>> = {
  "of a toggle that is slow on its way": {
    handover: ", deletion-delay: 1 s",
    changed: slowGate(4_000_000),
  },
  "of late records, around a restart": {
    handover: ", deletion-delay: 3 s",
    source: LATE,
    rest: "faults: [{ at: outgoing-crossed + 100 ms, kill: outgoing/task/0/0 }]",
  },
  "of a crash around the toggle": {
    handover: ", deletion-delay: 0 s",
    sink: ", restore-state: false",
    rest: "faults: [{ at: toggle-written + 50 ms, kill: outgoing/task/0/0 }]",
  },
  "of records that come too late for the second revision": {
    handover: ", protocol: watermark-gate-v2, deletion-delay: 3 s",
    source: LATE,
  },
};

const RERUNS = 120;

describe.each(Object.keys(CASES))("why records failed, %s", (name) => {
  const { subject, model } = reported({ ...CASES[name], reruns: RERUNS });
  const { causes } = model.causes;

  it("is found for some", () => {
    expect(causes.length).toBeGreaterThan(0);
    expect(causes.some(({ slice }) => slice.candidates > 0)).toBe(true);
  });

  it("is a 1-minimal set of events for each class", () => {
    for (const cause of causes) {
      const { world, possible, fails } = again(subject, cause);
      const { kept, removed, aside, isMinimal } = cause.slice;
      expect(isMinimal).toBe(true);
      expect([...kept, ...removed, ...aside].toSorted()).toEqual(
        possible.map(({ id }) => id).toSorted(),
      );
      const away = removed.map((id) => changeOf(possible, id, 0));
      expect(world.with(away)?.fate).toBe(fails);
      for (const id of kept) {
        const all = possible.find((one) => one.id === id)?.changes ?? [];
        const fates = all.map((change) => world.with([...away, change])?.fate);
        expect(fates.some((fate) => fate !== fails)).toBe(true);
      }
      for (const id of removed) {
        const others = removed.filter((other) => other !== id);
        const back = others.map((other) => changeOf(possible, other, 0));
        expect(world.with(back)?.fate).toBe(fails);
      }
    }
  });

  it("shows the record on its way to each gate that judged it, in order of time", () => {
    for (const { slice } of causes) {
      const times = slice.events.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(slice.events.length).toBeLessThanOrEqual(12);
      expect(slice.lifelines.length).toBeLessThanOrEqual(6);
      expect(slice.events.some(({ kind }) => kind === "judgement")).toBe(true);
    }
  });

  it("counts each failure in one class, the first of which is explained", () => {
    const { shown } = model.data.failures;
    for (const [i, { failure }] of causes.entries()) {
      expect(shown.find(({ cause }) => cause === i)?.id).toBe(failure);
    }
  });
});

describe("what would have mended a record", () => {
  it("is the message that came too late, by as much as it was", () => {
    const { model } = reported({ ...CASES["of a toggle that is slow on its way"], reruns: RERUNS });
    const [cause] = model.causes.causes;
    expect(cause).toMatchObject({
      kind: "gap",
      rules: { outgoing: "not-older-than-toggle", incoming: "no-toggle" },
      late: "toggle-at-incoming",
    });
    const byMicros = (cause?.because.lateByMicros ?? 0) + 1;
    const gate = { role: "incoming", task: 0, subtask: 1 };
    expect(cause?.remedies).toContainEqual({ kind: "message-earlier", gate, byMicros });
    const slow = cause?.slice.events.filter(({ isSlow }) => isSlow);
    expect(slow?.map(({ kind, change }) => ({ kind, change }))).toEqual([
      { kind: "delivery", change: "at-once" },
    ]);
  });

  it("is a delay that puts the toggle just beyond it", () => {
    const { model } = reported({ ...CASES["of a toggle that is slow on its way"], reruns: RERUNS });
    const { causes, data, handover } = { ...model, causes: model.causes.causes };
    for (const { failure, remedies } of causes) {
      const ts = data.failures.shown.find(({ id }) => id === failure)?.ts ?? 0;
      const byMicros = (ts - (handover.toggle?.toggle ?? 0) + 1) * 1_000;
      const setting = "handover.deletion-delay";
      expect(remedies).toContainEqual({ kind: "setting", setting, byMicros });
    }
  });
});

function again(subject: Reported["subject"], cause: Cause) {
  const { scenario, shown } = subject;
  const { options, properties } = scenario;
  const watched = watchedRun(options, properties, shown);
  const failure = failuresOf(watched).find(({ record }) => record.id === cause.failure)!;
  const { partition, offset, witness } = failure.record;
  const target: Target = {
    watched,
    handover: handoverSection(watched),
    kind: cause.kind === "gap" ? "gap" : "duplicate",
    record: failure.record,
    place: { partition: partition!, offset: offset! },
  };
  const reruns = new Reruns({ options, properties, seed: shown.seed, most: 200, heard: () => {} });
  const world = new World(reruns, properties, witness.output!);
  const fails = cause.kind === "gap" ? "lost" : "repeated";
  return { world, possible: possibleCauses(target, world), fails };
}

function changeOf(possible: readonly PossibleCause[], id: string, at: number): WorldChange {
  return possible.find((one) => one.id === id)!.changes[at]!;
}
