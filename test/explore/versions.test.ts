import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { simulate } from "../../src/explore/run-scenario.ts";
import { load, problems } from "../scenario/fixture.ts";

interface Pair {
  readonly outgoing: string;
  readonly incoming: string;
  readonly rest?: string;
}

/** A job that stops with a savepoint, and one of another version that goes on from it. */
function run({ outgoing, incoming, rest = "" }: Pair, seed = 1, recordMode = false): RunOutcome {
  const loaded = load(`
run: { duration: 60 s }
source: { rate: 200/s, partitions: 3, keys: 20, disorder: 500 ms, end: 45 s }
pipeline: { parallelism: 2, watermarks: { bound: 500 ms }, checkpointing: { interval: 2 s } }
outgoing: { graph: ${outgoing} }
incoming: { graph: ${incoming} }
sink: { guarantee: exactly-once, transaction-timeout: 15 min }
handover: { at: 8 s, protocol: stop-with-savepoint, reschedule: 1 s, savepoints-dir: true }
${rest}
`);
  if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
  return simulate(loaded.scenario.options, loaded.scenario.properties, seed, { recordMode });
}

const windows = (map: string, size: string): string =>
  `[{ map: ${map} }, { key-by: customer }, { window: tumbling ${size}, name: sums }, sink]`;

const ANY_VALUE = "compare: { ignoring: [value] }";
const ANY = "compare: { ignoring: [value, presence] }";

const PAIRS: readonly Pair[] = [
  { outgoing: "[{ map: a }, sink]", incoming: "[{ map: b }, sink]", rest: ANY_VALUE },
  { outgoing: "[{ map: a }, sink]", incoming: "[{ map: a }, { map: b }, sink]", rest: ANY_VALUE },
  {
    outgoing: "[{ filter: f, keep: 70 % }, sink]",
    incoming: "[{ filter: f, keep: 30 % }, sink]",
    rest: ANY,
  },
  {
    outgoing: "[{ flat-map: f }, sink]",
    incoming: "[{ flat-map: f, fan-out: 3 }, sink]",
    rest: ANY,
  },
  { outgoing: windows("a", "4 s"), incoming: windows("b", "4 s"), rest: ANY_VALUE },
  { outgoing: windows("a", "4 s"), incoming: windows("a", "6 s"), rest: "compare: { by: key }" },
  {
    outgoing: "[{ key-by: c }, { process: p, timer: 3 s }, sink]",
    incoming: "[{ key-by: c }, { process: p, timer: 3 s }, { map: m }, sink]",
    rest: ANY_VALUE,
  },
];

describe("one version after the other", () => {
  it("puts out each record and each result once, whichever version has it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PAIRS), fc.nat(1_000), (pair, seed) => {
        const { verdict } = run(pair, seed);
        expect(verdict.findings).toEqual([]);
        expect(verdict.status).toBe("pass");
        expect(verdict.headline.differing).toBeGreaterThan(0);
      }),
      { numRuns: 20 },
    );
  });

  it("says that it is not the same, if nobody declared so", () => {
    for (const { outgoing, incoming } of PAIRS) {
      const { verdict } = run({ outgoing, incoming });
      expect(verdict.findings.map(({ kind }) => kind)).toEqual(["differs"]);
    }
  });

  it("comes to the same record by record", () => {
    for (const pair of PAIRS.slice(4, 6)) {
      expect(run(pair, 3, true).verdict).toEqual(run(pair, 3).verdict);
    }
  });

  it("leaves windows that are half old and half new, and says how many", () => {
    const { verdict } = run(PAIRS[4]!);
    const alike = verdict.properties.find(({ name }) => name === "alike");
    expect(alike?.counts["mixed"]).toBeGreaterThan(0);
  });

  it("loses what its windows held, if their state is given up (C19)", () => {
    const incoming = windows("a", "4 s").replace("name: sums", "name: sums, uid: anew");
    const text = `${incoming}, allow-non-restored-state: true`;
    const { verdict } = run({ outgoing: windows("a", "4 s"), incoming: text });
    expect(verdict.findings.map(({ kind }) => kind)).toEqual(["payload"]);
  });
});
