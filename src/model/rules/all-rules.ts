import { CHECKPOINT_RULES } from "./checkpoint-rules.ts";
import { CONTROLLER_STATES } from "./controller-states.ts";
import { EXACTNESS } from "./exactness.ts";
import { GATE_RULES } from "./gate-rules.ts";
import { GATE_SETTINGS } from "./gate-settings.ts";
import { KNOWN_FAULTS } from "./known-faults.ts";
import { KUBERNETES_RULES } from "./kubernetes-rules.ts";
import { MAP_RULES } from "./map-rules.ts";
import type { RuleGroup } from "./rule.ts";
import { SINK_RULES } from "./sink-rules.ts";
import { SOURCE_RULES } from "./source-rules.ts";
import { WATERMARK_RULES } from "./watermark-rules.ts";

/** Every rule of the real thing that was looked at, modelled or not. */
export const RULE_GROUPS: readonly RuleGroup[] = [
  WATERMARK_RULES,
  CHECKPOINT_RULES,
  SINK_RULES,
  SOURCE_RULES,
  KUBERNETES_RULES,
  GATE_RULES,
  MAP_RULES,
  CONTROLLER_STATES,
  GATE_SETTINGS,
  KNOWN_FAULTS,
  EXACTNESS,
];
