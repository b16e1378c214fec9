import { describe, expect, it } from "vitest";
import { progressBar, progressLog } from "../../src/report/progress.ts";
import { unpainted } from "./fixture.ts";

const at = (done: number, total: number, failing = 0) => ({
  ...{ done, total, failing },
  elapsedMicros: 4_100_000,
});

describe("progress", () => {
  it("fills the bar as seeds are done", () => {
    expect(unpainted(progressBar(at(0, 200)))).toBe(
      "  0/200 seeds  ────────────────────────  4.1 s",
    );
    expect(unpainted(progressBar(at(100, 200, 3)))).toBe(
      "  100/200 seeds  ━━━━━━━━━━━━────────────  4.1 s  3 failing",
    );
    expect(unpainted(progressBar(at(200, 200, 200)))).toBe(
      "  200/200 seeds  ━━━━━━━━━━━━━━━━━━━━━━━━  4.1 s  200 failing",
    );
  });

  it.each([2, 7, 10, 200, 1_234])("logs each full tenth of %s seeds once", (total) => {
    const lines = Array.from({ length: total }, (_, i) => progressLog(i, at(i + 1, total)));
    const said = lines.flatMap((line) => (line === undefined ? [] : [unpainted(line)]));
    expect(said).toHaveLength(Math.min(10, total));
    expect(said.at(-1)).toContain(" seeds, 0 failing");
    expect(lines.at(-1)).toBeDefined();
  });
});
