import { z } from "@hono/zod-openapi";

/** Milliseconds since the conversation's start; null: not yet, or never. */
const at = z.number().nullable();
const text = z.string().nullable();

const evidence = z
  .object({ completeness: z.number(), posterior: z.number(), quiet_ms: z.number(), expected_ms: z.number().nullable() })
  .nullable()
  .openapi("FlightEvidence", {
    description:
      "Probabilities that the turn was over: `completeness` by the words alone, `posterior` with a silence of `quiet_ms`. " +
      "`expected_ms`: the wait that a draft was expected to save.",
  });

const messages = z
  .array(z.looseObject({ role: z.string(), content: z.string() }))
  .nullable()
  .openapi({ description: "As they were handed to the model; null where they are not held any more: see `missing`." });

const round = z
  .object({
    asked_at: z.number(),
    thinking_at: at.openapi({ description: "The first part of what is no speech." }),
    first_token_at: at,
    ended_at: at,
    finish_reason: text,
    messages,
  })
  .openapi("FlightRound", { description: "A request behind the first of its draft: with the results of tools." });

const toolCall = z
  .object({
    tool_call_id: z.string(),
    name: z.string(),
    arguments: text.openapi({ description: "The first 500 characters." }),
    called_at: z.number(),
    prepared: z.boolean().openapi({ description: "It was made before the commit." }),
    answered_at: at,
    status: z.enum(["success", "error", "expired", "withdrawn"]).nullable(),
  })
  .openapi("FlightToolCall");

const draft = z
  .object({
    inference_id: z.string(),
    purpose: z.enum(["reply", "greeting", "echo", "warm", "summary"]),
    started_at: z.number(),
    reason: text.openapi({ description: "Why it began before the end of the turn; null: it did not." }),
    evidence,
    grounded_in: z.string().openapi({ description: "The words that it answers." }),
    continue_from: text.openapi({ description: "What was said already, or will be: it goes on behind that." }),
    asked_at: at,
    thinking_at: at.openapi({ description: "The first part of what is no speech." }),
    first_token_at: at,
    first_clause_at: at,
    ended_at: at,
    finish_reason: text,
    fate: z.enum([
      "undecided",
      "adopted",
      "answered",
      "revoked",
      "discarded",
      "taken_back",
      "finished",
      "failed",
      "cancelled",
    ]),
    fate_reason: text,
    rung: text,
    head_start_ms: z.number().nullable(),
    upstream: z
      .object({ name: z.string(), model: z.string(), via: z.string() })
      .nullable()
      .openapi({ description: "Who answered: the name, its model, host and port." }),
    usage: z.object({ in: z.number(), cached: z.number(), out: z.number() }).nullable(),
    problem: z
      .object({ code: z.string(), message: z.string(), upstream: text, status: z.number().nullable() })
      .nullable(),
    notices: z.array(z.object({ at: z.number(), code: z.string(), message: z.string() })),
    text: text.openapi({ description: "The first 1,000 characters of what it wrote." }),
    tool_calls: z.array(toolCall),
    rounds: z.array(round),
    tools: z.array(z.looseObject({ type: z.string() })).nullable(),
    messages,
  })
  .openapi("FlightDraft", { description: "One answer of the model, whatever became of it." });

const commit = z
  .object({
    at: z.number(),
    inference_id: z.string(),
    reason: z.string(),
    rung: text,
    grace_ms: z.number(),
    evidence,
    reopened_at: at,
    reopen_reason: text,
  })
  .openapi("FlightCommit", { description: "The turn was released; all but the last release were taken back." });

const clock = z
  .object({
    first_word_at: at,
    last_word_at: at,
    user_stopped_at: at,
    committed_at: at,
    released_at: at,
    asked_at: at,
    first_token_at: at,
    first_clause_at: at,
    first_words_at: at,
    generated_at: at,
    speech_stopped_at: at,
    completed_at: at,
  })
  .partial()
  .openapi("FlightClock", { description: "Milliseconds since the conversation's start." });

const segment = z.object({
  name: z.enum(["end_of_turn", "model", "thinking", "writing", "tools", "opener", "other", "ahead"]),
  from_ms: z.number(),
  to_ms: z.number(),
});

/** What is answered for one turn. */
export const flightRecord = z
  .object({
    turn_idx: z.int(),
    outcome: z.enum(["completed", "silent", "interrupted", "failed"]).nullable().openapi({
      description: "Null while the turn goes on.",
    }),
    transcript: z.string(),
    clock,
    segments: z.array(segment).openapi({ description: "What the gap went into; they add up to `numbers.gap_ms`." }),
    commits: z.array(commit),
    drafts: z.array(draft),
    numbers: z.looseObject({ turn_idx: z.int(), gap_ms: z.number().nullable() }).nullable().openapi({
      description: "Those of `conversation.turn.completed`; null while the turn goes on.",
    }),
    missing: z.array(z.string()).openapi({ description: "What is not here, and why, in words." }),
  })
  .openapi("FlightRecord", { description: "Why a turn went as it did: what it said, and when." });
