import type { CapturedTraffic, NamedSource, SourceOptions } from "../model/options.ts";
import { type Captured, readCaptured } from "./captured-csv.ts";
import type { Issue } from "./issue.ts";
import { foreignSettings, isQueue, kinesisOptions, queueOptions } from "./queue-settings.ts";
import { generatedTraffic } from "./run-options.ts";
import type {
  Given,
  PhaseFile,
  ScenarioFile,
  SourceFile,
  SourceKind,
  TrafficFile,
} from "./scenario-file.ts";
import type { Settings, Take } from "./settings.ts";
import { CSV_LIMIT_BYTES, type FileSource, readText, resolvePath } from "./source-text.ts";
import type { YamlPath } from "./yaml-file.ts";

/** 2026-01-01T00:00:00Z, where generated traffic begins. */
const GENERATED_EPOCH_MILLIS = 1_767_225_600_000;

export interface SourceSurroundings {
  readonly path: string;
  readonly files: FileSource;
  readonly settings: Settings;
  /** Those of the traces that it reads go here. */
  readonly issues: Issue[];
  report(path: YamlPath, message: string): void;
}

export interface LoadedSources {
  readonly source: SourceOptions;
  readonly moreSources: readonly NamedSource[];
  readonly epochMillis: number;
}

/** Moments of the run that settings of sources go by (µs). */
interface Times {
  readonly durationMicros: number;
  readonly handoverAt: number;
}

/** Settles the sources of a scenario. */
export class SourceLoading {
  readonly #around: SourceSurroundings;

  constructor(around: SourceSurroundings) {
    this.#around = around;
  }

  load(file: ScenarioFile, durationMicros: number): LoadedSources {
    const times = { durationMicros, handoverAt: file.handover?.at ?? 60_000_000 };
    return {
      ...this.#first(file.source ?? {}, times),
      moreSources: this.#moreSources(file["more-sources"], times),
    };
  }

  #first(file: SourceFile, times: Times): { source: SourceOptions; epochMillis: number } {
    const take = <T>(key: string, given: T | undefined, fallback: T): T =>
      this.#around.settings.take(`source.${key}`, given, fallback);
    const common = {
      topic: take("topic", file.topic, "input"),
      ...readingOptions(file, take),
    };
    const kind = take<SourceKind>("kind", file.kind, "kafka");
    this.#checkSource(file, kind);
    const captured = kind === "trace" ? this.#captured(file) : undefined;
    if (captured !== undefined) {
      return {
        source: { ...common, traffic: captured.traffic },
        epochMillis: captured.epochMillis,
      };
    }
    const generated = generatedSource(kind, file, times, take);
    return { source: { ...common, ...generated }, epochMillis: GENERATED_EPOCH_MILLIS };
  }

  // Not modelled: a trace beside another source.
  #moreSources(files: ScenarioFile["more-sources"], times: Times): NamedSource[] {
    return (files ?? []).map((file, i) => {
      const take = <T>(key: string, given: T | undefined, fallback: T): T =>
        this.#around.settings.take(`more-sources.${file.name}.${key}`, given, fallback);
      const kind = file.kind ?? "kafka";
      this.#checkTraffic(file, kind, ["more-sources", i]);
      return {
        name: file.name,
        topic: take("topic", file.topic, file.name),
        ...readingOptions(file, take),
        ...generatedSource(kind, file, times, take),
      };
    });
  }

  #checkSource(file: SourceFile, kind: SourceKind): void {
    const foreign =
      kind !== "trace"
        ? (["file", "speed", "from", "to"] as const)
        : ([
            "new-partitions",
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
        this.#around.report(
          ["source", key],
          `"${key}" has no meaning for a source of kind ${kind}`,
        );
    }
    this.#checkTraffic(file, kind, ["source"]);
  }

  #checkTraffic(file: TrafficFile, kind: SourceKind, at: YamlPath): void {
    for (const { key, message } of foreignSettings(kind, file)) {
      this.#around.report([...at, key], message);
    }
    if (isQueue(kind)) return;
    if (file.discovery !== undefined && file["new-partitions"] === undefined) {
      const message = `"discovery" has no meaning without new-partitions: all are found at once`;
      this.#around.report([...at, "discovery"], message);
    }
    if (file.alignment?.interval === 0) {
      this.#around.report([...at, "alignment", "interval"], "must be above 0");
    }
    this.#checkPhases(file, at);
  }

  #checkPhases(file: TrafficFile, at: YamlPath): void {
    const added = (file["new-partitions"] ?? []).reduce((sum, { count }) => sum + count, 0);
    const check = (path: YamlPath, phase: Given<PhaseFile>): void => {
      const { from = 0, to = Number.POSITIVE_INFINITY, partition = 0 } = phase;
      if (to <= from) this.#around.report([...path, "to"], "ends before it begins");
      if (partition < (file.partitions ?? 4) + added) return;
      const message = `there is no partition ${partition}; they count from 0`;
      this.#around.report([...path, "partition"], message);
    };
    for (const [i, phase] of (file.idle ?? []).entries()) check([...at, "idle", i], phase);
    for (const [i, phase] of (file.bursts ?? []).entries()) check([...at, "bursts", i], phase);
    if (file.late !== undefined) check([...at, "late"], file.late);
  }

  #captured(file: SourceFile): { traffic: CapturedTraffic; epochMillis: number } | undefined {
    if (file.file === undefined) {
      this.#around.report(["source", "kind"], "a trace needs its file");
      return undefined;
    }
    const path = resolvePath(this.#around.path, file.file);
    const text = readText(path, this.#around.files, CSV_LIMIT_BYTES);
    if (!text.ok) {
      this.#around.report(["source", "file"], `${path} ${text.issue.message}`);
      return undefined;
    }
    const result: Captured = readCaptured(path, text.text, {
      speed: this.#around.settings.take("source.speed", file.speed, 1),
      partitions: this.#around.settings.take("source.partitions", file.partitions, undefined),
      fromMillis: (file.from ?? 0) / 1000,
      toMillis: (file.to ?? Number.POSITIVE_INFINITY) / 1000,
    });
    if (result.ok) return result;
    this.#around.issues.push(...result.issues);
    return undefined;
  }
}

function generatedSource(
  kind: SourceKind,
  file: TrafficFile,
  { durationMicros, handoverAt }: Times,
  take: Take,
): Pick<SourceOptions, "traffic" | "queue" | "kinesis"> {
  if (kind === "kinesis") {
    const kinesis = kinesisOptions(file, take);
    return { kinesis, traffic: generatedTraffic(file, durationMicros, take) };
  }
  if (!isQueue(kind)) return { traffic: generatedTraffic(file, durationMicros, take) };
  const queue = queueOptions(kind, file, handoverAt, take);
  return { queue, traffic: generatedTraffic(file, durationMicros, take, 1) };
}

function readingOptions(file: TrafficFile, take: Take): Omit<SourceOptions, "topic" | "traffic"> {
  const grows = file["new-partitions"] !== undefined;
  const { alignment } = file;
  return {
    fetchLatencyMicros: take("fetch-latency", file["fetch-latency"], 5_000),
    fetchRecords: take("fetch-records", file["fetch-records"], 500),
    ...(grows && { discoveryMicros: take("discovery", file.discovery, 300_000_000) }),
    ...(alignment && {
      alignment: {
        group: alignment.group,
        maxDriftMillis: alignment["max-drift"],
        intervalMicros: take("alignment.interval", alignment.interval, 1_000_000),
      },
    }),
  };
}
