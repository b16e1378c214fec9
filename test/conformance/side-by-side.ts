const COLUMN = 64;

/** Two values in two columns, one entry a line, with a mark where they differ. */
export function sideBySide(left: Column, right: Column): readonly string[] {
  const [lefts, rights] = paired(linesOf(left.value), linesOf(right.value));
  const width = Math.max(left.title.length, ...lefts.map((line) => line.length));
  const row = (mark: string, one: string, other: string): string =>
    `${mark} ${one.padEnd(width)} | ${other}`.trimEnd();
  return [
    row(" ", left.title, right.title),
    ...lefts.map((line, index) => {
      const other = rights[index] as string;
      return row(line === other ? " " : ">", line, other);
    }),
  ];
}

interface Column {
  readonly title: string;
  readonly value: unknown;
}

function paired(
  lefts: readonly string[],
  rights: readonly string[],
): readonly [readonly string[], readonly string[]] {
  const count = Math.max(lefts.length, rights.length);
  const one: string[] = [];
  const other: string[] = [];
  for (let index = 0; index < count; index++) {
    const left = wrapped(lefts[index] ?? "");
    const right = wrapped(rights[index] ?? "");
    for (let part = 0; part < Math.max(left.length, right.length); part++) {
      one.push(left[part] ?? "");
      other.push(right[part] ?? "");
    }
  }
  return [one, other];
}

function linesOf(value: unknown): readonly string[] {
  if (value === undefined) return ["(nothing)"];
  if (typeof value === "string") return value.split("\n");
  if (Array.isArray(value)) {
    return value.length === 0 ? ["[]"] : value.map((one) => JSON.stringify(one));
  }
  if (typeof value !== "object" || value === null) return [JSON.stringify(value)];
  return Object.entries(value).map(([key, one]) => `${key}: ${JSON.stringify(one)}`);
}

function wrapped(line: string): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from < line.length; from += COLUMN)
    parts.push(line.slice(from, from + COLUMN));
  return parts.length === 0 ? [""] : parts;
}
