import type { ExchangeStage, StageOptions, WindowStage } from "../model/options.ts";
import { didYouMean } from "./nearest.ts";
import type { StageFile } from "./scenario-file.ts";
import { readDuration } from "./units.ts";

/** Reports a problem of the graph's item `index`, at its setting `key`. */
export type GraphReport = (
  index: number,
  key: string | undefined,
  message: string,
  hint?: string,
) => void;

const KINDS = [
  "map",
  "filter",
  "flat-map",
  "process",
  "window",
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
  timer: ["process"],
  lateness: ["window"],
  "side-output": ["window"],
  offset: ["window"],
  parallelism: ["key-by", "rebalance", "rescale", "broadcast", "forward"],
};

/** One item of the graph under its name, with what it reads. */
interface Node {
  readonly index: number;
  readonly name: string;
  readonly from: readonly string[];
  readonly stage: StageOptions;
}

/** The stages in the order in which a record passes them; undefined if something was reported. */
export function readGraph(
  items: readonly (string | StageFile)[],
  gateInside: boolean,
  report: GraphReport,
): readonly StageOptions[] | undefined {
  let faulty = false;
  const fail: GraphReport = (...fault) => {
    faulty = true;
    report(...fault);
  };
  const nodes: Node[] = [];
  for (const [index, item] of items.entries()) {
    const node = readNode(item, index, nodes.at(-1)?.name, fail);
    if (node === undefined) continue;
    if (nodes.some(({ name }) => name === node.name))
      fail(index, undefined, `two stages are named "${node.name}"`);
    nodes.push(node);
  }
  if (faulty) return undefined;
  const stages = inOrder(nodes, fail)?.map(({ stage }) => stage);
  if (stages === undefined || faulty) return undefined;
  const whole = gateInside ? withGateInside(stages) : stages;
  checkEnds(whole, fail);
  return faulty ? undefined : whole;
}

function readNode(
  item: string | StageFile,
  index: number,
  above: string | undefined,
  fail: GraphReport,
): Node | undefined {
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
      return { kind, name, costMicros, keepShare: file.keep ?? 0.5 };
    case "flat-map":
      return { kind, name, costMicros, fanOut: file["fan-out"] ?? 2 };
    case "process":
      return { kind, name, costMicros, timerMillis: file.timer ?? 0 };
    case "window":
      return readWindow(file, name, costMicros, fail);
    case "map":
    case "gate":
    case "sink":
      return { kind, name, costMicros };
    default:
      return undefined;
  }
}

function readWindow(
  file: StageFile,
  name: string,
  costMicros: number,
  fail: (message: string) => void,
): WindowStage | undefined {
  const match = /^(tumbling|sliding|session)\s+(.+?)(?:\s+by\s+(.+))?$/.exec(file.window ?? "");
  const sizes = [match?.[2], match?.[3]].map((text) =>
    text === undefined ? undefined : readDuration(text),
  );
  const [size, slide] = sizes;
  const isSliding = match?.[1] === "sliding";
  if (!size || isSliding !== (slide !== undefined)) {
    fail(
      `"${file.window}" is no window; write "tumbling 10 s", "sliding 10 s by 2 s" or "session 5 s"`,
    );
    return undefined;
  }
  const millis: number[] = [];
  for (const read of [size, slide]) {
    if (read === undefined) continue;
    if (!read.ok) fail(read.reason);
    else if (read.value === 0 || read.value % 1000 !== 0)
      fail("a window needs a whole number of milliseconds above 0");
    else millis.push(read.value / 1000);
  }
  const [first, second] = millis;
  if (first === undefined || (isSliding && second === undefined)) return undefined;
  const offsetMillis = file.offset ?? 0;
  const assigner: WindowStage["assigner"] =
    match?.[1] === "session"
      ? { type: "session", gapMillis: first }
      : second === undefined
        ? { type: "tumbling", sizeMillis: first, offsetMillis }
        : { type: "sliding", sizeMillis: first, slideMillis: second, offsetMillis };
  return {
    kind: "window",
    name,
    costMicros,
    assigner,
    allowedLatenessMillis: file.lateness ?? 0,
    lateSideOutput: file["side-output"] ?? false,
  };
}

/** Follows the single path from the source; branches and cycles are reported by name. */
function inOrder(nodes: readonly Node[], fail: GraphReport): readonly Node[] | undefined {
  const names = nodes.map(({ name }) => name);
  let faulty = false;
  for (const { index, from } of nodes) {
    for (const name of from) {
      if (names.includes(name)) continue;
      faulty = true;
      fail(index, "from", `there is no stage "${name}"`, didYouMean(name, names));
    }
  }
  if (faulty) return undefined;
  const cycle = findCycle(nodes);
  if (cycle !== undefined) {
    // The first stage of the cycle in the file is the one that reads from further down.
    const start = nodes.find(({ name }) => cycle.includes(name)) as Node;
    fail(start.index, "from", `the graph has a cycle: ${[...cycle, cycle[0]].join(" -> ")}`);
    return undefined;
  }
  const path: Node[] = [];
  for (const node of nodes) {
    const readers = nodes.filter(({ from }) => from.includes(node.name));
    if (
      node.from.length > 1 ||
      readers.length > 1 ||
      (node.from.length === 0 && node !== nodes[0])
    ) {
      const at = node.from.length > 1 ? node : (readers[1] ?? node);
      fail(
        at.index,
        "from",
        "only a single path from source to sink is modelled; this stage branches or joins",
      );
      return undefined;
    }
  }
  for (let node = nodes.find(({ from }) => from.length === 0); node !== undefined; ) {
    path.push(node);
    const { name } = node;
    node = nodes.find(({ from }) => from[0] === name);
  }
  return path;
}

/** The stages of one cycle in the order in which records would go round, if there is one. */
function findCycle(nodes: readonly Node[]): string[] | undefined {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const done = new Set<string>();
  const walk = (name: string, trail: readonly string[]): string[] | undefined => {
    const seen = trail.indexOf(name);
    if (seen >= 0) return trail.slice(seen).reverse();
    if (done.has(name)) return undefined;
    for (const next of byName.get(name)?.from ?? []) {
      const cycle = walk(next, [...trail, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const { name } of nodes) {
    const cycle = walk(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function withGateInside(stages: readonly StageOptions[]): readonly StageOptions[] {
  const gate: StageOptions = { kind: "gate", name: "gate", costMicros: 1 };
  return stages.flatMap((stage): StageOptions[] =>
    stage.kind === "sink" ? [gate, stage] : [stage],
  );
}

function checkEnds(stages: readonly StageOptions[], fail: GraphReport): void {
  const lastIndex = stages.length - 1;
  if (stages.filter(({ kind }) => kind === "gate").length > 1)
    fail(0, undefined, "there is more than one gate");
  if (
    stages.filter(({ kind }) => kind === "sink").length !== 1 ||
    stages[lastIndex]?.kind !== "sink"
  ) {
    fail(lastIndex, undefined, "the graph must end in its one sink");
  }
}
