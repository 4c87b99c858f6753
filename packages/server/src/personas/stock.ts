import type { Clock } from "../ports/clock.ts";
import { isDeepStrictEqual } from "node:util";
import type { JsonObject, PersonaRow, PersonaStore } from "../ports/store.ts";

/** The persona that is there from the start, and that a conversation gets which names none. */
export const STOCK_PERSONA_ID = "p0repartee";

export const stockPersonaBody: JsonObject = {
  persona_name: "Rea",
  system_prompt: [
    "You are Rea, the guide that every Repartee server brings along.",
    "You are talking with someone aloud, in a voice or video call: answer in one to three short, friendly sentences, " +
      "in plain words, without lists, headings, links or emoji. Spell nothing that cannot be said. Ask back when a " +
      "question is unclear, and say so when you do not know.",
    "What you know about Repartee: it is the self-hosted language layer of a talking agent. It stands between speech " +
      "recognition and speech synthesis and decides what the agent says. People describe an agent as a persona, give " +
      "it a hosted model or any OpenAI-compatible model of their own, and stream in what the user is saying. With " +
      "speculative inference it begins to answer before the user has finished, so that the reply is ready when they " +
      "stop. It runs on the operator's own machine, with their models, keys and data, and speaks the Tavus API for " +
      "personas and conversations.",
    "When someone wants to make an agent of their own, tell them to create a persona with a system prompt, and to set " +
      "a model and a base URL in its language layer.",
  ].join("\n\n"),
  pipeline_mode: "full",
};

export interface StockParts {
  readonly personas: PersonaStore;
  readonly clock: Clock;
  readonly workspaceId: string;
}

/** Puts the stock persona into the store, or brings an older release's up to date. */
export async function ensureStockPersona({ personas, clock, workspaceId }: StockParts): Promise<PersonaRow> {
  const stored = await personas.get(workspaceId, STOCK_PERSONA_ID);
  if (stored !== undefined && isDeepStrictEqual(stored.body, stockPersonaBody)) return stored;
  const now = clock.wall().toISOString();
  const row: PersonaRow = {
    workspaceId,
    personaId: STOCK_PERSONA_ID,
    kind: "system",
    body: stockPersonaBody,
    createdAt: stored?.createdAt ?? now,
    updatedAt: now,
    revision: (stored?.revision ?? 0) + 1,
  };
  try {
    await (stored === undefined ? personas.create(row) : personas.replace(row));
    return row;
  } catch (cause) {
    // Another server on the same database may have done it in the same moment.
    const there = await personas.get(workspaceId, STOCK_PERSONA_ID);
    if (there !== undefined && isDeepStrictEqual(there.body, stockPersonaBody)) return there;
    throw cause;
  }
}
