import { afterEach, describe, expect, it, vi } from "vitest";
import { terminalOf } from "../../src/cli/terminal.ts";
import type { Terminal } from "../../src/report/terminal.ts";

type Stream = Parameters<typeof terminalOf>[0];

/** A terminal or a pipe, as Node's streams tell; Node itself looks at the real environment. */
function stream(isTTY: boolean, columns = 90): Stream {
  const depth = (): number => (process.env["TERM"] === "dumb" ? 1 : 8);
  const fields = {
    isTTY,
    columns,
    writable: true,
    write: () => true,
    on: () => {},
    pipe: () => {},
  };
  return { ...fields, getColorDepth: depth, _writableState: {} } as unknown as Stream;
}

interface Choice {
  readonly color?: "auto" | "always" | "never";
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

function terminal({ color = "auto", isTTY = false, env = {} }: Choice): Terminal {
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("TERM", "xterm-256color");
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return terminalOf(stream(isTTY), { color, ascii: false, env });
}

const isColoured = (choice: Choice): boolean => terminal(choice).paint("failed", "x") !== "x";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("colours", () => {
  it("are on for a terminal, off for a pipe and a dumb terminal", () => {
    expect(isColoured({ isTTY: true })).toBe(true);
    expect(isColoured({ isTTY: false })).toBe(false);
    expect(isColoured({ isTTY: true, env: { TERM: "dumb" } })).toBe(false);
  });

  it("follow NO_COLOR unless it is empty, FORCE_COLOR after it", () => {
    expect(isColoured({ isTTY: true, env: { NO_COLOR: "1" } })).toBe(false);
    expect(isColoured({ isTTY: true, env: { NO_COLOR: "" } })).toBe(true);
    expect(isColoured({ env: { FORCE_COLOR: "1" } })).toBe(true);
    expect(isColoured({ env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).toBe(false);
    expect(isColoured({ isTTY: true, env: { FORCE_COLOR: "0" } })).toBe(false);
  });

  it("follow --color before all of them", () => {
    expect(isColoured({ color: "always", env: { NO_COLOR: "1", TERM: "dumb" } })).toBe(true);
    expect(isColoured({ color: "never", isTTY: true, env: { FORCE_COLOR: "1" } })).toBe(false);
  });

  it("close what they open", () => {
    const { paint } = terminal({ color: "always" });
    expect(paint("failed", "x")).toBe("\u001b[1m\u001b[31mx\u001b[39m\u001b[22m");
    expect(paint("plain", "x")).toBe("x");
  });
});

describe("the character set", () => {
  it.each([
    [{}, "utf-8"],
    [{ LANG: "en_US.UTF-8" }, "utf-8"],
    [{ LANG: "C.utf8" }, "utf-8"],
    [{ LANG: "C" }, "ascii"],
    [{ LANG: "en_US.ISO-8859-1" }, "ascii"],
    [{ LANG: "en_US.UTF-8", LC_ALL: "POSIX" }, "ascii"],
    [{ LANG: "C", LC_CTYPE: "UTF-8" }, "utf-8"],
    [{ LANG: "C", LC_ALL: "" }, "ascii"],
  ])("of %j is %s", (env: Readonly<Record<string, string>>, charset) => {
    expect(terminalOf(stream(false), { color: "auto", ascii: false, env }).charset).toBe(charset);
  });

  it("is ASCII where that is asked for", () => {
    const choice = { color: "auto", ascii: true, env: { LANG: "en_US.UTF-8" } } as const;
    expect(terminalOf(stream(true), choice).charset).toBe("ascii");
  });
});

describe("the width", () => {
  it("is the terminal's, and 100 where there is none", () => {
    expect(terminal({ isTTY: true }).columns).toBe(90);
    expect(terminal({ isTTY: false }).columns).toBe(100);
  });
});
