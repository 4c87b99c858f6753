import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { isJsonObject } from "../personas/json-value.ts";
import { OPENAPI_FILE, describeApp } from "./testing/described-app.ts";
import { textAt } from "./testing/test-app.ts";

const REWRITE = "node --conditions=repartee packages/server/src/http/testing/write-openapi.ts";

describe("The OpenAPI document", () => {
  test(`docs/openapi.json is what the doors say; rewrite it with: ${REWRITE}`, async () => {
    expect(await describeApp()).toBe(await readFile(OPENAPI_FILE, "utf8"));
  });

  test("it carries the version of the package", async () => {
    const manifest: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
    expect(textAt(JSON.parse(await describeApp()), "info", "version")).toBe(textAt(manifest, "version"));
  });

  test("it describes every door that takes part in the API", async () => {
    const document: unknown = JSON.parse(await describeApp());
    const paths = isJsonObject(document) && isJsonObject(document["paths"]) ? document["paths"] : {};
    const doors = Object.entries(paths).flatMap(([path, verbs]) =>
      Object.keys(verbs as object).map((verb) => `${verb} ${path}`),
    );
    expect(doors.toSorted()).toEqual([
      "delete /v2/conversations/{conversation_id}",
      "delete /v2/pals/{pal_id}",
      "delete /v2/personas/{persona_id}",
      "get /healthz",
      "get /metrics",
      "get /readyz",
      "get /session",
      "get /v1/models",
      "get /v1/models/{model}",
      "get /v2/conversations",
      "get /v2/conversations/{conversation_id}",
      "get /v2/conversations/{conversation_id}/turns/{turn_idx}",
      "get /v2/hosted-models",
      "get /v2/pals",
      "get /v2/pals/{pal_id}",
      "get /v2/personas",
      "get /v2/personas/{persona_id}",
      "patch /v2/pals/{pal_id}",
      "patch /v2/personas/{persona_id}",
      "post /session",
      "post /v1/chat/completions",
      "post /v2/conversations",
      "post /v2/conversations/{conversation_id}/end",
      "post /v2/doctor",
      "post /v2/interactions",
      "post /v2/pals",
      "post /v2/personas",
    ]);
  });
});
