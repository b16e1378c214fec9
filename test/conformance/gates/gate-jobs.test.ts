import { describe, expect, it } from "vitest";
import type { HandoverProtocol } from "../../../src/model/protocol/protocol.ts";
import { readCases, SHIPPED } from "../recordings.ts";
import { gates, PUBLISHED } from "./gates.ts";
import { replay } from "./replay.ts";
import { traceOf } from "./trace.ts";

describe("the replay of the gates of whole jobs", () => {
  it("compares every kind of observation, in every trace", () => {
    const sum = { events: 0, states: 0, gauges: 0 };
    for (const recorded of readCases(new URL(`${gates.file}.jsonl.gz`, SHIPPED), gates.read)) {
      const trace = traceOf(recorded);
      const { compared } = replay(trace, PUBLISHED[trace.protocol] as HandoverProtocol);
      expect(compared.events, trace.id).toBeGreaterThan(0);
      sum.events += compared.events;
      sum.states += compared.states;
      sum.gauges += compared.gauges;
    }
    expect(sum.events).toBeGreaterThan(5_000);
    expect(sum.states).toBeGreaterThan(4_000);
    expect(sum.gauges).toBeGreaterThan(100);
  });
});
