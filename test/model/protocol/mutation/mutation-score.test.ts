import { describe, expect, it } from "vitest";
import { watermarkGateV3 } from "../../../../src/model/protocol/watermark-gate-v3.ts";
import { PROTOCOL_CHOICES } from "../../../../src/scenario/protocol-choice.ts";
import { ALL_MUTANTS, catchMutant, committedScore, isCaught } from "./mutation-score.ts";

const score = committedScore();
const names = Object.keys(ALL_MUTANTS);

describe("the mutation score", () => {
  it("is what npm run mutants has written: all are caught, most by a shipped scenario", () => {
    const caught = names.filter((name) => score[name] !== undefined);
    const byScenario = caught.filter((name) => "file" in (score[name] ?? {}));
    console.log(`mutation score: ${caught.length} of ${names.length} caught`);
    expect(names.length).toBeGreaterThanOrEqual(25);
    expect(caught).toEqual(names);
    expect(Object.keys(score)).toEqual(names);
    expect(byScenario.length).toBeGreaterThanOrEqual(50);
  });

  // The others have a test of their own: test/model/protocol/mutants.test.ts.
  it("is true: what a scenario catches it still catches", () => {
    const inScenario = names.filter((name) => "file" in (score[name] ?? {}));
    expect(inScenario.filter((name) => !isCaught(ALL_MUTANTS[name]!, score[name]!))).toEqual([]);
  });

  it("has mutants of every protocol that has a rule to lose", () => {
    const mutated = new Set<string>(Object.values(ALL_MUTANTS).map(({ of }) => of));
    // BASIC has no rule but its order; the variant by timestamp stands for a configured T.
    const others = PROTOCOL_CHOICES.filter(
      (choice) => !mutated.has(choice) && !mutated.has(choice.replace("-by-timestamp", "")),
    );
    expect(others).toEqual(["basic"]);
  });

  it("would tell of a mutant that nothing catches: the protocol itself", () => {
    const harmless = {
      of: "watermark-gate-v3",
      does: "nothing else",
      make: () => watermarkGateV3({ writeDelayMillis: 500, idleDoneMillis: 30_000 }),
    } as const;
    const files = ["scenarios/unsafe/c4-late-after-crossing.yaml"];
    expect(catchMutant(harmless, files, 1)).toBeUndefined();
  });
});
