/** The committed table of protocols against hazards, held against the simulation. */
import { readFileSync } from "node:fs";
import { cellOf, type MatrixCell, refusedCell } from "../../../src/explore/matrix/cell.ts";
import { byTheme, type Matrix, type MatrixRow } from "../../../src/explore/matrix/matrix.ts";
import { tryCell } from "../../../src/explore/matrix/trial.ts";
import type { ProtocolChoice } from "../../../src/scenario/protocol-choice.ts";
import { underProtocol } from "../../../src/scenario/under-protocol.ts";
import { disk, loadShipped, shippedFiles } from "../../scenario/shipped-files.ts";

/** As `npm run matrix` has written it. */
export function committedMatrix(): Matrix {
  return JSON.parse(readFileSync("scenarios/matrix.json", "utf8")) as Matrix;
}

/** The hazards among the shipped scenarios, in the order of the table. */
export function shippedHazards(): readonly Omit<MatrixRow, "cells">[] {
  const rows = shippedFiles.toSorted().flatMap((path) => {
    const { hazard, question } = loadShipped(path);
    return hazard === undefined ? [] : [{ file: `scenarios/${path}`, ...hazard, question }];
  });
  return byTheme(rows);
}

/** The table with the words that the files have now; what no file has any more is left out. */
export function withNewWords(matrix: Matrix): Matrix {
  const rows = shippedHazards().flatMap((hazard): MatrixRow[] => {
    const before = matrix.rows.find(({ file }) => file === hazard.file);
    return before === undefined ? [] : [{ ...hazard, cells: before.cells }];
  });
  return { ...matrix, rows };
}

/** What of that table is not so: each chosen cell's seed is run again. */
export function untrueCells(
  { rows, protocols }: Matrix,
  isChosen: (row: number, column: number) => boolean,
): readonly string[] {
  return rows.flatMap(({ file, cells }, row) =>
    cells.flatMap((cell, column) => {
      const protocol = protocols[column];
      if (protocol === undefined || !isChosen(row, column)) return [];
      const came = cellAgain(file, protocol, cell);
      return came.kind === cell.kind ? [] : [`${file} ${protocol}: ${cell.kind}, now ${came.kind}`];
    }),
  );
}

function cellAgain(file: string, protocol: ProtocolChoice, cell: MatrixCell): MatrixCell {
  const loaded = underProtocol(file, disk, protocol);
  if (loaded.ok) return cellOf([tryCell(loaded.scenario, "seed" in cell ? cell.seed : 1)]);
  const [first] = loaded.issues;
  return refusedCell(first?.message ?? "", first?.setting ?? "handover.protocol");
}
