import { ConfigMap, type ConfigMapData } from "../../../src/model/kubernetes/config-map.ts";
import type { Colour } from "../../../src/model/options.ts";
import type { HandoverProtocol } from "../../../src/model/protocol/protocol.ts";
import { watermarkGateV1 } from "../../../src/model/protocol/watermark-gate-v1.ts";
import { watermarkGateV2 } from "../../../src/model/protocol/watermark-gate-v2.ts";
import { watermarkGateV3 } from "../../../src/model/protocol/watermark-gate-v3.ts";
import { type Cluster, GateBench } from "../../conformance/gates/gate-bench.ts";

const options = { writeDelayMillis: 500, idleDoneMillis: 30_000 };
export const V1: HandoverProtocol = watermarkGateV1;
export const V2: HandoverProtocol = watermarkGateV2(options);
export const V3: HandoverProtocol = watermarkGateV3(options);

/** A hand-over from BLUE to GREEN in its gate phase. */
export function cluster(more: ConfigMapData = {}): Cluster {
  const map = new ConfigMap();
  map.replace({
    "is-first-deployment": "false",
    "active-deployment-type": "GREEN",
    "deployment-deletion-delay-ms": "0",
    stage: "TRANSITIONING",
    ...more,
  });
  return { now: 100_000, map, versions: new Map() };
}

export const KNOWN = { "watermark-stage": "WATERMARK_SET", "watermark-toggle-value": "1000" };

export function gate(
  protocol: HandoverProtocol,
  at: Cluster,
  colour: Colour,
  subtask = 0,
): GateBench {
  const script = { interposed: [], holdsNext: false };
  const bench = new GateBench({ cluster: at, script, protocol, colour, subtask });
  bench.gate.onOpen(at.map.read());
  return bench;
}

/** pass, drop or error. */
export function judge(bench: GateBench, ts: number, watermark: number): unknown {
  bench.record({ ts }, ts, watermark);
  const last = bench.events.filter((event) => event["e"] === "gate").at(-1);
  return last?.["d"];
}

/** Every informer has the newest version. */
export function informed(at: Cluster, ...benches: readonly GateBench[]): void {
  for (const bench of benches) bench.gate.onWatch(at.map.read(), false);
}
