import { assert } from "../../src/engine/assert.ts";
import type { TraceListener } from "../../src/engine/trace.ts";
import type { Runnable } from "../../src/explore/run-many.ts";
import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { failingOutcome, outcomeOf } from "../report/fixture.ts";

/**
 * Outcomes made up from the scenario's title: "fails on 3 and 5", "breaks on 4" (our bug),
 * "differs" (another fingerprint each time), "takes 20 ms" (a seed), "waits" (and passes).
 */
export function fakeRun(
  { options }: Runnable,
  seed: number,
  { trace }: { readonly trace?: TraceListener } = {},
): RunOutcome {
  const { title } = options;
  const numbersAfter = (word: string): readonly number[] =>
    [...(title.split(word)[1]?.split(";")[0] ?? "").matchAll(/\d+/g)].map(Number);
  trace?.event(12_345_000, 0, "outgoing/0/1", 0, 0, 0);
  trace?.emit({ at: 12_345_000, where: "outgoing/0/1", what: "crossed", detail: { toggle: 7 } });
  assert(!numbersAfter("breaks on").includes(seed), "event time 9 is before now, 10");
  spend(numbersAfter("takes")[0] ?? 0);
  if (numbersAfter("fails on").includes(seed)) return failingOutcome(seed);
  const fingerprint = title === "differs" ? String(runs++).padStart(16, "0") : String(seed);
  if (title !== "vacuous") return outcomeOf({}, { seed, fingerprint });
  const { handover } = outcomeOf().facts;
  return outcomeOf({ facts: { handover: { ...handover, outcome: "none" } } }, { seed });
}

let runs = 0;

function spend(millis: number): void {
  const until = performance.now() + millis;
  while (performance.now() < until);
}
