import type {
  CapturedTraffic,
  JobRole,
  RunOptions,
  SourceOptions,
  StageOptions,
} from "../model/options.ts";
import { type Captured, readCaptured } from "./captured-csv.ts";
import { readFault } from "./faults.ts";
import { readGraph } from "./graph.ts";
import { compareIssues, type Issue, type Note } from "./issue.ts";
import { jobOptions } from "./job-options.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import {
  generatedTraffic,
  handoverOptions,
  kubernetesOptions,
  networkOptions,
  sinkOptions,
} from "./run-options.ts";
import type { Loaded, PropertyOptions, Scenario } from "./scenario.ts";
import type { JobFile, ScenarioFile, SourceFile } from "./scenario-file.ts";
import { Settings } from "./settings.ts";
import {
  CSV_LIMIT_BYTES,
  type FileSource,
  readText,
  resolvePath,
  YAML_LIMIT_BYTES,
} from "./source-text.ts";
import type { YamlDocument, YamlPath } from "./yaml-file.ts";

/** 2026-01-01T00:00:00Z, where generated traffic begins. */
const GENERATED_EPOCH_MILLIS = 1_767_225_600_000;
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
    const { source, epochMillis } = this.#source(file.source ?? {}, durationMicros);
    const manifests = this.#manifests(file.deployment);
    const outgoing = this.#job("outgoing", file, manifests.outgoing);
    const incoming = this.#job("incoming", file, manifests.incoming);
    const options: RunOptions = {
      title,
      epochMillis,
      durationMicros,
      source,
      outgoing,
      incoming,
      network: networkOptions(file.network ?? {}, settings, manifests.outgoing),
      sink: sinkOptions(file.sink ?? {}, settings),
      kubernetes: kubernetesOptions(file.kubernetes ?? {}, settings),
      handover: handoverOptions(file.handover ?? {}, epochMillis, settings, manifests.incoming),
      faults: (file.faults ?? []).flatMap((fault, i) => {
        const read = readFault(fault, (key, message, hint) =>
          this.#report(["faults", i, ...(key === undefined ? [] : [key])], message, hint),
        );
        return read === undefined ? [] : [read];
      }),
    };
    this.#crossCheck(options, file);
    for (const manifest of new Set([manifests.outgoing, manifests.incoming])) {
      if (manifest === undefined) continue;
      this.#issues.push(...manifest.issues());
      this.#notes.push(...manifest.notes());
      for (const key of manifest.notModelled()) this.#notModelled.add(key);
    }
    return options;
  }

  #source(
    file: SourceFile,
    durationMicros: number,
  ): { source: SourceOptions; epochMillis: number } {
    const take = <T>(key: string, given: T | undefined, fallback: T): T =>
      this.#settings.take(`source.${key}`, given, fallback);
    const common = {
      topic: take("topic", file.topic, "input"),
      fetchLatencyMicros: take("fetch-latency", file["fetch-latency"], 5_000),
      fetchRecords: take("fetch-records", file["fetch-records"], 500),
    };
    const kind = take("kind", file.kind, "kafka");
    this.#checkSource(file, kind);
    const captured = kind === "trace" ? this.#captured(file) : undefined;
    if (captured !== undefined) {
      return {
        source: { ...common, traffic: captured.traffic },
        epochMillis: captured.epochMillis,
      };
    }
    const traffic = generatedTraffic(file, durationMicros, this.#settings);
    return { source: { ...common, traffic }, epochMillis: GENERATED_EPOCH_MILLIS };
  }

  #checkSource(file: SourceFile, kind: "kafka" | "trace"): void {
    const foreign =
      kind === "kafka"
        ? (["file", "speed", "from", "to"] as const)
        : ([
            "rate",
            "keys",
            "key-skew",
            "disorder",
            "late",
            "idle",
            "bursts",
            "records",
            "end",
          ] as const);
    for (const key of foreign) {
      if (file[key] !== undefined)
        this.#report(["source", key], `"${key}" has no meaning for a source of kind ${kind}`);
    }
    for (const key of ["idle", "bursts"] as const) {
      for (const [i, { from, to, partition }] of (file[key] ?? []).entries()) {
        if (to <= from) this.#report(["source", key, i, "to"], "ends before it begins");
        if (partition !== undefined && partition >= (file.partitions ?? 4)) {
          this.#report(
            ["source", key, i, "partition"],
            `there is no partition ${partition}; they count from 0`,
          );
        }
      }
    }
  }

  #captured(file: SourceFile): { traffic: CapturedTraffic; epochMillis: number } | undefined {
    if (file.file === undefined) {
      this.#report(["source", "kind"], "a trace needs its file");
      return undefined;
    }
    const path = resolvePath(this.#path, file.file);
    const text = readText(path, this.#files, CSV_LIMIT_BYTES);
    if (!text.ok) {
      this.#report(["source", "file"], `${path} ${text.issue.message}`);
      return undefined;
    }
    const result: Captured = readCaptured(path, text.text, {
      speed: this.#settings.take("source.speed", file.speed, 1),
      partitions: this.#settings.take("source.partitions", file.partitions, undefined),
      fromMillis: (file.from ?? 0) / 1000,
      toMillis: (file.to ?? Number.POSITIVE_INFINITY) / 1000,
    });
    if (result.ok) return result;
    this.#issues.push(...result.issues);
    return undefined;
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

  #job(role: JobRole, file: ScenarioFile, manifest: Manifest | undefined): RunOptions["outgoing"] {
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
    const graph = readGraph(own.graph ?? pipeline.graph ?? DEFAULT_GRAPH, inside, report);
    return jobOptions({
      role,
      own,
      pipeline,
      manifest,
      graph: graph ?? NO_GRAPH,
      restoresSinkState:
        role === "incoming" &&
        this.#settings.take("sink.restore-state", file.sink?.["restore-state"], true),
      settings: this.#settings,
    });
  }

  #crossCheck(options: RunOptions, file: ScenarioFile): void {
    for (const { role, parallelism, maxParallelism, graph } of [
      options.outgoing,
      options.incoming,
    ]) {
      const part = file[role]?.parallelism === undefined ? "pipeline" : role;
      if (parallelism > maxParallelism) {
        this.#report(
          [part, "parallelism"],
          `parallelism ${parallelism} of the ${role} job is above its max parallelism, ${maxParallelism}`,
        );
      }
      const gated = options.handover !== undefined && options.handover.protocol.name !== "basic";
      if (gated && graph !== NO_GRAPH && !graph.some(({ kind }) => kind === "gate")) {
        const at = file[role]?.graph === undefined ? "pipeline" : role;
        this.#report(
          [at, "graph"],
          `the protocol ${options.handover?.protocol.name} needs a gate in the ${role} job`,
        );
      }
    }
    if (options.handover !== undefined && options.handover.atMicros >= options.durationMicros) {
      this.#report(["handover", "at"], "the hand-over would begin after the end of the run");
    }
    const { latency } = options.network;
    const least =
      latency.kind === "constant"
        ? latency.us
        : latency.kind === "uniform"
          ? latency.lowUs
          : latency.medianUs;
    if (least < 1) this.#report(["network", "latency"], "a channel's latency is at least 1 us");
  }

  #report(path: YamlPath, message: string, hint?: string): void {
    this.#issues.push(this.#at.issueAt(path, message, hint));
  }
}

const DEFAULT_GRAPH = [{ map: "map" }, "gate", "sink"] as const;
const NO_GRAPH: readonly StageOptions[] = [];

function propertyOptions({ properties = {} }: ScenarioFile): PropertyOptions {
  const { silence } = properties;
  const visible = properties["visible-within"];
  const handedOver = properties["handed-over-within"];
  return {
    ...(visible === undefined ? {} : { visibleWithinMicros: visible }),
    ...(handedOver === undefined ? {} : { handedOverWithinMicros: handedOver }),
    ...(silence === undefined ? {} : { silenceMicros: silence }),
  };
}
