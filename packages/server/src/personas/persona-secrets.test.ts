import { describe, expect, test } from "vitest";
import { maskSecrets, openSecrets, sealSecrets } from "./persona-secrets.ts";

const box = { seal: (plain: string) => `<${plain}>`, open: (sealed: string) => sealed.slice(1, -1) };

const body = {
  persona_name: "A",
  layers: {
    llm: {
      api_key: "one",
      headers: { Authorization: "Bearer two", "x-team": "a" },
      default_query: { key: "three", "api-version": "1" },
    },
    tts: { api_key: "four", voice_settings: { speed: 1 } },
    odd: "text",
  },
};

describe("Secrets of a persona", () => {
  test("P16 keys of every layer, and what headers and queries name as secret, are sealed and open to what they were", () => {
    const sealed = sealSecrets(body, {}, box);
    expect(sealed).toEqual({
      ok: true,
      body: {
        persona_name: "A",
        layers: {
          llm: {
            api_key: "<one>",
            headers: { Authorization: "<Bearer two>", "x-team": "a" },
            default_query: { key: "<three>", "api-version": "1" },
          },
          tts: { api_key: "<four>", voice_settings: { speed: 1 } },
          odd: "text",
        },
      },
    });
    expect(sealed.ok ? openSecrets(sealed.body, box) : undefined).toEqual(body);
  });

  test("P16 every one of them is masked", () => {
    expect(JSON.stringify(maskSecrets(body))).not.toMatch(/one|two|three|four/);
  });

  test("P17 a mask keeps what is stored in the same place, and nowhere else", () => {
    const stored = { layers: { llm: { api_key: "<one>" } } };
    expect(sealSecrets({ layers: { llm: { api_key: "********", model: "m" } } }, stored, box)).toEqual({
      ok: true,
      body: { layers: { llm: { api_key: "<one>", model: "m" } } },
    });
    expect(sealSecrets({ layers: { tts: { api_key: "********" } } }, stored, box)).toEqual({
      ok: false,
      path: ["layers", "tts", "api_key"],
    });
  });

  test("an empty key is no secret, and does not look like one", () => {
    const empty = { layers: { llm: { api_key: "" } } };
    expect(sealSecrets(empty, {}, box)).toEqual({ ok: true, body: empty });
    expect(maskSecrets(empty)).toEqual(empty);
  });
});
