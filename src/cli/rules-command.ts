import { ruleInFull, ruleTable } from "../report/rule-text.ts";
import { printed } from "../report/terminal.ts";
import { printable } from "../report/text.ts";
import { didYouMean } from "../scenario/nearest.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { ruleEntries } from "./rule-entries.ts";
import type { Surroundings } from "./run-command.ts";
import { type ColourChoice, terminalOf } from "./terminal.ts";

/** Prints all rules, or the one of that id; its words may come one by one ("fault", "20"). */
export function showRules(
  words: readonly string[],
  choices: { readonly color: ColourChoice; readonly ascii: boolean },
  { process: { stdout, stderr, env } }: Surroundings,
): ExitCode {
  const terminal = terminalOf(stdout, { ...choices, env });
  const groups = ruleEntries();
  if (words.length === 0) {
    stdout.write(printed(ruleTable(groups, terminal.columns), terminal));
    return EXIT.holds;
  }
  const id = words.join(" ");
  const rules = groups.flatMap((group) => group.rules);
  const rule = rules.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (rule === undefined) {
    const hint = didYouMean(
      id,
      rules.map((one) => one.id),
    );
    const meant = hint === undefined ? "" : `; ${hint}`;
    stderr.write(`handover: there is no rule "${printable(id)}"${meant}\n`);
    return EXIT.input;
  }
  stdout.write(printed(ruleInFull(rule, terminal.columns), terminal));
  return EXIT.holds;
}
