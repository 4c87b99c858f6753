import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

// The model checks, fuzzing and fault tests that take longer than the everyday gate allows.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["packages/*/src/**/*.long.ts", "test/**/*.long.ts"],
    testTimeout: 300_000,
  },
});
