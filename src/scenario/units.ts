/** A text with a unit, read: the value in the unit named by the function, or the reason it is none. */
export type Read =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: string };

/** Flink's labels (TimeUtils), in nanoseconds. */
const LABELS: ReadonlyMap<string, number> = new Map(
  (
    [
      [86_400e9, "d day days"],
      [3_600e9, "h hour hours"],
      [60e9, "m min minute minutes"],
      [1e9, "s sec secs second seconds"],
      [1e6, "ms milli millis millisecond milliseconds"],
      [1e3, "us micro micros microsecond microseconds"],
      [1, "ns nano nanos nanosecond nanoseconds"],
    ] as const
  ).flatMap(([nanos, labels]) => labels.split(" ").map((label) => [label, nanos] as const)),
);

/**
 * A duration in Flink's grammar, in microseconds: one whole number, one label. Without a label it is
 * refused, or taken as milliseconds where `bareMillis` says so, as the operator does.
 */
export function readDuration(text: string, bareMillis = false): Read {
  const trimmed = text.trim();
  const match = /^(\d+)\s*([a-zA-Z]*)$/.exec(trimmed);
  if (match === null) return refuse(durationFault(trimmed));
  const label = (match[2] as string).toLowerCase();
  if (label === "" && !bareMillis) {
    return refuse(`"${trimmed}" has no unit; write "${trimmed} ms" or "${trimmed} s"`);
  }
  const nanos = LABELS.get(label === "" ? "ms" : label);
  if (nanos === undefined)
    return refuse(`"${label}" is no unit of time; use d, h, min, s, ms or us`);
  const count = Number(match[1]);
  if (nanos === 1 && count % 1000 !== 0) return refuse(`"${trimmed}" is no whole microsecond`);
  return whole(nanos === 1 ? count / 1000 : count * (nanos / 1000), trimmed);
}

function durationFault(text: string): string {
  if (text.startsWith("-")) return `"${text}" is negative; a duration is not`;
  if (/^[+]?P/i.test(text)) return `"${text}" is an ISO-8601 duration; write "90 s"`;
  if (/^\d*\.\d/.test(text)) return `"${text}" has a fraction; use a smaller unit`;
  return `"${text}" is no duration; write one whole number and one unit, as in "90 s"`;
}

/** Records per second from `500/s`, `30k/s`, `2/min`. */
export function readRate(text: string): Read {
  const match = /^(\d+(?:\.\d+)?)\s*([kM]?)\s*\/\s*(s|sec|min|h)$/.exec(text.trim());
  if (match === null) return refuse(`"${text}" is no rate; write "500/s", "30k/s" or "2/min"`);
  const factor = match[2] === "k" ? 1e3 : match[2] === "M" ? 1e6 : 1;
  const seconds = match[3] === "min" ? 60 : match[3] === "h" ? 3600 : 1;
  const value = (Number(match[1]) * factor) / seconds;
  return value > 0 && value <= Number.MAX_SAFE_INTEGER
    ? { ok: true, value }
    : refuse(`"${text}" is no rate above 0 and below 2^53`);
}

/** A share between 0 and 1 from `1 %`. */
export function readShare(text: string): Read {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  if (match === null) return refuse(`"${text}" is no share; write it as "1 %"`);
  const value = Number(match[1]) / 100;
  return value <= 1 ? { ok: true, value } : refuse(`"${text}" is more than 100 %`);
}

/** Bytes in Flink's grammar (MemorySize): `32kb`, `32 kibibytes`, `100`. */
export function readSize(text: string): Read {
  const match = /^(\d+)\s*([a-zA-Z]*)$/.exec(text.trim());
  const power = SIZES.findIndex((names) => names.includes((match?.[2] ?? "?").toLowerCase()));
  if (match === null || power < 0) return refuse(`"${text}" is no size; write it as "32 kb"`);
  let bytes = Number(match[1]);
  for (let i = 0; i < power; i++) bytes *= 1024;
  return whole(bytes, text);
}

const SIZES: readonly (readonly string[])[] = [
  ["", "b", "bytes"],
  ["k", "kb", "kibibytes"],
  ["m", "mb", "mebibytes"],
  ["g", "gb", "gibibytes"],
  ["t", "tb", "tebibytes"],
];

function whole(value: number, text: string): Read {
  return Number.isSafeInteger(value) ? { ok: true, value } : refuse(`"${text}" is above 2^53`);
}

function refuse(reason: string): Read {
  return { ok: false, reason };
}
