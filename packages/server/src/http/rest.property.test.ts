import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../ports/store.ts";
import { TEST_KEY, openTestApp, textAt } from "./testing/test-app.ts";

const NAMES = ["persona_name", "context", "note", "extra"];

const name = fc.constantFrom(...NAMES);
const text = fc.string({ maxLength: 20 });

type Action =
  | { readonly do: "create"; readonly body: Record<string, string> }
  | { readonly do: "set"; readonly which: number; readonly name: string; readonly value: string }
  | { readonly do: "copy"; readonly which: number; readonly from: string; readonly to: string }
  | { readonly do: "remove"; readonly which: number; readonly name: string }
  | { readonly do: "delete"; readonly which: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant("create" as const), body: fc.dictionary(name, text) }),
  fc.record({ do: fc.constant("set" as const), which: fc.nat(3), name, value: text }),
  fc.record({ do: fc.constant("copy" as const), which: fc.nat(3), from: name, to: name }),
  fc.record({ do: fc.constant("remove" as const), which: fc.nat(3), name }),
  fc.record({ do: fc.constant("delete" as const), which: fc.nat(3) }),
);

/** What the answer to a patch must be, and the persona after it: the rules in their shortest form. */
function expected(
  before: JsonObject,
  step: Action & { do: "set" | "copy" | "remove" },
): { status: number; after: JsonObject } {
  const shown: JsonObject = { persona_name: null, context: null, ...before };
  const set = (key: string, value: Json): { status: number; after: JsonObject } =>
    shown[key] === value ? { status: 304, after: before } : { status: 200, after: { ...before, [key]: value } };
  if (step.do === "set") return set(step.name, step.value);
  const source = shown[step.do === "copy" ? step.from : step.name];
  if (source === undefined) return { status: 422, after: before };
  if (step.do === "copy") return set(step.to, source);
  const { [step.name]: gone, ...after } = before;
  return { status: gone === undefined || gone === null ? 304 : 200, after };
}

function operationsOf(step: Action & { do: "set" | "copy" | "remove" }): Json {
  if (step.do === "set") return [{ op: "add", path: `/${step.name}`, value: step.value }];
  if (step.do === "copy") return [{ op: "copy", from: `/${step.from}`, path: `/${step.to}` }];
  return [{ op: "remove", path: `/${step.name}` }];
}

describe("REST as a whole", () => {
  test("P1 P6 P9 P10 P14 whatever is created, patched and deleted, reading it shows what was asked for", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (steps) => {
        const { ask } = await openTestApp();
        const model = new Map<string, JsonObject>();
        for (const step of steps) {
          if (step.do === "create") {
            const body = { ...step.body, system_prompt: "x" };
            model.set(textAt((await ask("POST /v2/personas", body)).body, "persona_id"), body);
            continue;
          }
          const id = [...model.keys()][step.which];
          if (id === undefined) continue;
          if (step.do === "delete") {
            expect((await ask(`DELETE /v2/personas/${id}`)).status).toBe(204);
            model.delete(id);
            continue;
          }
          const { status, after } = expected(model.get(id) ?? {}, step);
          expect((await ask(`PATCH /v2/personas/${id}`, operationsOf(step))).status).toBe(status);
          model.set(id, after);
        }
        for (const [id, body] of model) {
          const shown: JsonObject = { persona_name: null, context: null, ...body };
          const read = (await ask(`GET /v2/personas/${id}`)).body as JsonObject;
          for (const key of [...NAMES, "system_prompt"]) expect(read[key]).toEqual(shown[key]);
        }
        expect((await ask("GET /v2/personas?limit=100")).body).toMatchObject({ total_count: model.size + 1 });
      }),
      { numRuns: 100 },
    );
  });

  test("no body makes any door answer with a fault of the server", async () => {
    const { ask, logged } = await openTestApp();
    const id = textAt((await ask("POST /v2/personas", { system_prompt: "x", layers: { llm: {} } })).body, "persona_id");
    const doors = [
      "POST /v2/personas",
      "POST /v2/pals",
      "POST /v2/conversations",
      "POST /v2/interactions",
      "POST /session",
      `PATCH /v2/personas/${id}`,
      `PATCH /v2/pals/${id}`,
    ];
    const field = fc.constantFrom(
      "persona_name",
      "pal_name",
      "layers",
      "llm",
      "headers",
      "api_key",
      "system_prompt",
      "properties",
      "op",
      "path",
      "value",
      "from",
      "test_mode",
      "pipeline_mode",
      "event_type",
      "conversation_id",
      "__proto__",
      "constructor",
      "toString",
    );
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(
        null,
        "echo",
        "replace",
        "move",
        "/layers/llm",
        "/layers",
        "",
        "********",
        "conversation.respond",
      ),
    );
    const { body } = fc.letrec<{ body: Json }>((tie) => ({
      body: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("body"), { maxLength: 4 }),
        fc.dictionary(field, tie("body"), { maxKeys: 6 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...doors),
        fc.oneof(
          body.map((value) => JSON.stringify(value)),
          fc.string(),
          fc.json(),
        ),
        async (door, sent) => {
          expect((await ask(door, sent)).status).toBeLessThan(500);
        },
      ),
      { numRuns: 1_500 },
    );
    expect(logged).toEqual([]);
  });

  test("no address and no query makes any door answer with a fault of the server", async () => {
    const { app } = await openTestApp();
    const part = fc.oneof(
      fc.constantFrom("v2", "c", "assets", "personas", "conversations", "session", "..", "%", "%2f", "%00"),
      fc.webSegment(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), fc.webQueryParameters(), async (parts, query) => {
        const response = await app.request(`http://localhost:7575/${parts.join("/")}?${query}`, {
          headers: { "x-api-key": TEST_KEY },
        });
        expect(response.status === 503 || response.status < 500).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
