import { type Matrix, survivors, tallies } from "../../../src/explore/matrix/matrix.ts";
import { overview } from "../../../src/report/matrix/matrix-markdown.ts";

/** The hazards that the README shows. */
const SHOWN: readonly string[] = [
  "discussion/gradual-opening",
  "unsafe/c1-incoming-lags",
  "unsafe/c2-incoming-leads",
  "discussion/torn-down-when-safe",
  "unsafe/quiet-partition-stalls",
  "faults/f1-crash-before-learning",
  "faults/f3-incoming-restarts-later",
  "faults/f7-outgoing-dies-for-good",
  "known-faults/28-edit-wipes-the-toggle",
  "discussion/watch-breaks",
  "faults/f5-restored-sink-fences",
  "discussion/a-branch-without-a-gate",
];

const MARKS = ["<!-- npm run matrix -->\n", "<!-- /npm run matrix -->"] as const;

/** The table's part that the README shows, with what stands under it. */
export function excerptOf(matrix: Matrix): string {
  const rows = matrix.rows.filter(({ file }) =>
    SHOWN.some((name) => file === `scenarios/${name}.yaml`),
  );
  const lines = overview({ ...matrix, rows }, ({ what, file }) => `[${what}](${file})`).slice(
    0,
    -1,
  );
  const sums = tallies(matrix).map(({ pass, of }) => `**${pass}/${of}**`);
  const all = `| **of all ${matrix.rows.length}** | ${sums.join(" | ")} |`;
  const names = survivors(matrix).map((name) => `\`${name}\``);
  return [
    ...lines,
    all,
    "",
    `Through everything that any way gets through: ${names.join(", ") || "none"}.`,
    "",
  ].join("\n");
}

/** That README with the excerpt in its place. */
export function withExcerpt(readme: string, matrix: Matrix): string {
  const [from, to] = [readme.indexOf(MARKS[0]), readme.indexOf(MARKS[1])];
  if (from < 0 || to < from) throw new Error("the README has no place for the table");
  return `${readme.slice(0, from + MARKS[0].length)}${excerptOf(matrix)}${readme.slice(to)}`;
}
