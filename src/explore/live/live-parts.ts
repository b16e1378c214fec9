import type { CapturedTraffic, RunOptions, SourceOptions } from "../../model/options.ts";
import type { LiveBase } from "./live-run.ts";
import { ColumnReader, ColumnWriter } from "./number-columns.ts";

/** A live base as a page carries it: JSON, and the columns of captured traffic beside it. */
export interface LiveParts {
  readonly json: string;
  /** Empty without captured traffic. */
  readonly columns: Uint8Array;
}

/** What comes back from `liveFrom` simulates the same. */
export function liveParts(base: LiveBase): LiveParts {
  const writer = new ColumnWriter();
  const scenario = {
    ...base.scenario,
    options: withTraffic(base.scenario.options, (traffic) => {
      writer.add(traffic.partition);
      writer.add(traffic.key);
      writer.add(traffic.eventTimeMillis);
      writer.add(traffic.arrivalMicros);
      const none = { partition: [], key: [], eventTimeMillis: [], arrivalMicros: [] };
      return { ...traffic, ...none } as unknown as CapturedTraffic;
    }),
  };
  return { json: JSON.stringify({ ...base, scenario }), columns: writer.finish() };
}

export function liveFrom({ json, columns }: LiveParts): LiveBase {
  const base = JSON.parse(json) as LiveBase;
  const reader = new ColumnReader(columns);
  const options = withTraffic(base.scenario.options, (traffic) => ({
    ...traffic,
    partition: Uint16Array.from(reader.next()),
    key: Int32Array.from(reader.next()),
    eventTimeMillis: reader.next(),
    arrivalMicros: reader.next(),
  }));
  return { ...base, scenario: { ...base.scenario, options } };
}

/** Every captured traffic of the options in another form, in their order. */
function withTraffic(
  options: RunOptions,
  change: (traffic: CapturedTraffic) => CapturedTraffic,
): RunOptions {
  const changed = <T extends SourceOptions>(source: T): T =>
    source.traffic.kind === "captured" ? { ...source, traffic: change(source.traffic) } : source;
  const source = changed(options.source);
  const { moreSources } = options;
  return moreSources === undefined
    ? { ...options, source }
    : { ...options, source, moreSources: moreSources.map(changed) };
}
