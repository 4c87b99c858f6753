import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import type { ModelClient, ModelRequest } from "../ports/model-client.ts";
import { createOpenAiChat } from "./openai-chat.ts";
import { createModelRoute } from "./route.ts";
import { createUnderstudy } from "./understudy/understudy.ts";
import { collect, modelRequest, outcome, realClock } from "./testing/generation.ts";
import { ScriptedModel } from "./testing/scripted-model.ts";

// What the port promises, for everything that implements it.

interface Opened {
  readonly client: ModelClient;
  readonly request: ModelRequest;
  readonly close?: () => Promise<void>;
}

const openers: Readonly<Record<string, () => Opened | Promise<Opened>>> = {
  "openai-chat": openChat,
  understudy: () => ({
    client: createUnderstudy({ clock: realClock, firstMs: 1, paceMs: 1 }),
    request: modelRequest({ kind: "stand-in" }),
  }),
  scripted: () => ({ client: scripted(), request: modelRequest() }),
  route: () => {
    const client = createModelRoute({ openai: new ScriptedModel(), "stand-in": scripted() });
    return { client, request: modelRequest({ kind: "stand-in" }) };
  },
};

async function openChat(): Promise<Opened> {
  const endpoint = await startEndpoint({ rate: 500 });
  const client = createOpenAiChat({ clock: realClock, allowPrivateAddresses: true });
  return {
    client,
    request: modelRequest({ baseUrl: endpoint.url }),
    async close() {
      await client[Symbol.asyncDispose]();
      await endpoint[Symbol.asyncDispose]();
    },
  };
}

function scripted(): ScriptedModel {
  const model = new ScriptedModel();
  model.reply("one ", "two ", "three");
  return model;
}

describe.each(Object.entries(openers))("ModelClient: %s", (_name, open) => {
  async function withClient(run: (opened: Opened) => Promise<void>): Promise<void> {
    const opened = await open();
    try {
      await run(opened);
    } finally {
      await opened.close?.();
    }
  }

  test("M13 finish is the last part, once", () =>
    withClient(async ({ client, request }) => {
      const parts = await collect(client.stream(request, new AbortController().signal));
      expect(parts.filter((part) => part.type === "finish")).toEqual([parts.at(-1)]);
      expect(parts.length).toBeGreaterThan(2);
    }));

  test("M29 an abort before the first part throws aborted, and nothing is heard", () =>
    withClient(async ({ client, request }) => {
      const { parts, error } = await outcome(client.stream(request, AbortSignal.abort()));
      expect({ parts, code: error?.code }).toEqual({ parts: [], code: "aborted" });
    }));

  test("M29 an abort mid-way throws aborted, and there is no finish", () =>
    withClient(async ({ client, request }) => {
      const abort = new AbortController();
      let parts = 0;
      const listen = async (): Promise<void> => {
        for await (const part of client.stream(request, abort.signal)) {
          expect(part.type).not.toBe("finish");
          parts += 1;
          abort.abort();
        }
      };
      await expect(listen()).rejects.toMatchObject({ name: "ModelError", code: "aborted" });
      expect(parts).toBe(1);
    }));

  test("M30 after the loop was left there is nothing more", () =>
    withClient(async ({ client, request }) => {
      const parts = client.stream(request, new AbortController().signal)[Symbol.asyncIterator]();
      await parts.next();
      await parts.return?.();
      expect(await parts.next()).toEqual({ done: true, value: undefined });
    }));
});
