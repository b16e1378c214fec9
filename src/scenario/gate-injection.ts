import type { GateInjection } from "./gate-placement.ts";
import { wordKey } from "./manifest-keys.ts";
import type { HandoverFile } from "./scenario-file.ts";
import type { Take } from "./settings.ts";

const KEY = "bluegreen.gate.injection";

/** The published injection's settings, with its defaults. */
export function gateInjection(
  file: NonNullable<HandoverFile["gate-injection"]>,
  take: Take,
): GateInjection {
  return {
    enabled: take(
      "enabled",
      file.enabled,
      true,
      wordKey({ true: true, false: false }, `${KEY}.enabled`),
    ),
    position: take(
      "position",
      file.position,
      "BEFORE_SINK",
      wordKey({ BEFORE_SINK: "BEFORE_SINK", AFTER_SOURCE: "AFTER_SOURCE" }, `${KEY}.position`),
    ),
    beforeUid: take("before-uid", file["before-uid"], undefined, {
      keys: [`${KEY}.before-uid`],
      read: (text) => ({ ok: true, value: text }),
    }),
  };
}
