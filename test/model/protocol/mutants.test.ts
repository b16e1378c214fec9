import { describe, expect, it } from "vitest";
import { MUTANTS } from "../../../src/model/protocol/mutants/mutants.ts";
import { tryExactness } from "../../support/beyond-protocols.ts";
import { EXACT, hardHandovers } from "../../support/hard-hand-overs.ts";

describe("a protocol without one of its rules is caught", () => {
  it.each(Object.entries(MUTANTS))("%s", (_, mutant) => {
    const options = EXACT[mutant.of];
    expect(options).toBeDefined();
    const caught = hardHandovers(options!).find((hard) => {
      const protocol = mutant.make(hard.options.handover!.protocol);
      return tryExactness(hard.options, { protocol }).inexact.length > 0;
    });
    expect(caught?.name).toBeDefined();
  });

  it("there are mutants of every protocol that is claimed to be exact", () => {
    const of = new Set(Object.values(MUTANTS).map((mutant) => mutant.of));
    expect([...of].toSorted()).toEqual(Object.keys(EXACT).toSorted());
    expect(Object.keys(MUTANTS).length).toBeGreaterThanOrEqual(25);
  });
});
