import type { Corpus, Replay } from "../corpus.ts";
import { FAULTS } from "./planted-faults.ts";
import { replayScript } from "./replay-script.ts";
import { scriptCase, scriptOf } from "./script.ts";
import { PARTS, type ScriptParts } from "./script-bench.ts";

function replayWith(planted: Partial<ScriptParts>): Replay {
  return (recorded) => replayScript(scriptOf(recorded), { ...PARTS, ...planted });
}

/** Scripts of transactional producers and their readers against a real broker. */
export const transactions: Corpus = {
  name: "kafka/transactions",
  file: "kafka/transactions",
  rules: ["S6", "S7", "S8", "S11", "S12", "S13"],
  read: scriptCase,
  replay: replayWith({}),
  faults: Object.entries(FAULTS).map(([name, planted]) => ({ name, replay: replayWith(planted) })),
};
