import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

// The clients and servers of other people, installed on demand; run it by `npm run test:compat`.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["test/compat/*/*.test.ts"],
    exclude: ["**/node_modules/**"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
