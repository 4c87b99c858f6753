import { z } from "@hono/zod-openapi";
import { llmLayer } from "./llm-layer.ts";
import { idList, longText, shortText, wireBoolean } from "./value.ts";

/** The Create Persona body. What it does not name is kept as it came; what belongs to other layers is hardly looked at. */
const level = z.enum(["low", "medium", "high"]);
const pauseSensitivity = z.enum(["superlow", "verylow", "low", "medium", "high", "auto"]);

const sttLayer = z.looseObject({
  stt_engine: shortText.nullish(),
  hotwords: longText.nullish(),
  participant_pause_sensitivity: pauseSensitivity.nullish(),
  participant_interrupt_sensitivity: pauseSensitivity.nullish(),
  smart_turn_detection: wireBoolean.nullish(),
});

const conversationalFlowLayer = z.looseObject({
  turn_detection_model: shortText.nullish(),
  turn_taking_patience: level.nullish(),
  replica_interruptibility: level.nullish(),
  wake_phrase: shortText.nullish(),
});

const ttsLayer = z.looseObject({
  tts_engine: shortText.nullish(),
  api_key: z.string().max(10_000).nullish(),
  external_voice_id: shortText.nullish(),
  tts_emotion_control: wireBoolean.nullish(),
});

const queries = z.array(longText).max(100);

const perceptionLayer = z.looseObject({
  perception_model: shortText.nullish(),
  ambient_awareness_queries: queries.nullish(),
  visual_awareness_queries: queries.nullish(),
  perception_analysis_queries: queries.nullish(),
});

const layers = z.looseObject({
  llm: llmLayer.nullish(),
  stt: sttLayer.nullish(),
  conversational_flow: conversationalFlowLayer.nullish(),
  tts: ttsLayer.nullish(),
  perception: perceptionLayer.nullish(),
});

const fields = z.looseObject({
  persona_name: shortText.nullish(),
  system_prompt: longText.nullish(),
  pipeline_mode: z.enum(["full", "echo"]).nullish(),
  context: longText.nullish(),
  default_replica_id: shortText.nullish(),
  document_ids: idList.nullish(),
  document_tags: idList.nullish(),
  objectives_id: shortText.nullish(),
  guardrails_id: shortText.nullish(),
  layers: layers.nullish(),
});

export const createPersonaBody = fields
  .superRefine((persona, context) => {
    if (persona.pipeline_mode === "echo" || (persona.system_prompt ?? "").trim() !== "") return;
    context.addIssue({
      code: "custom",
      path: ["system_prompt"],
      message: 'is required, unless pipeline_mode is "echo"',
    });
  })
  .openapi("CreatePersona");

/** The same fields in the newer words. */
export const createPalBody = z
  .looseObject({
    ...fields.omit({ persona_name: true, default_replica_id: true }).shape,
    pal_name: shortText.nullish(),
    default_face_id: shortText.nullish(),
  })
  .openapi("CreatePal");

const stamps = { created_at: z.string(), updated_at: z.string() };
const kind = z.enum(["user", "system"]);

export const personaAnswer = z
  .looseObject({ persona_id: z.string(), ...fields.shape, persona_type: kind, ...stamps })
  .openapi("Persona");

export const palAnswer = z
  .looseObject({ pal_id: z.string(), ...createPalBody.shape, pal_type: kind, ...stamps })
  .openapi("Pal");

export const patchBody = z
  .array(
    z.object({
      op: z.enum(["add", "remove", "replace", "copy", "move", "test"]),
      path: z.string().openapi({ example: "/layers/llm/model" }),
      from: z.string().optional().openapi({ description: "For `copy` and `move`." }),
      value: z.unknown().optional().openapi({ description: "Any JSON value; for `add`, `replace` and `test`." }),
    }),
  )
  .max(1_000)
  .openapi("JsonPatch");
