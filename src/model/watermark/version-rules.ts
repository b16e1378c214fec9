/** What the watermark classes do differently from one Flink release to the next. */
export interface FlinkVersionRules {
  /** Flush the highest watermark when the last input goes idle (W8, W15; FLINK-38454): 2.2.0 and later. */
  readonly allIdleFlush: boolean;
  /** The valve flushes and recomputes on every status change (W13 e/f, FLINK-40475): in no release. */
  readonly valveFlushAlways: boolean;
  /**
   * `pipeline.watermark-alignment.buffer-size` (W19): samples that alignment looks back, 0 = it
   * judges the latest watermark. 3 from 2.3.0 on; with samples, idle splits are not paused.
   */
  readonly alignmentBufferSize: number;
}

/** The rules of a release, e.g. `1.20.3` or `2.2`. Throws a RangeError when it is no version. */
export function flinkVersionRules(version: string): FlinkVersionRules {
  const parts = /^(\d+)\.(\d+)(?:\.\d+)?$/.exec(version);
  if (parts === null) throw new RangeError(`no Flink version: ${version}`);
  const minor = Number(parts[1]) * 1000 + Number(parts[2]);
  return {
    allIdleFlush: minor >= 2002,
    valveFlushAlways: false,
    alignmentBufferSize: minor >= 2003 ? 3 : 0,
  };
}
