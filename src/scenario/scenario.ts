import type { Document } from "yaml";
import type { RunOptions } from "../model/options.ts";
import type { FindingKind } from "./finding-kinds.ts";
import type { Hazard } from "./hazard.ts";
import type { Issue, Note } from "./issue.ts";
import type { Setting } from "./settings.ts";

/** Limits that the oracle holds a run to; absent: not asked for. */
export interface PropertyOptions {
  readonly visibleWithinMicros?: number;
  readonly handedOverWithinMicros?: number;
  readonly silenceMicros?: number;
  /** What makes outputs of the two jobs the same; absent: all of it. */
  readonly compare?: CompareOptions;
}

/** The declared projection, by which outputs of jobs that are not alike are the same. */
export interface CompareOptions {
  /** Key and window of each result apart, or all results of a key or of a window together. */
  readonly by: "output" | "key" | "window";
  readonly ignores: readonly ("value" | "presence")[];
}

/** A scenario file, checked: ready to run. */
export interface Scenario {
  readonly title: string;
  /** The first comment of the file. */
  readonly question: string;
  readonly options: RunOptions;
  readonly run: { readonly seeds: number; readonly firstSeed: number };
  readonly expect?: {
    readonly verdict: "pass" | "fail" | "inconclusive";
    readonly findings: readonly FindingKind[];
  };
  readonly hazard?: Hazard;
  readonly properties: PropertyOptions;
  readonly settings: readonly Setting[];
  /** Keys of the manifests that have no counterpart in the model. */
  readonly importedButNotModelled: readonly string[];
  /** The file as YAML, comments kept, for edits. */
  readonly document: Document;
}

/** A scenario, or everything that is wrong with its files. */
export type Loaded =
  | { readonly ok: true; readonly scenario: Scenario; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };
