import { describe, expect, test } from "vitest";
import type { Capabilities, ModelMessage } from "../../ports/model-client.ts";
import { modelRequest } from "../testing/generation.ts";
import { chatBody } from "./body.ts";

const messages: readonly ModelMessage[] = [
  { role: "system", content: "You are Mara." },
  { role: "user", content: "I lost my card" },
];
const said = "Sure, let me check that for you.";

function bodyOf(capabilities: Capabilities, more: readonly ModelMessage[] = messages): Record<string, unknown> {
  return JSON.parse(chatBody(modelRequest({ capabilities }, { messages: more, continueFrom: said })));
}

/** Everything in the body up to its last message. */
function prefixOf(body: string): string {
  return body.slice(0, body.indexOf("I lost my card"));
}

describe("M90 an answer that goes on behind words that were said", () => {
  test("prefix_continuation true: the words begin the assistant's message, as vLLM and SGLang take it", () => {
    expect(bodyOf({ prefixContinuation: true })).toMatchObject({
      messages: [...messages, { role: "assistant", content: said }],
      continue_final_message: true,
      add_generation_prompt: false,
    });
  });

  test("prefix_continuation prefix: the message is marked, as DeepSeek and Mistral take it", () => {
    const body = bodyOf({ prefixContinuation: "prefix" });
    expect(body["messages"]).toEqual([...messages, { role: "assistant", content: said, prefix: true }]);
    expect(body).not.toHaveProperty("continue_final_message");
  });

  test.each([{}, { prefixContinuation: false }])("%j: the model is told to, at the very end", (capabilities) => {
    const body = bodyOf(capabilities);
    const told = body["messages"] as readonly ModelMessage[];
    expect(told.slice(0, 2)).toEqual(messages);
    expect(told[2]).toMatchObject({ role: "system", content: expect.stringContaining(`"${said}"`) });
    expect(body).not.toHaveProperty("continue_final_message");
  });

  test.each(["first", "user"] as const)("where the system may stand %s only, the user says it", (systemMessages) => {
    const told = bodyOf({ systemMessages })["messages"] as readonly ModelMessage[];
    const last = told.at(-1);
    expect(last?.role).toBe("user");
    expect(last?.content).toMatch(/I lost my card\n\n<system>\nYou have already said .*\n<\/system>$/u);
    // Nothing in front of it has moved.
    const plain = chatBody(modelRequest({ capabilities: { systemMessages } }, { messages }));
    const continued = chatBody(modelRequest({ capabilities: { systemMessages } }, { messages, continueFrom: said }));
    expect(prefixOf(continued)).toBe(prefixOf(plain));
  });

  test("behind a picture the user says it in a message of its own", () => {
    const picture = [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }];
    const shown: ModelMessage = { role: "user", content: "", extra: { content: picture } };
    const told = bodyOf({ systemMessages: "first" }, [shown])["messages"] as readonly ModelMessage[];
    expect(told.map(({ role }) => role)).toEqual(["user", "user"]);
  });

  test("a persona cannot take it back, and without words to go on from the body is as ever", () => {
    const upstream = { capabilities: { prefixContinuation: true }, extraBody: { add_generation_prompt: true } };
    expect(JSON.parse(chatBody(modelRequest(upstream, { messages, continueFrom: said })))).toMatchObject({
      add_generation_prompt: false,
    });
    expect(chatBody(modelRequest({ capabilities: { prefixContinuation: true } }, { messages }))).toBe(
      chatBody(modelRequest({}, { messages })),
    );
  });
});
