import { describe, expect, it } from "vitest";
import type { ConfigMapSnapshot } from "../../../src/model/kubernetes/config-map.ts";
import {
  type Gate,
  type GateStep,
  type HandoverProtocol,
  PASS,
} from "../../../src/model/protocol/protocol.ts";
import { watermarkGateV1 } from "../../../src/model/protocol/watermark-gate-v1.ts";
import { watermarkGateV2 } from "../../../src/model/protocol/watermark-gate-v2.ts";
import { watermarkGateV3 } from "../../../src/model/protocol/watermark-gate-v3.ts";
import { replay } from "./replay.ts";
import { gateTraces } from "./trace.ts";

const options = { writeDelayMillis: 500, idleDoneMillis: 30_000 };
const protocols = {
  V1: watermarkGateV1,
  V2: watermarkGateV2(options),
  V3: watermarkGateV3(options),
};
const traces = gateTraces();

function failing(version: keyof typeof protocols, protocol: HandoverProtocol): number {
  const own = traces.filter((trace) => trace.protocol === version);
  return own.filter((trace) => replay(trace, protocol).differences.length > 0).length;
}

/** The published protocol with one thing wrong in each gate. */
function mutated(protocol: HandoverProtocol, spoil: (gate: Gate) => void): HandoverProtocol {
  return {
    ...protocol,
    createGate: (identity) => {
      const gate = protocol.createGate(identity);
      spoil(gate);
      return gate;
    },
  };
}

describe("gate-jobs: decisions, ConfigMap writes, memory and gauges of the published gates", () => {
  it.each(traces.map((trace) => [trace.id, trace] as const))("%s", (_id, trace) => {
    const result = replay(trace, protocols[trace.protocol]);
    expect(result.differences).toEqual([]);
    expect(result.compared.events).toBeGreaterThan(0);
  });

  it("every kind of observation is compared", () => {
    const sum = { events: 0, states: 0, gauges: 0 };
    for (const trace of traces) {
      const { compared } = replay(trace, protocols[trace.protocol]);
      sum.events += compared.events;
      sum.states += compared.states;
      sum.gauges += compared.gauges;
    }
    expect(sum.events).toBeGreaterThan(5_000);
    expect(sum.states).toBeGreaterThan(4_000);
    expect(sum.gauges).toBeGreaterThan(100);
  });
});

describe("the replay notices a planted fault", () => {
  it("V1: a record met beyond the cut is let through by the outgoing gate", () => {
    const spoiled = mutated(watermarkGateV1, (gate) => {
      const decide = gate.decide.bind(gate);
      gate.decide = (ts, watermark): GateStep => {
        const step = decide(ts, watermark);
        return gate.hasCrossed ? PASS : step;
      };
    });
    expect(failing("V1", spoiled)).toBeGreaterThan(0);
  });

  it("V2: a write after 501 ms instead of 500", () => {
    expect(failing("V2", watermarkGateV2({ ...options, writeDelayMillis: 501 }))).toBeGreaterThan(
      0,
    );
  });

  it("V3: an older event does not null the toggle", () => {
    const spoiled = mutated(watermarkGateV3(options), (gate) => {
      const rest = gate.onWatchRest.bind(gate);
      gate.onWatchRest = (snapshot: ConfigMapSnapshot): void => {
        if (gate.toggle === undefined || "watermark-toggle-value" in snapshot.data) rest(snapshot);
      };
    });
    expect(failing("V3", spoiled)).toBeGreaterThan(0);
  });

  it("V3: done after 10 s of silence instead of 30", () => {
    expect(failing("V3", watermarkGateV3({ ...options, idleDoneMillis: 10_000 }))).toBeGreaterThan(
      0,
    );
  });

  it("a gate that calls the API before its quietUntil", () => {
    const spoiled = mutated(watermarkGateV2(options), (gate) => {
      gate.quietUntil = () => Number.POSITIVE_INFINITY;
    });
    expect(failing("V2", spoiled)).toBeGreaterThan(0);
  });
});
