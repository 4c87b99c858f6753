import { initializeLogger, voice } from "@livekit/agents";
import * as openai from "@livekit/agents-plugin-openai";
import { OpenAI } from "openai";

initializeLogger({ pretty: false, level: "error" });
const client = new OpenAI({
  baseURL: `${process.env.REPARTEE_URL ?? "http://localhost:7575"}/v1`,
  apiKey: process.env.REPARTEE_API_KEY,
  defaultHeaders: { "conversation-id": "call-42" },
  // LiveKit tries again itself.
  maxRetries: 0,
});
const llm = new openai.LLM({ client, model: process.env.REPARTEE_MODEL ?? "persona:p0repartee" });

// Here in text; with a recogniser, a voice and a room the same session speaks.
const session = new voice.AgentSession({ llm, vad: null });
await session.start({ agent: new voice.Agent({ instructions: "Answer in one sentence." }), record: false });
const run = session.run({ userInput: "Who are you?" });
await run.wait();
for (const event of run.events) if (event.type === "message") console.log(event.item.textContent);
await session.close();
