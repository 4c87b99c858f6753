import { assertJsonObject } from "../personas/json-value.ts";
import { maskSecrets } from "../personas/persona-secrets.ts";
import { STOCK_PERSONA_ID } from "../personas/stock.ts";
import type { ConversationRow, JsonObject } from "../ports/store.ts";
import { parseOr400 } from "./parse.ts";
import type { AppParts } from "./parts.ts";
import { invalidId } from "./problem.ts";
import { createConversationBody } from "./schemas/conversation.ts";

export interface StartedConversation {
  readonly row: ConversationRow;
  /** Only for a conversation that asked for it. */
  readonly meetingToken?: string;
}

/** How long a meeting token lasts when the conversation does not say how long it waits for its first participant. */
const DEFAULT_TOKEN_SECONDS = 300;

/** Starts a conversation from a Create Conversation body. */
export async function startConversation(
  workspaceId: string,
  given: JsonObject,
  parts: AppParts,
): Promise<StartedConversation> {
  const wanted = parseOr400(createConversationBody, given);
  const personaId = wanted.persona_id ?? wanted.pal_id ?? STOCK_PERSONA_ID;
  const persona = await parts.store.personas.get(workspaceId, personaId);
  if (persona === undefined)
    throw invalidId(wanted.persona_id == null && wanted.pal_id != null ? "pal_id" : "persona_id");
  const conversationId = parts.ids.create("c");
  const row = await parts.conversations.create({
    workspaceId,
    conversationId,
    persona,
    // A persona's layers have no effect here, so that a key that was sent with them is not worth keeping.
    body: maskSecrets(assertJsonObject(wanted)),
    createdAt: parts.clock.wall().toISOString(),
  });
  if (wanted.test_mode === true) {
    await parts.conversations.end(workspaceId, conversationId, "test_mode");
    return { row: { ...row, status: "ended" } };
  }
  if (wanted.require_auth !== true && wanted.properties?.require_auth !== true) return { row };
  const seconds = wanted.properties?.participant_absent_timeout ?? DEFAULT_TOKEN_SECONDS;
  return { row, meetingToken: await parts.meetingTokens.issue({ workspaceId, conversationId }, seconds) };
}
