import type { PropertyResult, PropertyStatus } from "../oracle/verdict.ts";
import type { Names } from "./names.ts";
import { countOf, countText, signedSpanText, spanText } from "./quantity.ts";
import { clipped, padded, type Style, styled, type Text, widthOf, words, wrapped } from "./text.ts";
import { witnessSentence } from "./witness-sentence.ts";

const INDENT = 10;
const GAP = "  ";

/** What failed first, then what is undecided or only noted, then what holds. */
const ORDER: readonly PropertyStatus[] = ["fail", "inconclusive", "noted", "pass"];

const MARKS: Readonly<Record<PropertyStatus, readonly [string, Style]>> = {
  fail: ["✕ FAIL", "failed"],
  inconclusive: ["? open", "doubtful"],
  noted: ["· note", "plain"],
  pass: ["✓ pass", "plain"],
  "not-applicable": ["· none", "dim"],
};

/**
 * A row a property and a sentence under each that failed. A row is never broken: what does not fit
 * loses what its margin is measured against, then the margin, then the unit.
 */
export function propertyTable(
  properties: readonly PropertyResult[],
  names: Names,
  width: number,
): readonly Text[] {
  const shown = ORDER.flatMap((status) => properties.filter((p) => p.status === status));
  const columns = LEVELS.find((level) => widest(shown, level) <= width) ?? COUNTS;
  const rows = rowsOf(shown, columns).map((row) => clipped(row, width));
  const table = shown.flatMap((property, i) => [
    rows[i] ?? [],
    ...counterexample(property, names, width),
  ]);
  const others = properties.filter(({ status }) => status === "not-applicable");
  if (others.length === 0) return table;
  const list = `not applicable: ${others.map(({ title }) => title).join(", ")}`;
  return [...table, ...indented(styled("dim", list), width)];
}

type Column = (property: PropertyResult) => Text;

const title: Column = (property) => words`${property.title}`;
const against: Column = ({ margin }) => styled("dim", margin === undefined ? "" : margin.against);

const margin: Column = ({ margin: distance }) => {
  if (distance === undefined) return [];
  const { value, unit } = distance;
  const text = signedSpanText(unit === "ms" ? value * 1_000 : value);
  return styled(value < 0 ? "failed" : "plain", text);
};

const count: Column = (property) => counted(property, countOf(property.checked, property.unit));
const bareCount: Column = (property) => counted(property, countText(property.checked));

const COUNTS: readonly Column[] = [title, bareCount];

/** From all columns to the fewest. */
const LEVELS: readonly (readonly Column[])[] = [
  [title, count, margin, against],
  [title, count, margin],
  [title, count],
  COUNTS,
];

function counted(property: PropertyResult, all: string): Text {
  const { name, checked, failures, status, counts } = property;
  const took = counts["tookMicros"];
  if (took !== undefined && checked === 1) return words`${spanText(took)}`;
  if (status === "pass") return words`${all}`;
  // A sequence can be out of order in several places.
  return words`${countText(failures)} ${name === "order" ? "in" : "of"} ${all}`;
}

function rowsOf(
  properties: readonly PropertyResult[],
  columns: readonly Column[],
): readonly Text[] {
  const cells = columns.map((column) => properties.map(column));
  const widths = cells.map((column) => Math.max(0, ...column.map(widthOf)));
  return properties.map(({ status }, row) => {
    const [word, style] = MARKS[status];
    const rest = columns.flatMap((column, i) => {
      if (widths[i] === 0) return [];
      const align = column === margin ? "right" : "left";
      return words`${GAP}${padded(cells[i]?.[row] ?? [], widths[i] ?? 0, align)}`;
    });
    return [...words`${GAP}${styled(style, word)}`, ...rest];
  });
}

function widest(properties: readonly PropertyResult[], columns: readonly Column[]): number {
  return Math.max(0, ...rowsOf(properties, columns).map(widthOf));
}

function counterexample(property: PropertyResult, names: Names, width: number): readonly Text[] {
  const { status, witnesses } = property;
  const first = witnesses[0];
  if (first === undefined || (status !== "fail" && status !== "inconclusive")) return [];
  return indented(witnessSentence(property, first, names), width);
}

function indented(text: Text, width: number): readonly Text[] {
  return wrapped(text, width - INDENT).map((line) => words`${" ".repeat(INDENT)}${line}`);
}
