import { describe, expect, test } from "vitest";
import { chooseModel } from "./choose-model.ts";
import type { FoundModel, FoundServer, ServerName } from "./detection.ts";

const names = ["tavus-llama-4", "tavus-gpt-4o"];

function serving(server: ServerName, ...models: readonly (string | FoundModel)[]): FoundServer {
  return {
    server,
    address: `${server}:1`,
    baseUrl: `http://${server}:1/v1`,
    models: models.map((model) => (typeof model === "string" ? { name: model, use: "chat" } : model)),
  };
}

function dated(name: string, modifiedAt: number): FoundModel {
  return { name, use: "chat", modifiedAt };
}

function choice(...found: readonly FoundServer[]) {
  return chooseModel({ found, refused: [], keys: [] }, { names, hosted: {}, aliases: {} });
}

function chosen(...found: readonly FoundServer[]): readonly (string | undefined)[] {
  const { report } = choice(...found);
  const { state, model, via, reason } = report.names[0]!;
  return [state, model, via, reason];
}

const embedding: FoundModel = { name: "nomic-embed-text", use: "embedding" };
const cloud: FoundModel = { name: "gpt-oss:120b-cloud", use: "remote", modifiedAt: 9 };

describe("M45 choosing among the local models", () => {
  test("the only model of the only server", () => {
    expect(chosen(serving("vLLM", "a"))).toEqual(["found", "a", "vLLM vLLM:1", "its only model"]);
  });

  test("the only server with one model alone, where others have several", () => {
    expect(chosen(serving("Ollama", "a", "b"), serving("vLLM", "c"))).toEqual([
      "found",
      "c",
      "vLLM vLLM:1",
      "the only server with one model alone",
    ]);
  });

  test("of several in Ollama the last modified", () => {
    expect(chosen(serving("Ollama", dated("a", 1), dated("b", 3), dated("c", 2)))).toEqual([
      "found",
      "b",
      "Ollama Ollama:1",
      "the last modified of its 3 models",
    ]);
  });

  test("Ollama's, where two servers have one each", () => {
    expect(chosen(serving("vLLM", "c"), serving("Ollama", "a"))).toEqual([
      "found",
      "a",
      "Ollama Ollama:1",
      "its only model",
    ]);
  });

  test("models that only embed are no models to talk to, and those that run elsewhere are never chosen unasked", () => {
    expect(chosen(serving("Ollama", embedding, dated("a", 1), cloud))[1]).toBe("a");
    expect(chosen(serving("Ollama", embedding, cloud))).toEqual([
      "stand-in",
      undefined,
      undefined,
      "Ollama Ollama:1 has no chat model",
    ]);
  });

  test("none at random", () => {
    const why = "several models were found, and none of them is the obvious one";
    expect(chosen(serving("LM Studio", "a", "b"))).toEqual(["stand-in", undefined, undefined, why]);
    expect(chosen(serving("LM Studio", "a"), serving("vLLM", "b"))[3]).toBe(why);
    expect(chosen()).toEqual(["stand-in", undefined, undefined, "no model server was found here"]);
  });
});

describe("M45 the report", () => {
  test("what is mapped stays mapped; the others get what was found, and nothing else", () => {
    const mapped = { baseUrl: "https://me:secret@api.example/v1?k=secret", model: "gpt-4o", apiKey: "sk-secret" };
    const hosted = { "tavus-gpt-4o": { upstreams: [mapped] } };
    const { found, report } = chooseModel(
      { found: [serving("vLLM", "a")], refused: [], keys: ["OPENAI_API_KEY"] },
      { names, hosted, aliases: {} },
    );
    expect(found).toEqual({ upstreams: [{ baseUrl: "http://vLLM:1/v1", model: "a" }] });
    expect(report).toEqual({
      names: [
        { name: "tavus-llama-4", state: "found", model: "a", via: "vLLM vLLM:1", reason: "its only model" },
        {
          name: "tavus-gpt-4o",
          state: "mapped",
          model: "gpt-4o",
          via: "api.example",
          reason: "mapped in the configuration",
        },
      ],
      alsoFound: [],
      refused: [],
      keys: ["OPENAI_API_KEY"],
    });
  });

  test("M49 a name that another stands for is told so; of several servers the first is named", () => {
    const upstreams = ["a", "b", "c"].map((host) => ({ baseUrl: `https://${host}.example/v1`, model: "m" }));
    const table = { names, hosted: { "tavus-llama-4": { upstreams } }, aliases: {} };
    expect(chooseModel({ found: [serving("vLLM", "a")], refused: [], keys: [] }, table).report.names).toEqual([
      {
        name: "tavus-llama-4",
        state: "mapped",
        model: "m",
        via: "a.example and 2 more",
        reason: "mapped in the configuration",
      },
      {
        name: "tavus-gpt-4o",
        state: "mapped",
        model: "m",
        via: "a.example and 2 more",
        reason: "not mapped itself; tavus-llama-4 is, and stands for it",
      },
    ]);
  });

  test("what was found and is not used is listed, what the chosen server has beside it too", () => {
    const { report } = choice(
      serving("Ollama", dated("a", 2), dated("b", 1), embedding),
      serving("LM Studio", "c", "d"),
      serving("vLLM"),
    );
    expect(report.alsoFound).toEqual([
      { server: "Ollama", address: "Ollama:1", models: ["b"] },
      { server: "LM Studio", address: "LM Studio:1", models: ["c", "d"] },
      { server: "vLLM", address: "vLLM:1", models: [] },
    ]);
  });
});
