import type { Issue, Note } from "./issue.ts";
import type { KeyedSettings } from "./settings.ts";
import { readYaml, type YamlDocument, type YamlPath } from "./yaml-file.ts";

/** A deployment as Kubernetes has it: its settings by flat key, and what was not asked for. */
export interface Manifest extends KeyedSettings {
  issues(): readonly Issue[];
  notes(): readonly Note[];
  /** Keys of its configuration that nobody has asked for: they change nothing here. */
  notModelled(): readonly string[];
}

const KINDS = ["FlinkBlueGreenDeployment", "FlinkDeployment"];

/** Reads a manifest of one or several documents; the first blue/green deployment counts, else a plain one. */
export function readManifest(path: string, text: string): Manifest {
  const yaml = readYaml(path, text);
  const issues: Issue[] = [...yaml.issues];
  const notes: Note[] = [];
  const place: Map<string, { text: string; at: YamlPath }> = new Map();
  const asked = new Set<string>();
  const kindOf = (document: YamlDocument): unknown => record(document.value)["kind"];
  const chosen = KINDS.map((kind) => yaml.documents.find((d) => kindOf(d) === kind)).find(
    (d) => d !== undefined,
  );
  for (const document of yaml.documents) {
    if (document === chosen || document.value === null || document.value === undefined) continue;
    const { line } = document.issueAt([], "");
    notes.push({
      path,
      line,
      message: `a document of kind ${String(kindOf(document))} is not read`,
    });
  }
  if (chosen !== undefined) collect(chosen, place);
  else if (issues.length === 0) {
    issues.push({
      path,
      line: 1,
      column: 1,
      message: `holds no ${KINDS.join(" and no ")}`,
      excerpt: "",
    });
  }
  return {
    get: (key) => {
      asked.add(key);
      return place.get(key)?.text;
    },
    fault: (key, message) => {
      const issue = chosen?.issueAt(place.get(key)?.at ?? [], message);
      // Two jobs can share a manifest; one wrong value is one problem.
      if (
        issue !== undefined &&
        !issues.some((i) => i.line === issue.line && i.message === message)
      )
        issues.push(issue);
    },
    issues: () => issues,
    notes: () => notes,
    notModelled: () => [...place.keys()].filter((key) => !asked.has(key)),
  };
}

type Place = Map<string, { text: string; at: YamlPath }>;

function collect(document: YamlDocument, into: Place): void {
  const root = record(document.value);
  const isBlueGreen = root["kind"] === KINDS[0];
  const base: YamlPath = isBlueGreen ? ["spec", "template", "spec"] : ["spec"];
  let spec: unknown = root;
  for (const step of base) spec = record(spec)[String(step)];
  flatten(record(spec)["flinkConfiguration"], "", [...base, "flinkConfiguration"], into);
  if (isBlueGreen)
    flatten(record(root["spec"])["configuration"], "", ["spec", "configuration"], into);
  // Not modelled: upgradeMode beyond being listed.
  const job = record(record(spec)["job"]);
  for (const key of ["parallelism", "upgradeMode"]) {
    if (job[key] !== undefined)
      into.set(`job.${key}`, { text: String(job[key]), at: [...base, "job", key] });
  }
  const version = record(spec)["flinkVersion"];
  if (version !== undefined)
    into.set("flinkVersion", { text: String(version), at: [...base, "flinkVersion"] });
}

function flatten(value: unknown, prefix: string, at: YamlPath, into: Place): void {
  for (const [key, inner] of Object.entries(record(value))) {
    const flat = prefix === "" ? key : `${prefix}.${key}`;
    if (typeof inner === "object" && inner !== null) flatten(inner, flat, [...at, key], into);
    else into.set(flat, { text: String(inner), at: [...at, key] });
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
