import { isMap, isSeq, parseDocument } from "yaml";
import { loadScenario } from "./load-scenario.ts";
import {
  choiceName,
  choiceOf,
  lastMomentOf,
  momentUnder,
  type ProtocolChoice,
  settingsOf,
} from "./protocol-choice.ts";
import { usesGate } from "./protocol-needs.ts";
import type { Loaded } from "./scenario.ts";
import { type FileSource, readText, YAML_LIMIT_BYTES } from "./source-text.ts";
import { readYaml } from "./yaml-file.ts";

/**
 * A scenario file as another team would have it that hands over in another way. The mishap is the
 * file's and stays: traffic, jobs, graph, sink, faults, delays, deadlines, limits. What changes is
 * `handover.protocol` with the settings that a team chooses with it (`settingsOf`), and the moment
 * of a fault where this protocol has none of that name (`momentUnder`). An outgoing job that is
 * stopped first is struck in its last moment, once, however often it dies later in the file: what
 * comes behind it is no longer the hand-over's. A file's own protocol keeps
 * its own settings. What the protocol needs and the file lacks is an issue, as it is in any file; so
 * is a fault that it leaves nothing to strike.
 */
export function underProtocol(path: string, files: FileSource, choice: ProtocolChoice): Loaded {
  const loaded = loadScenario(path, files);
  const text = readText(path, files, YAML_LIMIT_BYTES);
  if (!loaded.ok || !text.ok || choiceOf(loaded.scenario.options) === choice) return loaded;
  const document = parseDocument(text.text);
  // What the file expects is of its own protocol.
  document.delete("expect");
  document.set("title", `${loaded.scenario.title}, under ${choice}`);
  document.setIn(["handover", "protocol"], settingsOf(choice, loaded.scenario.options));
  const faults = document.get("faults");
  const given = isSeq(faults) ? faults.items.filter(isMap) : [];
  const watch = usesGate(choiceName(choice)) ? -1 : given.findIndex((fault) => fault.has(WATCH));
  if (watch >= 0) return refusal(path, text.text, watch, choice);
  const struck = new Set<string>();
  const kept = given.filter((fault) => {
    const moved = movedTo(choice, fault.toJSON() as Fault);
    if (moved === undefined) return true;
    const isFirst = !struck.has(moved);
    struck.add(moved);
    return isFirst;
  });
  for (const fault of kept) fault.set("at", momentOf(choice, fault.toJSON() as Fault));
  if (kept.length < given.length) document.set("faults", kept);
  const bytes = new TextEncoder().encode(document.toString());
  const changed: FileSource = {
    read: (other) => (other === path ? { ok: true, bytes } : files.read(other)),
  };
  return loadScenario(path, changed);
}

const WATCH = "break-watch";

// A mishap that cannot strike proves nothing, whatever comes.
function refusal(path: string, text: string, index: number, choice: ProtocolChoice): Loaded {
  const at = ["faults", index, WATCH];
  const message = `${choice} has no gate, so that no watch of a gate can break`;
  const [document] = readYaml(path, text).documents;
  const issue = document?.issueAt(at, message);
  return { ok: false, issues: issue === undefined ? [] : [{ ...issue, setting: at.join(".") }] };
}

type Fault = Readonly<Record<string, unknown>>;

/** What strikes an outgoing job that has been stopped by then, and when instead; undefined: nothing. */
function movedTo(choice: ProtocolChoice, { at, ...does }: Fault): string | undefined {
  const [anchor = ""] = String(at).split("+");
  const strikesOutgoing = Object.values(does).some((what) => /^outgoing\b/.test(String(what)));
  const last = strikesOutgoing ? lastMomentOf(choice, anchor.trim()) : undefined;
  return last && `${last} ${JSON.stringify(does)}`;
}

/** The moment of a fault; one that is moved strikes at once. */
function momentOf(choice: ProtocolChoice, fault: Fault): string {
  const [anchor = "", offset] = String(fault["at"]).split("+");
  const moved = movedTo(choice, fault)?.split(" ")[0];
  if (moved !== undefined) return moved;
  const stand = momentUnder(choice, anchor.trim());
  return offset === undefined ? stand : `${stand} + ${offset.trim()}`;
}
