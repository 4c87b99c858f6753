import * as z from "zod/mini";

/** Milliseconds since the conversation's start; null: not yet, or never. */
const at = z.nullable(z.number());
const text = z.nullable(z.string());

/** Probabilities that the turn was over, by the words alone and with the silence of `quiet_ms`. */
const evidence = z.nullable(
  z.looseObject({
    completeness: z.number(),
    posterior: z.number(),
    quiet_ms: z.number(),
    /** The wait that a draft was expected to save. */
    expected_ms: z.nullable(z.number()),
  }),
);

/** As an OpenAI chat completion spells them; null where they are not held any more. */
const messages = z.nullable(z.array(z.looseObject({ role: z.string(), content: z.string() })));

const flightDraft = z.looseObject({
  inference_id: z.string(),
  /** `reply`, `greeting` or `echo`; `warm` and `summary` were asked beside the turn. */
  purpose: z.string(),
  started_at: z.number(),
  /** Why it began before the end of the turn; null: it did not. */
  reason: text,
  evidence,
  grounded_in: z.string(),
  continue_from: text,
  asked_at: at,
  /** The first part of what is no speech. */
  thinking_at: at,
  first_token_at: at,
  first_clause_at: at,
  ended_at: at,
  finish_reason: text,
  /** `undecided`, `adopted`, `answered`, `revoked`, `discarded`, `taken_back`; beside the turn: `finished`, `failed`, `cancelled`. */
  fate: z.string(),
  fate_reason: text,
  rung: text,
  head_start_ms: z.nullable(z.number()),
  upstream: z.nullable(z.looseObject({ name: z.string(), model: z.string(), via: z.string() })),
  usage: z.nullable(z.looseObject({ in: z.number(), cached: z.number(), out: z.number() })),
  problem: z.nullable(z.looseObject({ code: z.string(), message: z.string() })),
  notices: z.array(z.looseObject({ at: z.number(), code: z.string(), message: z.string() })),
  /** The beginning of what it wrote. */
  text,
  tool_calls: z.array(
    z.looseObject({
      tool_call_id: z.string(),
      name: z.string(),
      arguments: text,
      called_at: z.number(),
      prepared: z.boolean(),
      answered_at: at,
      status: text,
    }),
  ),
  /** The requests behind the first: with the results of tools. */
  rounds: z.array(
    z.looseObject({
      asked_at: z.number(),
      thinking_at: at,
      first_token_at: at,
      ended_at: at,
      finish_reason: text,
      messages,
    }),
  ),
  tools: z.nullable(z.array(z.looseObject({ type: z.string() }))),
  messages,
});

/** Why one turn went as it did (`GET /v2/conversations/{id}/turns/{turn_idx}`). */
export const flightRecord = z.looseObject({
  turn_idx: z.number(),
  /** Null while the turn goes on, as `numbers` is. */
  outcome: text,
  transcript: z.string(),
  /** By name, in milliseconds since the conversation's start. */
  clock: z.record(z.string(), at),
  /** What the user waited for; they add up to the gap. */
  segments: z.array(z.looseObject({ name: z.string(), from_ms: z.number(), to_ms: z.number() })),
  commits: z.array(
    z.looseObject({
      at: z.number(),
      inference_id: z.string(),
      reason: z.string(),
      rung: text,
      grace_ms: z.number(),
      evidence,
      reopened_at: at,
      reopen_reason: text,
    }),
  ),
  drafts: z.array(flightDraft),
  /** Those of `conversation.turn.completed`. */
  numbers: z.nullable(z.looseObject({ turn_idx: z.number(), gap_ms: z.nullable(z.number()) })),
  /** What is not here, and why, in words. */
  missing: z.array(z.string()),
});
export type FlightRecord = z.output<typeof flightRecord>;
