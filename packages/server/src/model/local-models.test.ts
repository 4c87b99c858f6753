import { expect, test } from "vitest";
import type { Detection } from "./detect/detection.ts";
import { createLocalModels } from "./local-models.ts";
import { createModelRegistry } from "./registry.ts";

const names = () => ({ names: ["tavus-llama-4"], hosted: {}, aliases: {} });
const detection: Detection = {
  found: [
    {
      server: "vLLM",
      address: "127.0.0.1:8000",
      baseUrl: "http://127.0.0.1:8000/v1",
      models: [{ name: "a", use: "chat" }],
    },
  ],
  refused: [],
  keys: [],
};

test("M46 conversations that start while it is looked for get the understudy, later ones what was found", async () => {
  const { promise, resolve } = Promise.withResolvers<Detection>();
  const local = createLocalModels(names);
  const registry = createModelRegistry({}, { found: local.found });
  local.look(() => promise);
  expect(registry.resolve({})).toMatchObject({ upstream: { kind: "stand-in" } });
  resolve(detection);
  expect((await local.report()).names).toMatchObject([{ state: "found", model: "a" }]);
  expect(registry.resolve({})).toMatchObject({ upstream: { kind: "openai", model: "a" } });
});

test("M46 where looking is switched off, the report says so", async () => {
  const local = createLocalModels(names);
  expect(await local.report()).toEqual({
    names: [{ name: "tavus-llama-4", state: "stand-in", reason: "local models were not looked for" }],
    alsoFound: [],
    refused: [],
    keys: [],
  });
  expect(local.found()).toBeUndefined();
});
