import { availableParallelism } from "node:os";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const report = process.env["HANDOVER_TEST_REPORT"];

/** The one test configuration; `npm test` names it, so that the top level stays clear. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/architecture/planted/**", "**/node_modules/**"],
    // In threads, a native parser that two files load at once can bring the process down.
    pool: "forks",
    // One core less by default, which on a machine of two is one worker.
    maxWorkers: availableParallelism(),
    // A shared machine may stand still for half a minute; only what hangs should be ended.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
    coverage: { provider: "v8", include: ["src/**"], reportsDirectory: "coverage" },
  },
});

export default config;
