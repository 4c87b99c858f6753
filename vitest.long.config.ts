import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

// The model checks, fuzzing and fault tests that take longer than the everyday gate allows.
const long = mergeConfig(base, defineConfig({ test: { testTimeout: 300_000 } }));
long.test = { ...long.test, include: ["packages/*/src/**/*.long.ts", "test/**/*.long.ts"] };

export default long;
