import { defineConfig } from "vitest/config";

// Tests run the TypeScript sources of every package: the condition `repartee` in each `exports` names them.
const conditions = ["repartee"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "bench/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "test/compat/**", "bench/peers/**"],
    execArgv: ["--conditions=repartee"],
    retry: 0,
  },
});
