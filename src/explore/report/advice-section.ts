import { clopperPearson } from "../../oracle/statistics.ts";
import type {
  Advice,
  AdviceCost,
  AdviceSection,
  AdviceSet,
  OutcomeCounts,
  SeedCounts,
} from "../report-margins.ts";
import type { SeedDigest } from "../seed-digest.ts";
import type { Dose, Proposal } from "./advice-candidates.ts";
import type { Rerun, Reruns } from "./reruns.ts";

const CHANGES_MAX = 3;
/** Seeds that a change is tried on, if the runs suffice. */
const SEEDS = 20;
/** Of a change that fails on the shown seed as well, so many are enough. */
const SEEDS_IF_FAILING = 5;

/** A dose that helped, with what came of it on the shown seed. */
interface Helped {
  readonly dose: Dose;
  readonly came: Rerun;
}

/**
 * What to change: each proposal is run on the shown seed, those that repair most are kept and run on
 * other seeds, and so is the cheapest set of them that passes. `support`: what can help another change
 * along, if it does not help alone.
 */
export function adviceSection(
  reruns: Reruns,
  proposed: readonly Proposal[],
  support: readonly Dose[],
  digests: readonly SeedDigest[],
): AdviceSection {
  const before = reruns.run("as it is", reruns.options);
  if (before === undefined || before.status === "pass") return { changes: [], best: null };
  const helped = proposed.flatMap((proposal) => bestDose(reruns, proposal, before) ?? []);
  const kept = helped.toSorted((a, b) => byGain(a.came, b.came)).slice(0, CHANGES_MAX);
  const leading = new Set([...kept.map(({ dose }) => dose), ...holdingBack(proposed)]);
  const sets = passingSets(reruns, kept, [...leading], support);
  // As many again for a set that is still to be found.
  const seeds = seedsFor(reruns, digests, kept.length + 1);
  const failed = failingBefore(reruns, digests, seeds);
  const tried = kept.map((one) => firmest(reruns, proposed, one, seeds, failed));
  const changes = tried.map(
    ({ dose, came, counts }): Advice => ({
      change: dose.change,
      before: countsOf(before),
      after: countsOf(came),
      cost: costOf(before, came),
      seeds: counts,
    }),
  );
  const firm = tried.filter(({ came }) => came.status === "pass").map(({ dose }) => [dose]);
  const alone = bestSet(reruns, firm.length > 0 ? firm : sets, before, seeds, failed);
  const best =
    alone ?? bestSet(reruns, mendedPairs(reruns, proposed, tried, seeds), before, seeds, failed);
  return { changes, best };
}

/**
 * A change that passes on the shown seed and fails on another one, with each further change that
 * mends it there.
 */
function mendedPairs(
  reruns: Reruns,
  proposed: readonly Proposal[],
  tried: readonly (Helped & { readonly counts: SeedCounts })[],
  seeds: readonly number[],
): readonly (readonly Dose[])[] {
  const passing = tried.filter(({ came }) => came.status === "pass");
  const [first] = passing.toSorted((a, b) => a.counts.failingAfter - b.counts.failingAfter);
  if (first === undefined) return [];
  const { dose } = first;
  const failing = seeds.find((seed) => failsOn(reruns, [dose], seed));
  if (failing === undefined) return [];
  const others = proposed.flatMap(({ setting, doses }) =>
    setting === dose.change.setting ? [] : doses.slice(0, 1),
  );
  return others.flatMap((other) => {
    const pair = [dose, other];
    const came = reruns.run(nameOf(pair), applied(reruns, pair), failing);
    return came?.status === "pass" ? [pair] : [];
  });
}

function failsOn(reruns: Reruns, doses: readonly Dose[], seed: number): boolean {
  const came = reruns.run(nameOf(doses), applied(reruns, doses), seed);
  return came !== undefined && came.status !== "pass";
}

/** Watermarks held back repair what is late, but only beside a delay that is as long. */
function holdingBack(proposed: readonly Proposal[]): readonly Dose[] {
  return proposed.flatMap(({ setting, doses }) =>
    setting === "pipeline.watermarks.bound" ? doses : [],
  );
}

/** The smallest dose that passes, or else the one that repairs most; undefined: none helps. */
function bestDose(reruns: Reruns, { doses }: Proposal, before: Rerun): Helped | undefined {
  let best: Helped | undefined;
  for (const dose of doses) {
    const came = reruns.run(nameOf([dose]), dose.apply(reruns.options));
    if (came === undefined) break;
    if (harm(came) >= harm(before)) continue;
    if (best === undefined || byGain(came, best.came) < 0) best = { dose, came };
    if (came.status === "pass") break;
  }
  return best;
}

/** The dose with its seeds; if it fails on one of them, the next larger ones as long as they help. */
function firmest(
  reruns: Reruns,
  proposed: readonly Proposal[],
  { dose, came }: Helped,
  seeds: readonly number[],
  failed: ReadonlySet<number>,
): Helped & { readonly counts: SeedCounts } {
  const isPassing = came.status === "pass";
  const some = isPassing ? seeds : seeds.slice(0, SEEDS_IF_FAILING);
  let best = { dose, came, counts: seedCounts(reruns, [dose], some, failed) };
  if (!isPassing) return best;
  const doses = proposed.find(({ setting }) => setting === dose.change.setting)?.doses ?? [];
  for (const next of doses.slice(doses.indexOf(dose) + 1)) {
    if (best.counts.failingAfter === 0) break;
    const failing = seeds.filter((seed) => failsOn(reruns, [best.dose], seed));
    if (failing.every((seed) => failsOn(reruns, [next], seed))) break;
    const again = reruns.run(nameOf([next]), next.apply(reruns.options));
    if (again?.status !== "pass") break;
    const counts = seedCounts(reruns, [next], seeds, failed);
    if (counts.runs < best.counts.runs) break;
    if (counts.failingAfter < best.counts.failingAfter) best = { dose: next, came: again, counts };
  }
  return best;
}

function nameOf(doses: readonly Dose[]): string {
  return doses.map(({ change }) => `${change.setting}=${change.to}`).join("; ");
}

function applied(reruns: Reruns, doses: readonly Dose[]): Reruns["options"] {
  return doses.reduce((options, dose) => dose.apply(options), reruns.options);
}

/** Verdict first, then properties, then outputs, then cost. */
function byGain(a: Rerun, b: Rerun): number {
  return (
    RANK[a.status] - RANK[b.status] ||
    a.propertiesFailed - b.propertiesFailed ||
    harm(a) - harm(b) ||
    (a.handoverMicros ?? Number.MAX_SAFE_INTEGER) - (b.handoverMicros ?? Number.MAX_SAFE_INTEGER) ||
    (a.latencyMicros ?? 0) - (b.latencyMicros ?? 0)
  );
}

const RANK: Readonly<Record<Rerun["status"], number>> = { pass: 0, fail: 1, inconclusive: 2 };

function harm({ lost, duplicated, wrong, propertiesFailed, status }: OutcomeCounts): number {
  return lost + duplicated + wrong + propertiesFailed + (status === "inconclusive" ? 1e9 : 0);
}

/** Sets that pass on the shown seed: one change, else two, else one with support, else all. */
function passingSets(
  reruns: Reruns,
  kept: readonly Helped[],
  leading: readonly Dose[],
  support: readonly Dose[],
): readonly (readonly Dose[])[] {
  const alone = kept.filter(({ came }) => came.status === "pass");
  if (alone.length > 0) return alone.map(({ dose }) => [dose]);
  const doses = kept.map(({ dose }) => dose);
  const pairs = doses.flatMap((a, i) => doses.slice(i + 1).map((b) => [a, b]));
  const supported = leading.flatMap((one) =>
    support.flatMap((other) => (other.change.setting === one.change.setting ? [] : [[one, other]])),
  );
  for (const sets of [pairs, supported, doses.length > 2 ? [doses] : []]) {
    const passing = sets.filter(
      (set) => reruns.run(nameOf(set), applied(reruns, set))?.status === "pass",
    );
    if (passing.length > 0) return passing;
  }
  return [];
}

/** Seeds that were tried, and more behind them, as many as the runs suffice for. */
function seedsFor(
  { left, seed }: Reruns,
  digests: readonly SeedDigest[],
  sets: number,
): readonly number[] {
  const known = digests.map((digest) => digest.seed);
  const most = Math.floor(left / Math.max(1, sets + (known.length < SEEDS ? 1 : 0)));
  const wanted = Math.max(1, Math.min(SEEDS, most));
  const first = known[0] ?? seed;
  const more = Array.from({ length: wanted }, (_, i) => first + i);
  return [...new Set([seed, ...known, ...more])].slice(0, wanted).sort((a, b) => a - b);
}

/** How many of the seeds fail as things are; what was run already is not run again. */
function failingBefore(
  reruns: Reruns,
  digests: readonly SeedDigest[],
  seeds: readonly number[],
): ReadonlySet<number> {
  const known = new Map(digests.map(({ seed, status }) => [seed, status]));
  const failing = seeds.filter((seed) => {
    const status = known.get(seed) ?? reruns.run("as it is", reruns.options, seed)?.status;
    return status !== undefined && status !== "pass";
  });
  return new Set(failing);
}

function seedCounts(
  reruns: Reruns,
  doses: readonly Dose[],
  seeds: readonly number[],
  failed: ReadonlySet<number>,
): SeedCounts {
  const options = applied(reruns, doses);
  const came = seeds.flatMap((seed) => reruns.run(nameOf(doses), options, seed) ?? []);
  const failingAfter = came.filter(({ status }) => status !== "pass").length;
  const { low, high } = clopperPearson(failingAfter, came.length);
  const failingNow = came.filter(({ seed }) => failed.has(seed)).length;
  return { runs: came.length, failingBefore: failingNow, failingAfter, low, high };
}

/** The cheapest of the sets that fails on no seed. */
function bestSet(
  reruns: Reruns,
  sets: readonly (readonly Dose[])[],
  before: Rerun,
  seeds: readonly number[],
  failed: ReadonlySet<number>,
): AdviceSet | null {
  const ranked = sets.flatMap((doses) => {
    const came = reruns.run(nameOf(doses), applied(reruns, doses));
    return came === undefined ? [] : [{ doses, came }];
  });
  ranked.sort((a, b) => byGain(a.came, b.came));
  for (const { doses, came } of ranked) {
    const counts = seedCounts(reruns, doses, seeds, failed);
    if (counts.failingAfter > 0 || counts.runs === 0) continue;
    return {
      changes: doses.map(({ change }) => change),
      after: countsOf(came),
      cost: costOf(before, came),
      seeds: counts,
    };
  }
  return null;
}

function countsOf({ status, lost, duplicated, wrong, propertiesFailed }: Rerun): OutcomeCounts {
  return { status, lost, duplicated, wrong, propertiesFailed };
}

function costOf(before: Rerun, after: Rerun): AdviceCost {
  const more = (of: (run: Rerun) => number | null): number | null => {
    const [old, now] = [of(before), of(after)];
    return old === null || now === null ? null : now - old;
  };
  return {
    handoverMicros: more((run) => run.handoverMicros),
    bothJobsMicros: more((run) => run.bothJobsMicros),
    latencyMicros: more((run) => run.latencyMicros),
    silenceMicros: more((run) => run.silenceMicros),
  };
}
