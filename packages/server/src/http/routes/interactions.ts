import { z } from "@hono/zod-openapi";
import { MAX_FRAME_BYTES, parseInbound } from "@repartee/protocol";
import { openDoor } from "../door.ts";
import type { Door } from "../door.ts";
import { readText } from "../json-body.ts";
import type { AppParts } from "../parts.ts";
import { invalidId, refusal } from "../problem.ts";
import { badRequest, json, notAuthorized, tooLarge } from "../schemas/answer.ts";

const envelope = z
  .looseObject({
    message_type: z.literal("conversation").optional(),
    event_type: z.string().openapi({ example: "conversation.respond" }),
    conversation_id: z.string(),
    properties: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi("Interaction");

const accepted = z.object({ status: z.literal("accepted") }).openapi("InteractionAccepted");

/** `POST /v2/interactions`: the frames of the live channel for those who have no socket. */
export function registerInteractions(app: Door, { conversations }: AppParts): void {
  openDoor(
    app,
    {
      method: "post",
      path: "/v2/interactions",
      summary: "Post an event into a conversation",
      tags: ["Conversations"],
      request: { body: { content: { "application/json": { schema: envelope } } } },
      responses: {
        200: json("It is in the conversation.", accepted),
        400: badRequest,
        401: notAuthorized,
        413: tooLarge,
      },
    },
    async (context) => {
      const parsed = parseInbound(await readText(context.req.raw, MAX_FRAME_BYTES));
      if (!parsed.ok) throw refusal(400, parsed.message);
      const conversationId = parsed.frame.conversation_id;
      if (conversationId === undefined) throw refusal(400, "conversation_id: is required");
      const outcome = await conversations.interact(context.get("workspaceId"), conversationId, parsed.frame);
      if (outcome.ok) return context.json({ status: "accepted" });
      if (outcome.reason === "unknown") throw invalidId("conversation_id");
      if (outcome.reason === "refused") throw refusal(400, outcome.message);
      throw refusal(400, `conversation_id: ${conversationId} has ended and takes no more events`);
    },
  );
}
