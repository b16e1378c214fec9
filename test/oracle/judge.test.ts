import { describe, expect, it } from "vitest";
import { judge } from "../../src/oracle/judge.ts";
import {
  authorOf,
  CUT,
  cleanOutputs,
  cleanRecords,
  factsOf,
  inputOf,
  kinds,
  mapOnly,
  property,
  steadyInput,
  trialOf,
  tumbling,
} from "./fixture.ts";

describe("the verdict", () => {
  it("passes a hand-over in which every record came out once", () => {
    const verdict = judge(trialOf());
    expect(verdict.doubts).toEqual([]);
    expect(kinds(verdict)).toEqual([]);
    expect(verdict.status).toBe("pass");
    expect(verdict.headline).toMatchObject({ due: 120, visible: 120, lost: 0, duplicated: 0 });
  });

  it("counts what readers saw by the job that wrote it", () => {
    const outputs = cleanRecords();
    const twice = { ...outputs[0]!, author: authorOf("incoming") };
    const { visibleOf } = judge(trialOf({ outputs: [...outputs, twice] })).headline;
    expect(visibleOf).toEqual({ outgoing: 100, incoming: 21 });
  });

  it("passes a hand-over of windows in which every result came out once", () => {
    const verdict = judge(trialOf({ shape: tumbling }));
    expect(kinds(verdict)).toEqual([]);
    expect(verdict.status).toBe("pass");
    expect(property(verdict, "no-gap")).toMatchObject({ checked: 24, unit: "results" });
  });

  it("says how much each property checked", () => {
    for (const { name, checked, status } of judge(trialOf()).properties) {
      expect(checked > 0, name).toBe(status === "pass");
    }
  });

  it("is inconclusive if nothing was handed over, even if all came out once", () => {
    const trial = trialOf();
    const handover = { ...trial.facts.handover, outcome: "none" } as const;
    const verdict = judge({ ...trial, facts: { ...trial.facts, handover } });
    expect(verdict.status).toBe("inconclusive");
    expect(verdict.doubts).toEqual(["nothing-handed-over"]);
  });

  it("is inconclusive if no record was checked", () => {
    const empty = inputOf([[], []]);
    const verdict = judge(trialOf({ input: empty }));
    expect(verdict.status).toBe("inconclusive");
    expect(verdict.doubts).toContain("nothing-checked");
  });

  it("is inconclusive if nothing was due yet", () => {
    const frontier = { offsets: [0, 0], resultsUpTo: 0 };
    const verdict = judge(trialOf({ change: { frontier } }));
    expect(verdict.doubts).toEqual(["nothing-checked"]);
  });

  it("is inconclusive if a required probe was never hit", () => {
    const probes = [
      { name: "a toggle was written", hits: 0, required: true },
      { name: "a tie at the cut", hits: 0, required: false },
    ];
    const verdict = judge(trialOf({ change: { probes } }));
    expect(verdict.status).toBe("inconclusive");
    expect(verdict.doubts).toEqual(["probe-missed"]);
    expect(property(verdict, "non-vacuous").witnesses[0]?.detail).toMatchObject({
      probe: "a toggle was written",
    });
  });

  it("is inconclusive if the run was cut short", () => {
    for (const stopReason of ["step-budget", "stopped"] as const) {
      expect(judge(trialOf({ facts: { stopReason } })).doubts).toEqual(["cut-short"]);
    }
  });

  it("fails a failed property whatever the doubts", () => {
    const outputs = cleanOutputs(steadyInput(60), mapOnly, CUT).slice(1);
    const verdict = judge(trialOf({ outputs, facts: { stopReason: "step-budget" } }));
    expect(verdict.status).toBe("fail");
    expect(verdict.doubts).toEqual(["cut-short"]);
  });

  it("judges the gates apart: a duplicate whose transaction never commits is theirs alone", () => {
    const trial = trialOf();
    const twice = cleanOutputs(trial.input, mapOnly, CUT);
    const again = { ...twice[70]!, author: { ...twice[70]!.author, role: "outgoing" as const } };
    const passes = trialOf({ outputs: [...twice, again] }).ledger;
    const verdict = judge({ ...trial, gates: { passes, expected: trial.expected } });
    expect(verdict.status).toBe("pass");
    expect(verdict.gates).toMatchObject({ status: "fail", duplicated: 1, lost: 0, replayed: 0 });
  });

  it("adds up a gate's faults: a loss does not make up for a duplicate", () => {
    const trial = trialOf();
    const outputs = cleanOutputs(trial.input, mapOnly, CUT);
    const wrong = [...outputs.slice(1), { ...outputs[70]!, author: authorOf("incoming") }];
    const passes = trialOf({ outputs: wrong }).ledger;
    const { gates } = judge({ ...trial, gates: { passes, expected: trial.expected } });
    expect(gates).toMatchObject({ status: "fail", lost: 1, duplicated: 1, wrong: 0, phantom: 0 });
  });

  it("counts the properties that failed and that applied", () => {
    const outputs = cleanOutputs(steadyInput(60), mapOnly, CUT).slice(1);
    const { headline } = judge(trialOf({ outputs }));
    expect(headline).toMatchObject({ propertiesFailed: 1, propertiesChecked: 13 });
  });

  it("counts the gates that judged a record at the toggle before they knew it (E1)", () => {
    const gate = { role: "outgoing", subtask: 0, toggle: CUT, learnedAt: 7, crossedAt: 9 } as const;
    const counts = { passed: 100, dropped: 20 };
    const early = { ...gate, ...counts, firstUnderOldRule: { id: 3, at: 6 } };
    const gates = [early, early, { ...gate, ...counts, subtask: 1, firstUnderOldRule: undefined }];
    expect(judge(trialOf({ facts: { gates } })).headline.gatesLearnedLate).toBe(2);
  });

  it("says of a lost record which gate passed it", () => {
    const trial = trialOf();
    const outputs = cleanOutputs(trial.input, mapOnly, CUT);
    const lost = { ...trialOf({ outputs: outputs.slice(1) }), facts: factsOf(outputs.slice(1)) };
    const verdict = judge({ ...lost, gates: { passes: trial.ledger, expected: trial.expected } });
    expect(verdict.gates?.status).toBe("pass");
    expect(property(verdict, "no-gap").witnesses[0]?.detail).toMatchObject({
      passedAGate: true,
      passedBy: "outgoing",
    });
  });
});
