import type { ChatMessage } from "@repartee/engine";
import { describe, expect, test } from "vitest";
import { ModelError, type Capabilities, type ModelRequest } from "../../ports/model-client.ts";
import { modelRequest } from "../testing/generation.ts";
import { lessonOf } from "./lesson.ts";

const system: ChatMessage = { role: "system", content: "Be brief." };
const user: ChatMessage = { role: "user", content: "Hi" };
const tools = [{ name: "look_up" }];

function learned(said: string, rest: Partial<ModelRequest> = {}, status = 400): Capabilities | undefined {
  const error = new ModelError("bad-request", `u answered ${status}: ${said}; check tools`, {
    upstream: "u",
    status,
    said,
  });
  return lessonOf(error, modelRequest(rest.upstream, { messages: [system, user], tools, ...rest }));
}

function withCapabilities(capabilities: Capabilities): Partial<ModelRequest> {
  return { upstream: { ...modelRequest().upstream, capabilities } };
}

describe("M63 what a refusal teaches", () => {
  test.each([
    "Unrecognized request argument supplied: stream_options",
    '[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]',
    "stream_options.include_usage is not supported by this model",
  ])("%s: not to ask for usage", (said) => {
    expect(learned(said)).toEqual({ usage: "never" });
    expect(learned(said, withCapabilities({ usage: "never" }))).toBeUndefined();
  });

  test.each([
    "registry.ollama.ai/library/gemma:latest does not support tools",
    '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    "tools param requires --jinja flag",
    "Function calling is not supported by this model",
    "Unrecognized request argument supplied: tools",
    '[{"type":"extra_forbidden","loc":["body","tools"],"msg":"Extra inputs are not permitted"}]',
  ])("%s: to leave tools out", (said) => {
    expect(learned(said)).toEqual({ tools: false });
    expect(learned(said, { tools: [] })).toBeUndefined();
    expect(learned(said, withCapabilities({ tools: false }))).toBeUndefined();
  });

  test.each([
    "System message must be at the beginning.",
    "Only the first message may have the role 'system'",
    "Conversation roles must alternate user/assistant/user/assistant/...",
  ])("%s: system messages first, then none", (said) => {
    const messages = [system, user, system, user];
    expect(learned(said, { messages })).toEqual({ systemMessages: "first" });
    expect(learned(said, { messages, ...withCapabilities({ systemMessages: "first" }) })).toEqual({
      systemMessages: "user",
    });
    expect(learned(said, { messages, ...withCapabilities({ systemMessages: "user" }) })).toBeUndefined();
    expect(learned(said, { messages: [user] })).toBeUndefined();
  });

  test("where the only system message is the first already, none is left to try but the user's", () => {
    expect(learned("System role not supported", {}, 500)).toEqual({ systemMessages: "user" });
    expect(learned("System role not supported", { messages: [user, system] })).toEqual({ systemMessages: "first" });
  });

  test.each([
    ["Invalid schema for function 'look_up': schema must be a JSON Schema of 'type: \"object\"'", 400],
    ["Invalid 'tools[0].function.name': string does not match pattern", 400],
    ["Extra inputs are not permitted: tools[0].function.strict", 400],
    ["This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.", 400],
    ["temperature must be at most 2", 422],
    ["stream_options: you are asked too often", 429],
    ["invalid key", 401],
    ["", 400],
  ])("%s (%d): nothing, the request was wrong", (said, status) => {
    expect(learned(said, { messages: [system, user, system] }, status)).toBeUndefined();
  });
});
