import { writeFileSync } from "node:fs";
import { Command, CommanderError } from "@commander-js/extra-typings";
import { CORPORA, strange } from "./corpora.ts";
import type { Corpus } from "./corpus.ts";
import { CorruptFile } from "./recordings.ts";
import { agrees, textReport } from "./report.ts";
import { type CorpusResult, loadCorpora, replayCorpus } from "./survey.ts";

/** The recordings agree, they do not, or there was nothing to check them with. */
type ExitCode = 0 | 1 | 2;

const program = new Command("conformance")
  .description("holds the model against recordings of the real thing")
  .argument("<dir>", "a directory with corpora in it, as test/conformance/cases")
  .option("--json <file>", "write all results there too")
  .option("--only <name>", "only this corpus, as flink-classes/valve or valve")
  .addHelpText("after", "\nExit: 0 all equal, 1 something differs or is not supported, 2 no check.")
  .exitOverride();

function main(args: readonly string[]): ExitCode {
  try {
    program.parse([...args], { from: "user" });
    const { json, only } = program.opts();
    const results = resultsOf(program.processedArgs[0], only);
    process.stdout.write(`${textReport(results)}\n`);
    if (json !== undefined) writeJson(json, results);
    return agrees(results) ? 0 : 1;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CorruptFile)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function resultsOf(directory: string, only: string | undefined): readonly CorpusResult[] {
  const isWanted = ({ name, file }: Corpus): boolean =>
    only === undefined || name === only || file === only || file.endsWith(`/${only}`);
  const loaded = loadCorpora(directory, CORPORA, strange, isWanted);
  if (loaded.length === 0) {
    const names = CORPORA.map(({ file }) => file).join(", ");
    throw new CorruptFile(
      only === undefined
        ? `${directory}: no corpus below it, so nothing was checked; looked for ${names}`
        : `${directory}: no corpus ${only} below it; known are ${names}`,
    );
  }
  return loaded.map((one, index) => {
    process.stderr.write(
      `${index + 1}/${loaded.length} ${one.corpus.name}, ${one.cases.length} cases\n`,
    );
    return replayCorpus(one);
  });
}

function writeJson(file: string, results: readonly CorpusResult[]): void {
  const report = { agrees: agrees(results), corpora: results };
  try {
    writeFileSync(file, `${JSON.stringify(report, undefined, 1)}\n`);
  } catch (error) {
    throw new CorruptFile(`${file}: ${(error as Error).message}`);
  }
}

process.exitCode = main(process.argv.slice(2));
