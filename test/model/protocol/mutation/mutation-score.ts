/** Which shipped scenario catches which mutant: the protocol gets through it, the mutant does not. */
import { readFileSync } from "node:fs";
import { type MatrixTrial, tryCell } from "../../../../src/explore/matrix/trial.ts";
import type { Mutant } from "../../../../src/model/protocol/mutants/mutant.ts";
import { MUTANTS } from "../../../../src/model/protocol/mutants/mutants.ts";
import { PUBLISHED_MUTANTS } from "../../../../src/model/protocol/mutants/published-mutants.ts";
import type { ProtocolChoice } from "../../../../src/scenario/protocol-choice.ts";
import type { Scenario } from "../../../../src/scenario/scenario.ts";
import { underProtocol } from "../../../../src/scenario/under-protocol.ts";
import { disk } from "../../../scenario/shipped-files.ts";
import { tryExactness } from "../../../support/beyond-protocols.ts";
import { EXACT, hardHandovers } from "../../../support/hard-hand-overs.ts";

export const ALL_MUTANTS: Readonly<Record<string, Mutant>> = { ...PUBLISHED_MUTANTS, ...MUTANTS };

/** What catches a mutant: a file under its protocol and a seed, or a hard hand-over by its name. */
export type CaughtBy =
  | { readonly file: string; readonly seed: number; readonly came: string }
  | { readonly handOver: string };

/** As `npm run mutants` has written it. */
export function committedScore(): Readonly<Record<string, CaughtBy>> {
  return JSON.parse(readFileSync("test/model/protocol/mutation/caught.json", "utf8")) as Readonly<
    Record<string, CaughtBy>
  >;
}

/** Looks through those files for one that catches the mutant, then through the hard hand-overs. */
export function catchMutant(
  mutant: Mutant,
  files: readonly string[],
  seeds: number,
): CaughtBy | undefined {
  for (let seed = 1; seed <= seeds; seed++) {
    for (const file of files) {
      const came = isHeld(mutant, file, seed) ? caughtIn(mutant, file, seed) : undefined;
      if (came !== undefined) return { file, seed, came };
    }
  }
  const handOver = hardOnes(mutant).find(({ options }) => isInexact(mutant, options))?.name;
  return handOver === undefined ? undefined : { handOver };
}

/** Whether that still catches it; that the protocol itself gets through is the table's claim. */
export function isCaught(mutant: Mutant, by: CaughtBy): boolean {
  if ("file" in by) return caughtIn(mutant, by.file, by.seed) !== undefined;
  const hard = hardOnes(mutant).find(({ name }) => name === by.handOver);
  return hard !== undefined && isInexact(mutant, hard.options);
}

/** What readers would notice of the mutant there. */
function caughtIn(mutant: Mutant, file: string, seed: number): string | undefined {
  const scenario = scenarioOf(file, choiceOf(mutant));
  const protocol = scenario?.options.handover?.protocol;
  if (scenario === undefined || protocol === undefined) return undefined;
  const { status, findings } = tryCell(scenario, seed, { protocol: mutant.make(protocol) });
  return status === "fail" ? findings.map(({ kind }) => kind).join(", ") : undefined;
}

function isHeld(mutant: Mutant, file: string, seed: number): boolean {
  const scenario = scenarioOf(file, choiceOf(mutant));
  return scenario !== undefined && passes(scenario, file, seed);
}

const held = new Map<string, MatrixTrial["status"]>();

function passes(scenario: Scenario, file: string, seed: number): boolean {
  const key = `${scenario.options.handover?.protocol.name} ${file} ${seed}`;
  const status = held.get(key) ?? tryCell(scenario, seed).status;
  held.set(key, status);
  return status === "pass";
}

const scenarios = new Map<string, Scenario | undefined>();

function scenarioOf(file: string, choice: ProtocolChoice): Scenario | undefined {
  const key = `${choice} ${file}`;
  if (!scenarios.has(key)) {
    const loaded = underProtocol(file, disk, choice);
    scenarios.set(key, loaded.ok ? loaded.scenario : undefined);
  }
  return scenarios.get(key);
}

// Only the variant by timestamp has mutants.
function choiceOf({ of }: Mutant): ProtocolChoice {
  return of === "configured-watermark" ? "configured-watermark-by-timestamp" : of;
}

function hardOnes({ of }: Mutant): ReturnType<typeof hardHandovers> {
  const options = EXACT[of];
  return options === undefined ? [] : hardHandovers(options);
}

function isInexact(
  mutant: Mutant,
  options: ReturnType<typeof hardHandovers>[number]["options"],
): boolean {
  const protocol = mutant.make(options.handover!.protocol);
  return tryExactness(options, { protocol }).inexact.length > 0;
}
