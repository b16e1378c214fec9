import type { InputLog, InputRow, PipelineShape, StageFunctions } from "./evidence.ts";
import { recordIdOf } from "./evidence.ts";
import { makesResults, numberOf } from "./shape.ts";
import type { StageShape } from "./stage-shape.ts";
import type { Unsettled, UnsettledOutputs } from "./versions.ts";
import { windowStarts } from "./windows.ts";

type Chancy = Extract<StageShape, { readonly unsteadyShare?: unknown }>;

/**
 * The outputs in which a nondeterministic function of that pipeline had a hand: of records by the
 * record, of results by the records that are in them, or by the result itself behind its stage.
 * Undefined: all its functions are deterministic. Results that went through a second stage of
 * results behind such a function are unsettled altogether.
 */
export function nondeterminism(
  input: InputLog,
  shape: PipelineShape,
  functions: StageFunctions,
): UnsettledOutputs | undefined {
  const isChancy = (stage: StageShape): stage is Chancy =>
    "unsteadyShare" in stage && (stage.unsteadyShare ?? 0) > 0;
  if (!shape.stages.some(isChancy)) return undefined;
  const makers = shape.stages.flatMap((stage, index) => (makesResults(stage) ? [index] : []));
  const before = (index: number): readonly Chancy[] =>
    shape.stages.slice(0, index).filter(isChancy);
  const touched = touchedResults(input, shape, functions, makers, before);
  return {
    reason: "nondeterminism",
    record: (id) =>
      strongest(shape.stages.filter(isChancy), (stage) =>
        functions.isUnsteady(stage.name, stage.unsteadyShare ?? 0, id),
      ),
    result: (number, key, start, end) => {
      const index = makers.find((maker) => numberOf(shape, maker) === number);
      if (index === undefined) return undefined;
      const within = before(index);
      if (within.length > 0 && index !== makers[0]) return "presence";
      const behind = strongest(shape.stages.slice(index).filter(isChancy), (stage) =>
        functions.isUnsteadyResult(stage.name, stage.unsteadyShare ?? 0, key, start, end),
      );
      if (behind === "presence" || !touched.has(nameOf(key, start, end))) {
        return touched.has(nameOf(key)) ? "presence" : behind;
      }
      return within.some(({ kind }) => kind === "filter") ? "presence" : "value";
    },
  };
}

function strongest(
  stages: readonly Chancy[],
  isTouched: (stage: Chancy) => boolean,
): Unsettled | undefined {
  let found: Unsettled | undefined;
  for (const stage of stages) {
    if (!isTouched(stage)) continue;
    if (stage.kind === "filter") return "presence";
    found = "value";
  }
  return found;
}

/**
 * Names of the windows of the first stage of results into which such records go; of sessions, whose
 * bounds follow from all their records, the key alone.
 */
function touchedResults(
  input: InputLog,
  shape: PipelineShape,
  functions: StageFunctions,
  [first]: readonly number[],
  before: (index: number) => readonly Chancy[],
): ReadonlySet<string> {
  const touched = new Set<string>();
  const stage = first === undefined ? undefined : shape.stages[first];
  if (first === undefined || stage?.kind !== "window") return touched;
  const { assigner } = stage;
  const chancy = before(first);
  const row: InputRow = { id: 0, ts: 0, key: 0, value: 0 };
  for (let partition = 0; partition < input.partitions; partition++) {
    for (let offset = 0; offset < input.count(partition); offset++) {
      const id = recordIdOf(partition, offset);
      const isTouched = chancy.some(({ name, unsteadyShare = 0 }) =>
        functions.isUnsteady(name, unsteadyShare, id),
      );
      if (!isTouched) continue;
      input.readInto(partition, offset, row);
      if (assigner.type === "session") touched.add(nameOf(row.key));
      else {
        for (const start of windowStarts(assigner, row.ts)) {
          touched.add(nameOf(row.key, start, start + assigner.sizeMillis));
        }
      }
    }
  }
  return touched;
}

function nameOf(key: number, start?: number, end?: number): string {
  return start === undefined ? `${key}` : `${key} ${start} ${end}`;
}
