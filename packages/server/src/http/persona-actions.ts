import { z } from "@hono/zod-openapi";
import { personaDocument } from "../personas/persona-document.ts";
import type { Vocabulary } from "../personas/vocabulary.ts";
import type { JsonObject, PersonaRow } from "../ports/store.ts";
import type { Answer } from "./door.ts";
import { readJson, readJsonObject } from "./json-body.ts";
import { parseOr400 } from "./parse.ts";
import type { AppParts } from "./parts.ts";
import { toPersonaBody } from "./persona-body.ts";
import { patchPersona } from "./persona-patch.ts";
import { createPersonaProbe } from "./persona-probe.ts";
import { invalidId, refusal } from "./problem.ts";
import { pageQuery } from "./schemas/answer.ts";

type Asked = Parameters<Answer>[0];

/** What the doors of personas do, in the words of one vocabulary. */
export interface PersonaActions {
  readonly create: Answer;
  readonly list: Answer;
  readonly read: Answer;
  readonly patch: Answer;
  readonly remove: Answer;
}

export function createPersonaActions(parts: AppParts, words: Vocabulary): PersonaActions {
  const { personas } = parts.store;
  return {
    create: (context) => create(context, parts, words),
    list: (context) => list(context, parts, words),
    read: async (context) => {
      const shown = show(await find(context, parts, words), words);
      return context.json({ ...shown, data: [shown] });
    },
    patch: async (context) => {
      const read = async (): Promise<PersonaRow> => own(await find(context, parts, words));
      await read();
      const probe = createPersonaProbe(context, parts);
      const row = await patchPersona({ operations: await readJson(context.req.raw), words, read, probe }, parts);
      return row === undefined ? context.body(null, 304) : context.json(show(row, words));
    },
    remove: async (context) => {
      const { workspaceId, personaId } = own(await find(context, parts, words));
      await personas.delete(workspaceId, personaId);
      return context.body(null, 204);
    },
  };
}

async function create(context: Asked, parts: AppParts, words: Vocabulary): Promise<Response> {
  const probe = createPersonaProbe(context, parts);
  const document = await readJsonObject(context.req.raw);
  const body = toPersonaBody({ document, stored: {}, words }, parts);
  await probe(body, {});
  const workspaceId = context.get("workspaceId");
  const createdAt = parts.clock.wall().toISOString();
  const personaId = parts.ids.create("p");
  const row = { workspaceId, personaId, kind: "user", body, createdAt, updatedAt: createdAt, revision: 1 } as const;
  await parts.store.personas.create(row);
  const name = show(row, words)[words.nameField] ?? null;
  return context.json({ [words.idField]: personaId, [words.nameField]: name, created_at: createdAt });
}

const kind = z.enum(["user", "system"]).optional();
const listQuery = pageQuery.extend({ persona_type: kind, pal_type: kind });

async function list(context: Asked, parts: AppParts, words: Vocabulary): Promise<Response> {
  const { limit, page, ...query } = parseOr400(listQuery, context.req.query());
  const wanted = query.persona_type ?? query.pal_type;
  const request = wanted === undefined ? { limit, page } : { limit, page, kind: wanted };
  const { rows, totalCount } = await parts.store.personas.list(context.get("workspaceId"), request);
  return context.json({ data: rows.map((row) => show(row, words)), total_count: totalCount });
}

async function find(context: Asked, parts: AppParts, words: Vocabulary): Promise<PersonaRow> {
  const id = context.req.param(words.idField) ?? "";
  const row = await parts.store.personas.get(context.get("workspaceId"), id);
  if (row === undefined) throw invalidId(words.idField);
  return row;
}

function own(row: PersonaRow): PersonaRow {
  if (row.kind === "user") return row;
  throw refusal(403, `${row.personaId} ships with Repartee and cannot be changed or deleted; create one of your own`);
}

function show(row: PersonaRow, words: Vocabulary): JsonObject {
  return words.toWire(personaDocument(row));
}
