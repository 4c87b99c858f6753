import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";

const repartee = createOpenAICompatible({
  name: "repartee",
  baseURL: `${process.env.REPARTEE_URL ?? "http://localhost:7575"}/v1`,
  apiKey: process.env.REPARTEE_API_KEY,
  includeUsage: true,
});
const result = streamText({
  model: repartee(process.env.REPARTEE_MODEL ?? "persona:p0repartee"),
  prompt: "Who are you?",
  headers: { "conversation-id": "call-42" },
});
for await (const text of result.textStream) process.stdout.write(text);
