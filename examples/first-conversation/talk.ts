import { createClient } from "@repartee/client";

/** One turn over the live channel: what the user says goes in as it is said, what the agent says comes out. */
const client = createClient({
  baseUrl: process.env["REPARTEE_URL"] ?? "http://127.0.0.1:7575",
  apiKey: process.env["REPARTEE_API_KEY"] ?? "",
});

const persona = await client.personas.create({
  persona_name: "Mara",
  system_prompt:
    "You are Mara, the host of a small restaurant. Answer in one or two short sentences. " +
    "The terrace is open every evening until ten.",
  // Your own model: layers: { llm: { model: "llama3.2", base_url: "http://127.0.0.1:11434/v1" } },
});
const { conversation_id } = await client.conversations.create({ persona_id: persona.persona_id });

const live = client.connect(conversation_id, { turns: "client" });
live.partial("is the terrace");
live.final("is the terrace open tonight?");
live.turnEnd();

let answer = "";
for await (const frame of live) {
  if (frame.event_type === "conversation.replica.delta") {
    process.stdout.write(frame.properties.text);
    answer += frame.properties.text;
  }
  if (frame.event_type === "conversation.error") throw new Error(frame.properties.message);
  if (frame.event_type === "conversation.turn.completed") {
    const { gap_ms, outcome } = frame.properties;
    process.stdout.write(`\n(${outcome}; first words ${gap_ms} ms after the last word of the question)\n`);
    break;
  }
}
await client.conversations.end(conversation_id);
await client.personas.delete(persona.persona_id ?? "");

if (answer === "") throw new Error("the agent said nothing");
