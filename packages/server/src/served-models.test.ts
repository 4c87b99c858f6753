import { describe, expect, test } from "vitest";
import { answers, openDoor, type RealDoor } from "./model/detect/testing/doors.ts";
import { collect, modelRequest, realClock, spoken } from "./model/testing/generation.ts";
import type { Upstream } from "./ports/model-client.ts";
import { createLogList } from "./store/testing/log-list.ts";
import { createServedModels, type ServedModels } from "./served-models.ts";

/** As Ollama answers: its list of models, and a reply that says which of them was asked for. */
function openOllama(): Promise<RealDoor> {
  return openDoor((request, response) => {
    if (request.url === "/api/tags") return void response.end(JSON.stringify(answers.ollama));
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const { model } = JSON.parse(body) as { readonly model: string };
      const chunk = { choices: [{ delta: { content: `${request.url} ${model}` }, finish_reason: "stop" }] };
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
    });
  });
}

function serve(address: string, detect = true): ServedModels {
  return createServedModels({
    config: { models: {}, aliases: {}, allowPrivateAddresses: false, detect },
    clock: realClock,
    log: createLogList(),
    env: { OLLAMA_HOST: address },
    local: false,
    servers: [],
  });
}

async function ask(models: ServedModels, llm: Parameters<ServedModels["registry"]["resolve"]>[0]): Promise<string> {
  const resolution = models.registry.resolve(llm);
  if (!resolution.ok) throw new Error(resolution.problem);
  const upstream: Upstream = resolution.upstream;
  return spoken(await collect(models.client.stream(modelRequest(upstream), new AbortController().signal)));
}

describe("the models that a server has", () => {
  test("M46 M47 a model that was found here speaks for the hosted names, on any bind", async () => {
    await using ollama = await openOllama();
    await using models = serve(ollama.address);
    models.look("127.0.0.1:1");
    expect((await models.report()).names[0]).toMatchObject({
      name: "tavus-llama-4",
      state: "found",
      model: "gemma4:e4b",
      via: `Ollama ${ollama.address}`,
      reason: "the last modified of its 2 models",
    });
    expect(await ask(models, {})).toBe("/v1/chat/completions gemma4:e4b");
  });

  test("M47 a persona's own address is held to the rules of the bind", async () => {
    await using ollama = await openOllama();
    await using models = serve(ollama.address);
    await expect(ask(models, { model: "m", base_url: `${ollama.origin}/v1` })).rejects.toMatchObject({
      code: "blocked-address",
    });
  });

  test("M46 where nothing may be looked for, the understudy speaks", async () => {
    await using ollama = await openOllama();
    await using models = serve(ollama.address, false);
    models.look("127.0.0.1:1");
    expect((await models.report()).names[0]).toMatchObject({
      state: "stand-in",
      reason: "local models were not looked for",
    });
    expect(await ask(models, {})).toContain("stand-in");
  });
});
