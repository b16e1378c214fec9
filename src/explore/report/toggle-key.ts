import type { ConfigMapData } from "../../model/kubernetes/config-map.ts";
import { CUT, TOGGLE } from "../../model/protocol/handover-map.ts";

/** The toggle, or the cut, that a version of the map holds, as text; undefined: none. */
export function toggleText(data: ConfigMapData): string | undefined {
  const text = data[TOGGLE] ?? data[CUT];
  return text === "" ? undefined : text;
}

/** The same in event time; a cut of positions is none. */
export function toggleIn(data: ConfigMapData): number | null {
  const text = toggleText(data);
  return text === undefined || !/^-?\d+$/.test(text) ? null : Number(text);
}
