import { defineConfig, type ViteUserConfig } from "vitest/config";

/** The one test configuration; `npm test` names it, so that the top level stays clear. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/architecture/planted/**", "**/node_modules/**"],
    pool: "threads",
    testTimeout: 60_000,
    coverage: { provider: "v8", include: ["src/**"], reportsDirectory: "coverage" },
  },
});

export default config;
