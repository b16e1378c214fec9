import { CorruptCase, NotSupported, type RecordedCase, type RecordedValues } from "../corpus.ts";
import { textOf } from "../recordings.ts";

/** One step of a recorded script: what was done, when (ms since the script began), and what came. */
export interface ScriptStep {
  readonly op: string;
  readonly at: number;
  /** How long the real thing took. */
  readonly lasted: number;
  readonly result: string;
}

export interface Script {
  readonly client: string;
  /** Interval of the broker's scans for transactions that timed out. */
  readonly scanMillis: number;
  readonly steps: readonly ScriptStep[];
}

/** An operation: `subject` is the producer or consumer that it is about, if it is about one. */
export interface Operation {
  readonly subject: string | undefined;
  readonly verb: string;
  readonly args: readonly string[];
}

/** A case of `kafka/transactions`: `case`, `client`, `broker_scan_ms`, `steps`. */
export function scriptCase(line: RecordedValues): RecordedCase {
  const version = textOf(line, "client");
  const steps = line["steps"];
  if (!Array.isArray(steps) || steps.length === 0) throw new CorruptCase(`no "steps" in the case`);
  if (!(Number(line["broker_scan_ms"]) > 0)) {
    throw new CorruptCase(`no "broker_scan_ms" in the case`);
  }
  for (const step of steps as RecordedValues[]) {
    textOf(step, "op");
    textOf(step, "res");
  }
  return { id: textOf(line, "case"), versions: [version], fields: line };
}

export function scriptOf({ fields }: RecordedCase): Script {
  const steps = (fields["steps"] as RecordedValues[]).map((step) => ({
    op: String(step["op"]),
    at: Number(step["t"]),
    lasted: Number(step["dur"]),
    result: String(step["res"]),
  }));
  return {
    client: String(fields["client"]),
    scanMillis: Number(fields["broker_scan_ms"]),
    steps,
  };
}

/** Verbs that stand first, with what they are about behind them. */
const LEADING: Readonly<Record<string, number>> = {
  P: 1,
  K: 1,
  C: 1,
  poll: 1,
  R: 0,
  U: 0,
  desc: 0,
  prods: 0,
  waitlso: 0,
  adminfence: 0,
  adminabort: 0,
  groupoff: 0,
  sleep: 0,
};

/** Reads an operation; which verbs there are behind a producer's name is the bench's to know. */
export function operationOf(op: string): Operation {
  const words = op.trim().split(/\s+/);
  const [first = "", second, ...rest] = words;
  const subjects = LEADING[first];
  // A producer can have the name of a verb ("P"), but no verb has one of its own behind it.
  if (subjects === undefined) {
    if (second === undefined) throw new NotSupported(`the operation ${op}`);
    return { subject: first, verb: second, args: rest };
  }
  if (subjects === 0) return { subject: undefined, verb: first, args: words.slice(1) };
  return { subject: second, verb: first, args: rest };
}

/** A named argument, as in `tid=a`. */
export function named(args: readonly string[], name: string): string | undefined {
  const start = `${name}=`;
  return args.find((arg) => arg.startsWith(start))?.slice(start.length);
}
