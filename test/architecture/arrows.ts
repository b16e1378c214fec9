import { cruise, type ICruiseOptions, type IFlattenedRuleSet } from "dependency-cruiser";

/** Who may import whom; what is not named here is refused. `import type` counts. */
export const LAYERS: Readonly<Record<string, string>> = {
  engine: "^src/engine/",
  model: "^src/(engine|model)/",
  oracle: "^src/(engine|oracle)/",
  scenario: "^src/(scenario/|engine/(clock|latency)\\.ts$|model/(options|fault-options)\\.ts$)",
  explore: "^src/(engine|model|oracle|scenario|explore)/",
  report: "^src/(oracle/|explore/|report/|engine/(clock|trace)\\.ts$)",
};

/** Packages that one place alone may know. */
const PACKAGES: Readonly<Record<string, string>> = {
  "(yaml|zod)": "^src/scenario/",
  "(commander|@commander-js/extra-typings|piscina|tsx)": "^src/cli/",
  seedrandom: "^src/engine/random\\.ts$",
  "d3[a-z-]*": "^src/report/",
  fflate: "^src/report/html/page/",
  esbuild: "^src/cli/bundle-client\\.ts$",
};

type Rule = NonNullable<IFlattenedRuleSet["forbidden"]>[number];

const layers: readonly Rule[] = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `${layer}-arrows`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: "^src/", pathNot: allowed },
}));

const packages: readonly Rule[] = Object.entries(PACKAGES).map(([names, allowed]) => ({
  name: `${names}-only-in-its-place`,
  severity: "error",
  from: { path: "^src/", pathNot: allowed },
  to: { path: `(^|node_modules/)(@types/)?${names}(/|$)`, pathNot: "^src/" },
}));

const others: readonly Rule[] = [
  {
    name: "node-only-in-cli",
    severity: "error",
    from: { path: "^src/", pathNot: "^src/cli/" },
    to: { dependencyTypes: ["core"] },
  },
  { name: "no-cycle", severity: "error", from: { path: "^src/" }, to: { circular: true } },
  { name: "no-missing", severity: "error", from: {}, to: { couldNotResolve: true } },
  {
    name: "no-tests-in-src",
    severity: "error",
    from: { path: "^src/" },
    to: { path: "^(test|bench)/" },
  },
];

/** What the import graph below `src` of that folder breaks, as "rule: from -> to". */
export async function brokenArrows(
  baseDir: string,
): Promise<{ readonly modules: number; readonly broken: readonly string[] }> {
  const options: ICruiseOptions = {
    baseDir,
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js", ".json", ".d.ts"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
    ruleSet: { forbidden: [...layers, ...packages, ...others] },
    validate: true,
  };
  const { output } = await cruise(["src"], options);
  if (typeof output === "string") throw new Error(output);
  const { totalCruised, violations } = output.summary;
  const broken = violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  return { modules: totalCruised, broken: broken.toSorted((a, b) => (a < b ? -1 : 1)) };
}
