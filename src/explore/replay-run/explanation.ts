import type { SettingRow, Spread, Tally } from "./row.ts";

type Unexplained = Omit<SettingRow, "runs" | "explanation">;

/**
 * Why a setting does not agree, as far as the counts tell: whether the recorded outcome is one of
 * the simulated ones (a race that a few repetitions cannot settle), and whether the difference
 * comes from the gates or from the sinks, which are judged apart.
 */
export function explanation(row: Unexplained): string {
  const { real, simulated } = row;
  const parts = row.verdictAgrees ? [] : [verdictPart(row)];
  if (row.countsAgree === false) {
    for (const what of ["dup", "gap"] as const) {
      if (!isSame(real[what], simulated[what])) parts.push(countPart(what, real, simulated));
    }
  }
  return parts.join("; ");
}

function verdictPart({ isSettled, real, simulated }: Unexplained): string {
  const missing = real.verdicts.map(([verdict]) => verdict);
  const shares = missing.map((verdict) => {
    const seeds = simulated.verdicts.find(([name]) => name === verdict)?.[1] ?? 0;
    return `${verdict} in ${seeds} of ${simulated.runs} seeds`;
  });
  const word = isSettled ? "the recorded verdict comes" : "the recorded verdicts come";
  return `${word} as ${shares.join(", ")}${where(real, simulated)}`;
}

function countPart(what: "dup" | "gap", real: Tally, simulated: Tally): string {
  const [recorded, seeds] = [real[what], simulated[what]];
  const isWithin = seeds.least <= recorded.least && recorded.most <= seeds.most;
  const name = what === "dup" ? "duplicates" : "gaps";
  const ranges = `${name} ${range(recorded)} recorded, ${range(seeds)} simulated`;
  const reason = isWithin ? ", a race: all recorded ones are within" : ", unexplained";
  return `${ranges}${reason}${what === "gap" ? where(real, simulated) : ""}`;
}

/** Where records went, if one of the two says more than the whole. */
function where(real: Tally, simulated: Tally): string {
  if (real.gap.most === 0 && simulated.gap.most === 0) return "";
  const gates = `${range(real.gateGap)} and ${range(simulated.gateGap)} of the gaps at the gates`;
  return ` (${gates})`;
}

function range({ least, most }: Spread): string {
  return least === most ? `${least}` : `${least}–${most}`;
}

function isSame(a: Spread, b: Spread): boolean {
  return a.least === b.least && a.median === b.median && a.most === b.most;
}
