import type { WriteStream } from "node:tty";
import type { SeedDigest } from "../explore/seed-digest.ts";
import { type Progress, progressBar, progressLog } from "../report/progress.ts";
import { printed, type Terminal } from "../report/terminal.ts";

const REDRAW_MILLIS = 50;

/** How far a sweep is: a bar that is overwritten on a terminal, a line for each tenth elsewhere. */
export class SeedProgress {
  readonly #stream: WriteStream;
  readonly #terminal: Terminal;
  readonly #isBar: boolean;
  readonly #began = performance.now();
  #progress: Progress;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(stream: WriteStream, terminal: Terminal, isDumb: boolean, total: number) {
    this.#stream = stream;
    this.#terminal = terminal;
    this.#isBar = stream.isTTY === true && !isDumb;
    this.#progress = { done: 0, total, failing: 0, elapsedMicros: 0 };
  }

  heard({ status }: SeedDigest): void {
    const { done, total, failing } = this.#progress;
    const now = performance.now();
    this.#progress = {
      done: done + 1,
      total,
      failing: failing + (status === "fail" ? 1 : 0),
      elapsedMicros: 1_000 * Math.round(now - this.#began),
    };
    if (this.#isBar) {
      if (now - this.#drawnAt >= REDRAW_MILLIS || done + 1 === total) this.#draw(now);
      return;
    }
    const line = progressLog(done, this.#progress);
    if (line !== undefined) this.#stream.write(printed([line], this.#terminal));
  }

  /** Leaves the bar as it stands. */
  end(): void {
    if (this.#isBar && this.#progress.done > 0) this.#stream.write("\n");
  }

  #draw(now: number): void {
    this.#drawnAt = now;
    const line = printed([progressBar(this.#progress)], this.#terminal).trimEnd();
    this.#stream.cursorTo(0);
    this.#stream.write(line);
    this.#stream.clearLine(1);
  }
}
