import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import type { Terminal } from "../report/terminal.ts";
import type { Paint, Style } from "../report/text.ts";

export type ColourChoice = "auto" | "always" | "never";

/** What the user and the surroundings say about a terminal. */
export interface TerminalChoice {
  readonly color: ColourChoice;
  readonly ascii: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where nothing says how wide it is. */
const COLUMNS = 100;

/** What may be written to that stream. */
export function terminalOf(
  stream: Pick<WriteStream, "columns" | "isTTY"> & NodeJS.WritableStream,
  { color, ascii, env }: TerminalChoice,
): Terminal {
  return {
    columns: (stream.isTTY && stream.columns) || COLUMNS,
    charset: ascii || !isUtf8(env) ? "ascii" : "utf-8",
    paint: isColoured(stream, color, env) ? coloured : plain,
  };
}

/** The locale's say; where none is set, as in most containers, UTF-8 is. */
function isUtf8({ LC_ALL, LC_CTYPE, LANG }: TerminalChoice["env"]): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale === undefined || locale === "" || /utf-?8/i.test(locale);
}

/** NO_COLOR first, which Node would let FORCE_COLOR overrule; the rest is Node's to tell. */
function isColoured(
  stream: NodeJS.WritableStream,
  color: ColourChoice,
  { NO_COLOR }: TerminalChoice["env"],
): boolean {
  if (color !== "auto") return color === "always";
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  return styleText("red", "x", { stream }) !== "x";
}

const FORMATS: Readonly<Record<Exclude<Style, "plain">, readonly Format[]>> = {
  dim: ["dim"],
  strong: ["bold"],
  failed: ["bold", "red"],
  doubtful: ["bold", "yellow"],
  duplicate: ["yellow"],
  blue: ["blue"],
  green: ["green"],
};

type Format = "dim" | "bold" | "red" | "yellow" | "blue" | "green";

const plain: Paint = (_, text) => text;

const coloured: Paint = (style, text) =>
  style === "plain"
    ? text
    : FORMATS[style].reduceRight(
        (painted, format) => styleText(format, painted, { validateStream: false }),
        text,
      );
