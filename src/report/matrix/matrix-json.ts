import type { Matrix } from "../../explore/matrix/matrix.ts";

/** Goes up behind the point when something is added, before it when something means another thing. */
const MATRIX_SCHEMA = "1.0";

/** The table for programs; a cell a line, so that a change of one is seen as one. */
export function matrixJson({ seeds, protocols, rows }: Matrix): string {
  const line = (value: unknown): string => JSON.stringify(value);
  const body = rows.map(({ cells, ...row }) => {
    const parts = cells.map((cell) => `\n    ${line(cell)}`).join(",");
    return `\n  ${line(row).slice(0, -1)},"cells":[${parts}\n  ]}`;
  });
  const head = line({ schema: MATRIX_SCHEMA, seeds, protocols }).slice(0, -1);
  return `${head},"rows":[${body.join(",")}\n]}\n`;
}
