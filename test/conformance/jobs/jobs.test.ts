import { describe, expect, it } from "vitest";
import type { HandoverProtocol } from "../../../src/model/protocol/protocol.ts";
import { EQUAL } from "../corpus.ts";
import { PUBLISHED } from "../gates/gates.ts";
import { traceOf } from "../gates/trace.ts";
import { readCases, SHIPPED } from "../recordings.ts";
import { compareCounted } from "./compare-trace.ts";
import { JobBench } from "./job-bench.ts";
import { jobs } from "./jobs.ts";

describe("the replay of whole jobs", () => {
  it("compares every kind of observation", () => {
    const compared = { events: 0, states: 0, others: 0 };
    for (const recorded of readCases(new URL(`${jobs.file}.jsonl.gz`, SHIPPED), jobs.read)) {
      const trace = traceOf(recorded);
      const protocol = PUBLISHED[trace.protocol] as HandoverProtocol;
      expect(compareCounted(trace, new JobBench(trace, { protocol }), compared)).toBe(EQUAL);
    }
    expect(compared.events).toBeGreaterThan(10_000);
    expect(compared.states).toBeGreaterThan(4_000);
    expect(compared.others).toBeGreaterThan(5_000);
  });
});
