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
import { type Corpus, NotSupported, type Replay } from "../corpus.ts";
import { replay } from "./replay.ts";
import { traceCase, traceOf } from "./trace.ts";

type Protocols = Readonly<Record<string, HandoverProtocol>>;

const options = { writeDelayMillis: 500, idleDoneMillis: 30_000 };

/** The gates as they were published, by the recordings' names. */
export const PUBLISHED: Protocols = {
  V1: watermarkGateV1,
  V2: watermarkGateV2(options),
  V3: watermarkGateV3(options),
};

function replayWith(planted: Protocols): Replay {
  const protocols = { ...PUBLISHED, ...planted };
  return (recorded) => {
    const trace = traceOf(recorded);
    const protocol = protocols[trace.protocol];
    if (protocol === undefined) throw new NotSupported(`the protocol ${trace.protocol}`);
    return replay(trace, protocol).outcome;
  };
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

const passingBeyondTheCut = mutated(watermarkGateV1, (gate) => {
  const decide = gate.decide.bind(gate);
  gate.decide = (ts, watermark): GateStep => {
    const step = decide(ts, watermark);
    return gate.hasCrossed ? PASS : step;
  };
});

const keepingTheToggle = mutated(watermarkGateV3(options), (gate) => {
  const rest = gate.onWatchRest.bind(gate);
  gate.onWatchRest = (snapshot: ConfigMapSnapshot): void => {
    if (gate.toggle === undefined || "watermark-toggle-value" in snapshot.data) rest(snapshot);
  };
});

const neverQuiet = mutated(watermarkGateV2(options), (gate) => {
  gate.quietUntil = () => Number.POSITIVE_INFINITY;
});

/** The gates of whole jobs, each fed with its recorded inputs over one shared ConfigMap. */
export const gates: Corpus = {
  name: "gate-jobs/traces (gates)",
  file: "gate-jobs/traces",
  rules: [
    ...["K1", "K2", "K3", "K4", "K8", "M2", "G1", "G2", "G3", "G4"],
    ...["G8", "G9", "G10", "G11", "G12"],
  ],
  read: traceCase,
  replay: replayWith({}),
  faults: Object.entries({
    "V1: the outgoing gate lets a record beyond the cut through": { V1: passingBeyondTheCut },
    "V2: a write after 501 ms instead of 500": {
      V2: watermarkGateV2({ ...options, writeDelayMillis: 501 }),
    },
    "V2: a gate calls the API before its quietUntil": { V2: neverQuiet },
    "V3: an older event does not null the toggle": { V3: keepingTheToggle },
    "V3: done after 10 s of silence instead of 30": {
      V3: watermarkGateV3({ ...options, idleDoneMillis: 10_000 }),
    },
  }).map(([name, planted]) => ({ name, replay: replayWith(planted) })),
};
