import type { ExchangeStage, StageOptions } from "../model/options.ts";
import type { GraphNode, GraphReport } from "./graph-node.ts";
import { didYouMean } from "./nearest.ts";
import type { StageFile } from "./scenario-file.ts";
import { readDuration } from "./units.ts";

const KINDS = [
  "map",
  "filter",
  "flat-map",
  "process",
  "window",
  "join",
  "gate",
  "sink",
  "key-by",
  "rebalance",
  "rescale",
  "broadcast",
  "forward",
] as const;
type Kind = (typeof KINDS)[number];

const ONLY_FOR: Readonly<Record<string, readonly Kind[]>> = {
  keep: ["filter"],
  "fan-out": ["flat-map"],
  nondeterministic: ["map", "filter", "flat-map"],
  timer: ["process"],
  ttl: ["process"],
  "ttl-update": ["process"],
  time: ["process", "window"],
  uid: ["process", "window", "join"],
  lateness: ["window", "join"],
  "side-output": ["window", "join"],
  offset: ["window", "join"],
  parallelism: ["join", "key-by", "rebalance", "rescale", "broadcast", "forward"],
};

/** One item of the graph; undefined if something was reported. It reads the one above unless it says. */
export function readNode(
  item: string | StageFile,
  index: number,
  above: string | undefined,
  fail: GraphReport,
): GraphNode | undefined {
  const file = typeof item === "string" ? shorthand(item) : item;
  const kinds = KINDS.filter((kind) => file[kind] !== undefined);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1) {
    const hint =
      typeof item === "string"
        ? didYouMean(item, ["gate", "sink", "rebalance", "rescale", "broadcast", "forward"])
        : undefined;
    const what = kind === undefined ? "names no kind of stage" : `is both ${kinds.join(" and ")}`;
    fail(
      index,
      undefined,
      typeof item === "string" ? `"${item}" ${what}` : `this stage ${what}`,
      hint,
    );
    return undefined;
  }
  for (const [key, owners] of Object.entries(ONLY_FOR)) {
    if (file[key as keyof StageFile] !== undefined && !owners.includes(kind)) {
      fail(index, key, `"${key}" is a setting of ${owners.join(", ")}, not of ${kind}`);
    }
  }
  if (file.ttl !== undefined && file.timer !== undefined) {
    fail(index, "timer", "a process function with a ttl has no timers");
  }
  if (file.ttl === undefined && file["ttl-update"] !== undefined) {
    fail(index, "ttl-update", "says how state lives longer; without a ttl it lives for ever");
  }
  const name = file.name ?? `${file[kind] ?? kind}`;
  const stage = readStage(kind, file, name, (message) => fail(index, kind, message));
  const unique = isExchange(kind) && file.name === undefined ? `${kind} ${index}` : name;
  return (
    stage && { index, name: unique, from: file.from ?? (above === undefined ? [] : [above]), stage }
  );
}

/** `gate`, `key-by: customer` within a flow list, and the like. */
function shorthand(text: string): StageFile {
  const plain = ["gate", "sink", "rebalance", "rescale", "broadcast", "forward"].find(
    (kind) => kind === text,
  );
  return plain === undefined ? {} : { [plain]: null };
}

function isExchange(kind: Kind): boolean {
  return KINDS.indexOf(kind) >= KINDS.indexOf("key-by");
}

const PARTITIONERS: Readonly<Partial<Record<Kind, ExchangeStage["partitioner"]>>> = {
  "key-by": "HASH",
  rebalance: "REBALANCE",
  rescale: "RESCALE",
  broadcast: "BROADCAST",
  forward: "FORWARD",
};

function readStage(
  kind: Kind,
  file: StageFile,
  name: string,
  fail: (message: string) => void,
): StageOptions | undefined {
  const partitioner = PARTITIONERS[kind];
  if (partitioner !== undefined)
    return { kind: "exchange", partitioner, parallelism: file.parallelism };
  const costMicros = file.rate === undefined ? 1 : Math.max(1, Math.ceil(1e6 / file.rate));
  switch (kind) {
    case "filter":
      return { kind, name, costMicros, keepShare: file.keep ?? 0.5, ...chanceOf(file) };
    case "flat-map":
      return { kind, name, costMicros, fanOut: file["fan-out"] ?? 2, ...chanceOf(file) };
    case "process":
      return {
        kind,
        name,
        costMicros,
        timerMillis: file.timer ?? 0,
        ...timeOf(file),
        ...ttlOf(file),
        ...uidOf(file),
      };
    case "window":
    case "join": {
      const assigner = readAssigner(file[kind] ?? "", file.offset ?? 0, fail);
      const rest = {
        name,
        costMicros,
        allowedLatenessMillis: file.lateness ?? 0,
        lateSideOutput: file["side-output"] ?? false,
        ...timeOf(file),
        ...uidOf(file),
      };
      if (assigner === undefined) return undefined;
      return kind === "window"
        ? { kind, assigner, ...rest }
        : { kind, assigner, parallelism: file.parallelism, ...rest };
    }
    case "map":
      return { kind, name, costMicros, ...chanceOf(file) };
    case "gate":
    case "sink":
      return { kind, name, costMicros };
    default:
      return undefined;
  }
}

function chanceOf({ nondeterministic: share }: StageFile): { readonly unsteadyShare?: number } {
  return share === undefined ? {} : { unsteadyShare: share };
}

type ProcessStage = Extract<StageOptions, { readonly kind: "process" }>;

function ttlOf(file: StageFile): Pick<ProcessStage, "ttl"> {
  const { ttl: millis, "ttl-update": update = "OnCreateAndWrite" } = file;
  return millis === undefined ? {} : { ttl: { millis, update } };
}

function timeOf({ time }: StageFile): { readonly time?: "processing" } {
  return time === "processing" ? { time } : {};
}

function uidOf({ uid }: StageFile): { readonly uid?: string } {
  return uid === undefined ? {} : { uid };
}

type Assigner = Extract<StageOptions, { readonly kind: "window" }>["assigner"];

function readAssigner(
  text: string,
  offsetMillis: number,
  fail: (message: string) => void,
): Assigner | undefined {
  const match = /^(tumbling|sliding|session)\s+(.+?)(?:\s+by\s+(.+))?$/.exec(text);
  const [, type, size, slide] = match ?? [];
  if (size === undefined || (type === "sliding") !== (slide !== undefined)) {
    fail(`"${text}" is no window; write "tumbling 10 s", "sliding 10 s by 2 s" or "session 5 s"`);
    return undefined;
  }
  const first = readMillis(size, fail);
  if (first === undefined) return undefined;
  if (type === "session") return { type, gapMillis: first };
  if (type === "tumbling") return { type, sizeMillis: first, offsetMillis };
  const second = readMillis(slide ?? "", fail);
  if (second === undefined) return undefined;
  return { type: "sliding", sizeMillis: first, slideMillis: second, offsetMillis };
}

function readMillis(text: string, fail: (message: string) => void): number | undefined {
  const read = readDuration(text);
  if (!read.ok) {
    fail(read.reason);
    return undefined;
  }
  if (read.value > 0 && read.value % 1000 === 0) return read.value / 1000;
  fail("a window needs a whole number of milliseconds above 0");
  return undefined;
}
