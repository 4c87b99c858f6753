import { z } from "@hono/zod-openapi";
import { httpUrl, idList, longText, seconds, shortText, wireBoolean } from "./value.ts";

/** The Create Conversation body. What it does not name is kept as it came. */
const properties = z.looseObject({
  max_call_duration: seconds.nullish(),
  participant_left_timeout: seconds.nullish(),
  participant_absent_timeout: seconds.nullish(),
  enable_recording: wireBoolean.nullish(),
  enable_closed_captions: wireBoolean.nullish(),
  enable_transcription: wireBoolean.nullish(),
  apply_greenscreen: wireBoolean.nullish(),
  require_auth: wireBoolean.nullish(),
  language: shortText.nullish(),
});

export const createConversationBody = z
  .looseObject({
    persona_id: shortText.nullish().openapi({ description: "Left out: the stock persona." }),
    pal_id: shortText.nullish(),
    replica_id: shortText.nullish(),
    face_id: shortText.nullish(),
    conversation_name: shortText.nullish(),
    conversational_context: longText.nullish(),
    custom_greeting: longText.nullish(),
    callback_url: z.union([z.literal(""), httpUrl], "expected an http:// or https:// URL").nullish(),
    audio_only: wireBoolean.nullish(),
    test_mode: wireBoolean.nullish(),
    require_auth: wireBoolean.nullish(),
    max_participants: z.int().min(2).nullish(),
    memory_stores: idList.nullish(),
    document_ids: idList.nullish(),
    document_tags: idList.nullish(),
    document_retrieval_strategy: z.enum(["speed", "quality", "balanced"]).nullish(),
    properties: properties.nullish(),
  })
  .openapi("CreateConversation");

const status = z.enum(["active", "ended"]);

const answer = {
  conversation_id: z.string(),
  conversation_name: z.string().nullable(),
  conversation_url: z.string(),
  status,
  callback_url: z.string().nullable(),
  created_at: z.string(),
};

export const conversationCreated = z
  .object({ ...answer, meeting_token: z.string().optional().openapi({ description: "Only with `require_auth`." }) })
  .openapi("ConversationCreated");

const tokens = z.int().min(0);

const conversationUsage = z
  .object({
    turns: z.int().openapi({ description: "Those that are over; each has its own numbers among `events`." }),
    calls: z.int().openapi({ description: "Requests sent to a model for them, aborted ones included." }),
    tools: z.int().openapi({ description: "Tool calls." }),
    tokens: z.object({ in: tokens, cached: tokens, out: tokens, wasted: tokens, wasted_in: tokens }).openapi({
      description: "`cached` is a part of `in`. `wasted` and `wasted_in`: what discarded drafts put out and took in.",
    }),
    summaries: z
      .object({ count: z.int(), in: tokens, cached: tokens, out: tokens })
      .openapi({ description: "Of the context, beside the turns." }),
    cost: z.number().nullable().openapi({
      description: "In the operator's currency, discarded drafts and summaries included; null where no price is known.",
    }),
  })
  .openapi("ConversationUsage", { description: "What it has used so far." });

export const conversationAnswer = z
  .object({
    ...answer,
    persona_id: z.string(),
    replica_id: z.string().nullable(),
    updated_at: z.string(),
    events: z
      .array(z.looseObject({ event_type: z.string() }))
      .optional()
      .openapi({ description: "Only with `verbose=true`." }),
    transcript: z
      .array(z.looseObject({ role: z.string() }))
      .optional()
      .openapi({ description: "Only with `verbose=true`." }),
    usage: conversationUsage.optional().openapi({ description: "Only with `verbose=true`." }),
    shutdown_reason: z.string().optional().openapi({ description: "Only with `verbose=true`, once it has ended." }),
  })
  .openapi("Conversation");
