import { Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import { handover } from "../../src/cli/program.ts";
import type { Simulator } from "../../src/cli/simulator.ts";

/** A stream that remembers, and may say that it is a terminal. */
class Screen extends Writable {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  text = "";

  constructor(columns: number | undefined) {
    super({ decodeStrings: false });
    this.isTTY = columns !== undefined;
    this.columns = columns;
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }

  cursorTo(): boolean {
    this.text += "\r";
    return true;
  }

  clearLine(): boolean {
    return true;
  }
}

export interface Came {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HostOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Width of stdout and stderr as a terminal; undefined: pipes. */
  readonly columns?: number;
}

/** The command in this process, with streams of its own; without colours, as Node asks its own streams. */
export async function call(
  args: readonly string[],
  simulator: Simulator,
  { env = {}, columns }: HostOptions = {},
): Promise<Came> {
  const [out, err] = [new Screen(columns), new Screen(columns)];
  const stream = (screen: Screen): WriteStream & { fd: 1 } & { fd: 2 } =>
    screen as unknown as WriteStream & { fd: 1 } & { fd: 2 };
  const host = { stdout: stream(out), stderr: stream(err), env: { NO_COLOR: "1", ...env } };
  const code = await handover(args, simulator, host);
  return { code, stdout: out.text, stderr: err.text };
}
