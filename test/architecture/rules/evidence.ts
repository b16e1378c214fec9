import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { RuleFindings } from "../../../src/report/rule-entry.ts";
import { CORPORA } from "../../conformance/corpora.ts";
import { SHIPPED } from "../../conformance/recordings.ts";
import { PINNED_BY_NAME } from "./recorded-cases.ts";

export type Evidence = RuleFindings["cases"];

/** The shipped cases that the model is held against, by the id of the rule that they pin. */
export function recordedEvidence(): ReadonlyMap<string, Evidence> {
  const found = new Map<string, Evidence[number][]>();
  const note = (id: string, corpus: string, count: number): void => {
    if (count > 0) found.set(id, [...(found.get(id) ?? []), { corpus, count }]);
  };
  for (const { name, file, rules } of CORPORA) {
    const cases = casesOf(file);
    for (const id of rules) note(id, name, cases.length);
    for (const [id, pattern] of Object.entries(PINNED_BY_NAME[name] ?? {})) {
      note(id, name, cases.filter((named) => pattern.test(named)).length);
    }
  }
  return found;
}

/** The names of all cases of a file; of whole hand-overs their settings. */
function casesOf(file: string): readonly string[] {
  const text = gunzipSync(readFileSync(new URL(`${file}.jsonl.gz`, SHIPPED))).toString("utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const name = /^\{"[a-z]+":"([^"]*)"/;
  const setting = /"setting":"([^"]*)"/;
  return lines.map((line) => (setting.exec(line) ?? name.exec(line))?.[1] ?? "");
}
