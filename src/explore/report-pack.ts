/**
 * The report in little space, as it is saved and embedded: lists of like objects by column. What
 * comes back is the same, to the byte of its JSON.
 */

/** JSON. */
export type Packed = string | number | boolean | null | readonly Packed[] | PackedObject;
export interface PackedObject {
  readonly [key: string]: Packed;
}

/** Keys of packed objects begin with it, those of the report do not. */
const LENGTH = "#length";
const COLUMNS = "#columns";
const SAME = "#same";
const WORDS = "#words";
const PLACES = "#places";
const STEPS = "#steps";
const WORTH = 3;
/** Shorter lists of numbers are not worth a word. */
const NUMBERS_WORTH = 6;

/** The value with its lists by column; no object of it may have a key that begins with "#". */
export function pack(value: unknown): Packed {
  if (Array.isArray(value)) return packList(value);
  if (isPlain(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, part]) =>
        part === undefined ? [] : [[key, pack(part)]],
      ),
    );
  }
  return value as Packed;
}

function packList(list: readonly unknown[]): Packed {
  const keys = list.length < WORTH ? undefined : commonKeys(list);
  if (keys === undefined) return packNumbers(list) ?? list.map(pack);
  return { [LENGTH]: list.length, ...packColumns(list as readonly Plain[], keys) };
}

function packColumns(list: readonly Plain[], keys: readonly string[]): PackedObject {
  const columns = keys.map((key) => [key, packColumn(list.map((one) => one[key]))]);
  return { [COLUMNS]: Object.fromEntries(columns) };
}

function packColumn(values: readonly unknown[]): Packed {
  const [first] = values;
  if (!isComposite(first) && values.every((value) => value === first)) {
    return { [SAME]: first as Packed };
  }
  const keys = commonKeys(values);
  if (keys !== undefined) return packColumns(values as readonly Plain[], keys);
  if (values.every((value) => typeof value === "string")) {
    const words = [...new Set(values as readonly string[])];
    if (words.length * 2 <= values.length) {
      const place = new Map(words.map((word, i) => [word, i]));
      return { [WORDS]: words, [PLACES]: values.map((word) => place.get(word as string) ?? 0) };
    }
  }
  return packNumbers(values) ?? values.map(pack);
}

/** Whole numbers, and null, by their distance to the one before; undefined: that is no shorter. */
function packNumbers(values: readonly unknown[]): Packed | undefined {
  if (values.length < NUMBERS_WORTH) return undefined;
  let before = 0;
  const steps: (number | null)[] = [];
  for (const value of values) {
    if (value === null) steps.push(null);
    else if (Number.isSafeInteger(value) && Number.isSafeInteger(Number(value) - before)) {
      steps.push(Number(value) - before);
      before = Number(value);
    } else return undefined;
  }
  const packed = { [STEPS]: steps };
  return JSON.stringify(packed).length < JSON.stringify(values).length ? packed : undefined;
}

/** What was packed. Of what no report could be, too deep or too long, null is left. */
export function unpack(packed: Packed): unknown {
  return new Unpacker().value(packed, 0);
}

/** Rows that a small text could claim to have are limited, as is depth. */
const ROWS_MAX = 1_000_000;
const DEPTH_MAX = 40;

class Unpacker {
  #rows = ROWS_MAX;

  value(packed: Packed, depth: number): unknown {
    if (depth > DEPTH_MAX) return null;
    if (Array.isArray(packed)) return packed.map((part) => this.value(part, depth + 1));
    if (!isPlain(packed)) return packed;
    const { [LENGTH]: length, [STEPS]: steps } = packed;
    if (typeof length === "number") return this.#rowsOf(packed as PackedObject, length, depth);
    if (Array.isArray(steps)) return numbersOf(steps);
    return Object.fromEntries(
      Object.entries(packed as PackedObject).map(([key, part]) => [
        key,
        this.value(part, depth + 1),
      ]),
    );
  }

  #rowsOf(packed: PackedObject, length: number, depth: number): unknown {
    if (!Number.isInteger(length) || length < 0 || length > this.#rows) return null;
    this.#rows -= length;
    return this.#columns(packed, length, depth + 1);
  }

  #columns(packed: PackedObject, length: number, depth: number): readonly unknown[] {
    const columns = packed[COLUMNS];
    const named = isPlain(columns) ? Object.entries(columns as PackedObject) : [];
    const all = named.map(
      ([key, column]) => [key, this.#column(column, length, depth + 1)] as const,
    );
    return Array.from({ length }, (_, i) =>
      Object.fromEntries(all.map(([key, values]) => [key, values[i]])),
    );
  }

  #column(column: Packed, length: number, depth: number): readonly unknown[] {
    if (depth > DEPTH_MAX) return [];
    if (Array.isArray(column)) return column.map((part) => this.value(part, depth + 1));
    if (!isPlain(column)) return [];
    const packed = column as PackedObject;
    const steps = packed[STEPS];
    if (Array.isArray(steps)) return numbersOf(steps);
    if (SAME in packed) return new Array<unknown>(length).fill(packed[SAME]);
    const [words, places] = [packed[WORDS], packed[PLACES]];
    if (Array.isArray(words) && Array.isArray(places)) {
      return places.map((place) => words[Number(place)]);
    }
    return this.#columns(packed, length, depth + 1);
  }
}

function numbersOf(steps: readonly unknown[]): readonly (number | null)[] {
  let before = 0;
  return steps.map((step) => {
    if (step === null) return null;
    before += Number(step);
    return before;
  });
}

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isComposite(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** The keys that all of them have, in the same order; undefined: they are not alike. */
function commonKeys(values: readonly unknown[]): readonly string[] | undefined {
  const [first] = values;
  if (!isPlain(first)) return undefined;
  const keys = Object.keys(first);
  const isAlike = values.every((value) => {
    if (!isPlain(value)) return false;
    const own = Object.keys(value);
    return own.length === keys.length && own.every((key, i) => key === keys[i]);
  });
  return isAlike ? keys : undefined;
}
