import type { FaultOptions } from "../model/fault-options.ts";
import type { HandoverOptions, JobRole, RunOptions, StageOptions } from "../model/options.ts";
import { FIRST_SOURCE } from "../model/options.ts";
import { readFault } from "./faults.ts";
import { gateInjection } from "./gate-injection.ts";
import type { GateInjection } from "./gate-placement.ts";
import { readGraph } from "./graph.ts";
import { compareIssues, type Issue, type Note } from "./issue.ts";
import { jobOptions } from "./job-options.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { wordKey } from "./manifest-keys.ts";
import { needsOwnSinks, placeOf, type UnmetNeed, unmetNeeds, usesGate } from "./protocol-needs.ts";
import { handoverOptions, kubernetesOptions, networkOptions, sinkOptions } from "./run-options.ts";
import type { Loaded, PropertyOptions, Scenario } from "./scenario.ts";
import type { FaultFile, JobFile, ScenarioFile } from "./scenario-file.ts";
import { Settings, type Take } from "./settings.ts";
import { SourceLoading } from "./source-loading.ts";
import { type FileSource, readText, resolvePath, YAML_LIMIT_BYTES } from "./source-text.ts";
import { unmetVersions } from "./version-needs.ts";
import type { YamlDocument, YamlPath } from "./yaml-file.ts";

const DEFAULT_DURATION_MICROS = 600_000_000;

/** One file on its way to a scenario: collects issues and notes, settles settings. */
export class Loading {
  readonly #path: string;
  readonly #files: FileSource;
  readonly #at: YamlDocument;
  readonly #issues: Issue[];
  readonly #notes: Note[] = [];
  readonly #settings = new Settings();
  readonly #notModelled = new Set<string>();

  constructor(path: string, files: FileSource, at: YamlDocument, issues: Issue[]) {
    this.#path = path;
    this.#files = files;
    this.#at = at;
    this.#issues = issues;
  }

  finish(file: ScenarioFile, question: string): Loaded {
    const title = file.title ?? (this.#path.split("/").at(-1) as string).replace(/\.ya?ml$/, "");
    const options = this.#options(file, title);
    if (this.#issues.length > 0) return { ok: false, issues: this.#issues.sort(compareIssues) };
    const scenario: Scenario = {
      title,
      question,
      options,
      run: { seeds: file.run?.seeds ?? 1, firstSeed: file.run?.["first-seed"] ?? 1 },
      ...(file.expect === undefined
        ? {}
        : { expect: { verdict: file.expect.verdict, findings: file.expect.findings ?? [] } }),
      ...(file.hazard === undefined ? {} : { hazard: file.hazard }),
      properties: propertyOptions(file),
      settings: this.#settings.list,
      importedButNotModelled: [...this.#notModelled],
      document: this.#at.document,
    };
    return { ok: true, scenario, notes: this.#notes };
  }

  #options(file: ScenarioFile, title: string): RunOptions {
    const settings = this.#settings;
    const durationMicros = settings.take(
      "run.duration",
      file.run?.duration,
      DEFAULT_DURATION_MICROS,
    );
    const { source, moreSources, epochMillis } = new SourceLoading({
      path: this.#path,
      files: this.#files,
      settings,
      issues: this.#issues,
      report: (path, message) => this.#report(path, message),
    }).load(file, durationMicros);
    const manifests = this.#manifests(file.deployment);
    const handover = handoverOptions(
      file.handover ?? {},
      epochMillis,
      settings,
      manifests.incoming,
    );
    const outgoing = this.#job("outgoing", file, manifests.outgoing, handover.protocol);
    const restored = handover.startFrom === "nothing" ? undefined : outgoing.maxParallelism;
    const incoming = this.#job("incoming", file, manifests.incoming, handover.protocol, restored);
    const options: RunOptions = {
      title,
      epochMillis,
      durationMicros,
      source,
      ...(moreSources.length > 0 && { moreSources }),
      outgoing,
      incoming,
      network: networkOptions(file.network ?? {}, settings, manifests.outgoing),
      sink: sinkOptions(file.sink ?? {}, settings),
      kubernetes: kubernetesOptions(file.kubernetes ?? {}, settings),
      handover,
      faults: this.#faults(file.faults ?? []),
    };
    this.#crossCheck(options, file);
    this.#checkVersions(options, file, manifests.incoming);
    for (const manifest of new Set([manifests.outgoing, manifests.incoming])) {
      if (manifest === undefined) continue;
      this.#issues.push(...manifest.issues());
      this.#notes.push(...manifest.notes());
      for (const key of manifest.notModelled()) this.#notModelled.add(key);
    }
    return options;
  }

  #faults(files: readonly FaultFile[]): FaultOptions[] {
    return files.flatMap((fault, i) => {
      const read = readFault(fault, (key, message, hint) =>
        this.#report(["faults", i, ...(key === undefined ? [] : [key])], message, hint),
      );
      return read === undefined ? [] : [read];
    });
  }

  #manifests(given: ScenarioFile["deployment"]): {
    readonly [role in JobRole]: Manifest | undefined;
  } {
    if (given === undefined) return { outgoing: undefined, incoming: undefined };
    if (typeof given === "string") {
      const one = this.#manifest(given, ["deployment"]);
      return { outgoing: one, incoming: one };
    }
    return {
      outgoing: this.#manifest(given.outgoing, ["deployment", "outgoing"]),
      incoming: this.#manifest(given.incoming, ["deployment", "incoming"]),
    };
  }

  #manifest(file: string, at: YamlPath): Manifest | undefined {
    const path = resolvePath(this.#path, file);
    const text = readText(path, this.#files, YAML_LIMIT_BYTES);
    if (!text.ok) {
      this.#report(at, `${path} ${text.issue.message}`);
      return undefined;
    }
    return readManifest(path, text.text);
  }

  #job(
    role: JobRole,
    file: ScenarioFile,
    manifest: Manifest | undefined,
    protocol: HandoverOptions["protocol"],
    restoredMaxParallelism?: number,
  ): RunOptions["outgoing"] {
    const own: JobFile = file[role] ?? {};
    const pipeline: JobFile = file.pipeline ?? {};
    const part = own.graph === undefined ? "pipeline" : role;
    const inside = file.sink?.gate === "inside";
    const reported = role === "incoming" && part === "pipeline";
    const report = (
      index: number,
      key: string | undefined,
      message: string,
      hint?: string,
    ): void => {
      if (!reported)
        this.#report([part, "graph", index, ...(key === undefined ? [] : [key])], message, hint);
    };
    const sources = [FIRST_SOURCE, ...(file["more-sources"] ?? []).map(({ name }) => name)];
    const graph = readGraph(
      own.graph ?? pipeline.graph ?? DEFAULT_GRAPH,
      {
        sources,
        gateInside: inside,
        injection: usesGate(protocol.name) ? this.#injection(role, file, manifest) : undefined,
      },
      report,
    );
    return jobOptions({
      role,
      own,
      pipeline,
      manifest,
      graph: graph ?? NO_GRAPH,
      restoredMaxParallelism,
      restoresSinkState:
        role === "incoming" &&
        this.#settings.take(
          "sink.restore-state",
          file.sink?.["restore-state"],
          !needsOwnSinks(protocol),
        ),
      settings: this.#settings,
    });
  }

  #injection(
    role: JobRole,
    file: ScenarioFile,
    manifest: Manifest | undefined,
  ): GateInjection | undefined {
    const given = file.handover?.["gate-injection"] ?? {};
    const take: Take = (path, own, fallback, key) =>
      this.#settings.take(`${role}.gate-injection.${path}`, own, fallback, manifest, key);
    return gateInjection(given, take);
  }

  #crossCheck(options: RunOptions, file: ScenarioFile): void {
    for (const { role, parallelism, maxParallelism } of [options.outgoing, options.incoming]) {
      const part = file[role]?.parallelism === undefined ? "pipeline" : role;
      if (parallelism > maxParallelism) {
        this.#report(
          [part, "parallelism"],
          `parallelism ${parallelism} of the ${role} job is above its max parallelism, ${maxParallelism}`,
        );
      }
    }
    this.#checkProtocol(options, file);
    this.#checkBeginning(options, file);
    const { latency } = options.network;
    const least =
      latency.kind === "constant"
        ? latency.us
        : latency.kind === "uniform"
          ? latency.lowUs
          : latency.medianUs;
    if (least < 1) this.#report(["network", "latency"], "a channel's latency is at least 1 us");
  }

  #checkBeginning({ handover, durationMicros }: RunOptions, file: ScenarioFile): void {
    if (handover === undefined || handover.atMicros < durationMicros) return;
    const [at, end] = [handover.atMicros, durationMicros].map((micros) => micros / 1_000_000);
    const message = `the hand-over would begin at ${at} s, and the run ends at ${end} s`;
    if (file.handover?.at !== undefined) this.#report(["handover", "at"], message);
    else this.#report(["run", "duration"], message, 'set "handover.at"');
  }

  // What both jobs lack in what they share is said once.
  #checkProtocol(options: RunOptions, file: ScenarioFile): void {
    this.#needs(unmetNeeds(options), file);
  }

  #checkVersions(options: RunOptions, file: ScenarioFile, manifest: Manifest | undefined): void {
    const allowsNonRestoredState = this.#settings.take(
      "incoming.allow-non-restored-state",
      file.incoming?.["allow-non-restored-state"] ?? file.pipeline?.["allow-non-restored-state"],
      false,
      manifest,
      wordKey({ true: true, false: false }, "job.allowNonRestoredState"),
    );
    const { compare } = propertyOptions(file);
    this.#needs(unmetVersions(options, { allowsNonRestoredState, compare }), file);
  }

  #needs(needs: readonly UnmetNeed[], file: ScenarioFile): void {
    const said = new Set<string>();
    for (const { setting, reason, hint } of needs) {
      const place = placeOf(setting, (role, key) => Object.hasOwn(file[role] ?? {}, key));
      if (said.has(place.join("."))) continue;
      said.add(place.join("."));
      this.#issues.push({ ...this.#at.issueAt(place, reason, hint), setting: place.join(".") });
    }
  }

  #report(path: YamlPath, message: string, hint?: string): void {
    this.#issues.push(this.#at.issueAt(path, message, hint));
  }
}

const DEFAULT_GRAPH = [{ map: "map" }, "sink"] as const;
const NO_GRAPH: readonly StageOptions[] = [];

function propertyOptions({ properties = {}, compare }: ScenarioFile): PropertyOptions {
  const { silence } = properties;
  const visible = properties["visible-within"];
  const handedOver = properties["handed-over-within"];
  return {
    ...(visible === undefined ? {} : { visibleWithinMicros: visible }),
    ...(handedOver === undefined ? {} : { handedOverWithinMicros: handedOver }),
    ...(silence === undefined ? {} : { silenceMicros: silence }),
    ...(compare === undefined
      ? {}
      : { compare: { by: compare.by ?? "output", ignores: compare.ignoring ?? [] } }),
  };
}
