import OpenAI from "openai";

const client = new OpenAI({
  baseURL: `${process.env.REPARTEE_URL ?? "http://localhost:7575"}/v1`,
  apiKey: process.env.REPARTEE_API_KEY,
});
const stream = await client.chat.completions.create(
  {
    model: process.env.REPARTEE_MODEL ?? "persona:p0repartee",
    messages: [{ role: "user", content: "Who are you?" }],
    stream: true,
  },
  { headers: { "conversation-id": "call-42" } },
);
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
