import type { WriteStream } from "node:tty";
import { reportBar, reportLog } from "../report/progress.ts";
import { printed, type Terminal } from "../report/terminal.ts";

const REDRAW_MILLIS = 50;

/** How far the runs for a report are: a bar on a terminal, a line for each tenth elsewhere. */
export class ReportProgress {
  readonly #stream: WriteStream;
  readonly #terminal: Terminal;
  readonly #isBar: boolean;
  #before = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  constructor(stream: WriteStream, terminal: Terminal, isDumb: boolean) {
    this.#stream = stream;
    this.#terminal = terminal;
    this.#isBar = stream.isTTY === true && !isDumb;
  }

  heard(done: number, most: number): void {
    if (most === 0) return;
    if (this.#isBar) {
      const now = performance.now();
      if (now - this.#drawnAt >= REDRAW_MILLIS) this.#draw(done, most, now);
      return;
    }
    const line = reportLog(this.#before, done, most);
    this.#before = done;
    if (line !== undefined) this.#stream.write(printed([line], this.#terminal));
  }

  /** Takes the bar away. */
  end(): void {
    if (!this.#isDrawn) return;
    this.#stream.cursorTo(0);
    this.#stream.clearLine(1);
  }

  #draw(done: number, most: number, now: number): void {
    this.#drawnAt = now;
    this.#isDrawn = true;
    const line = printed([reportBar(done, most)], this.#terminal).trimEnd();
    this.#stream.cursorTo(0);
    this.#stream.write(line);
    this.#stream.clearLine(1);
  }
}
