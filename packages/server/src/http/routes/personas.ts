import type { RouteConfig } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { personaDocument } from "../../personas/persona-document.ts";
import { palWords, personaWords } from "../../personas/vocabulary.ts";
import type { Vocabulary } from "../../personas/vocabulary.ts";
import type { JsonObject, PersonaRow } from "../../ports/store.ts";
import type { Answer, Door } from "../door.ts";
import { openDoor } from "../door.ts";
import { readJson, readJsonObject } from "../json-body.ts";
import { parseOr400 } from "../parse.ts";
import type { AppParts } from "../parts.ts";
import { toPersonaBody } from "../persona-body.ts";
import { patchPersona } from "../persona-patch.ts";
import { invalidId, refusal } from "../problem.ts";
import { badRequest, json, listOf, notAuthorized, pageQuery, problem, tooLarge } from "../schemas/answer.ts";
import { createPalBody, createPersonaBody, palAnswer, patchBody, personaAnswer } from "../schemas/persona.ts";

/** `/v2/personas`, and `/v2/pals`: the same things in their newer words. */
export function registerPersonas(app: Door, parts: AppParts): void {
  const persona = { path: "/v2/personas", tag: "Personas", body: createPersonaBody, answer: personaAnswer };
  register(app, { ...persona, noun: "persona", words: personaWords, actions: createActions(parts, personaWords) });
  const pal = { path: "/v2/pals", tag: "Pals", body: createPalBody, answer: palAnswer };
  register(app, { ...pal, noun: "pal", words: palWords, actions: createActions(parts, palWords) });
}

interface Noun {
  readonly noun: string;
  readonly path: string;
  readonly tag: string;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  readonly words: Vocabulary;
  readonly actions: Actions;
}

function register(app: Door, { noun, path, tag, body, answer, words, actions }: Noun): void {
  const one = `${path}/{${words.idField}}`;
  const params = z.object({ [words.idField]: z.string() });
  const refusals = { 400: badRequest, 401: notAuthorized };
  const door = (route: Omit<RouteConfig, "tags">, action: Answer): void =>
    openDoor(app, { ...route, tags: [tag] }, action);

  const created = z.object({
    [words.idField]: z.string(),
    [words.nameField]: z.string().nullable(),
    created_at: z.string(),
  });
  door(
    {
      method: "post",
      path,
      summary: `Create a ${noun}`,
      request: { body: { content: { "application/json": { schema: body } } } },
      responses: { 200: json("It is stored.", created), ...refusals, 413: tooLarge },
    },
    actions.create,
  );
  const query = pageQuery.extend({ [`${noun}_type`]: z.enum(["user", "system"]).optional() });
  door(
    {
      method: "get",
      path,
      summary: `List ${noun}s, newest first`,
      request: { query },
      responses: { 200: json("One page.", listOf(answer)), ...refusals },
    },
    actions.list,
  );
  door(
    {
      method: "get",
      path: one,
      summary: `Read a ${noun}`,
      request: { params },
      responses: { 200: json("The whole of it; `data` has it once more.", answer), ...refusals },
    },
    actions.read,
  );
  door(
    {
      method: "patch",
      path: one,
      summary: `Change a ${noun} by JSON Patch (RFC 6902): all of it or nothing`,
      request: {
        params,
        body: {
          content: { "application/json": { schema: patchBody }, "application/json-patch+json": { schema: patchBody } },
        },
      },
      responses: {
        200: json("As it is now.", answer),
        304: { description: "Nothing would change." },
        ...refusals,
        403: json("It ships with the product.", problem),
        409: json("Others are changing it.", problem),
        413: tooLarge,
        422: json("The patch is malformed, or cannot be applied.", problem),
      },
    },
    actions.patch,
  );
  door(
    {
      method: "delete",
      path: one,
      summary: `Delete a ${noun}`,
      request: { params },
      responses: { 204: { description: "It is gone." }, ...refusals, 403: json("It ships with the product.", problem) },
    },
    actions.remove,
  );
}

interface Actions {
  readonly create: Answer;
  readonly list: Answer;
  readonly read: Answer;
  readonly patch: Answer;
  readonly remove: Answer;
}

type Asked = Parameters<Answer>[0];

const listQuery = pageQuery.extend({
  persona_type: z.enum(["user", "system"]).optional(),
  pal_type: z.enum(["user", "system"]).optional(),
});

function createActions(parts: AppParts, words: Vocabulary): Actions {
  const { personas } = parts.store;
  const show = (row: PersonaRow): JsonObject => words.toWire(personaDocument(row));

  const find = async (context: Asked): Promise<PersonaRow> => {
    const row = await personas.get(context.get("workspaceId"), context.req.param(words.idField) ?? "");
    if (row === undefined) throw invalidId(words.idField);
    return row;
  };

  const findOwn = async (context: Asked): Promise<PersonaRow> => {
    const row = await find(context);
    if (row.kind === "user") return row;
    throw refusal(403, `${row.personaId} ships with Repartee and cannot be changed or deleted; create one of your own`);
  };

  return {
    create: async (context) => {
      const document = await readJsonObject(context.req.raw);
      const row = newRow(context.get("workspaceId"), toPersonaBody({ document, stored: {}, words }, parts), parts);
      await personas.create(row);
      const shown = show(row);
      return context.json({
        [words.idField]: row.personaId,
        [words.nameField]: shown[words.nameField] ?? null,
        created_at: row.createdAt,
      });
    },
    list: async (context) => {
      const { limit, page, ...query } = parseOr400(listQuery, context.req.query());
      const kind = query.persona_type ?? query.pal_type;
      const request = kind === undefined ? { limit, page } : { limit, page, kind };
      const { rows, totalCount } = await personas.list(context.get("workspaceId"), request);
      return context.json({ data: rows.map(show), total_count: totalCount });
    },
    read: async (context) => {
      const shown = show(await find(context));
      return context.json({ ...shown, data: [shown] });
    },
    patch: async (context) => {
      await findOwn(context);
      const operations = await readJson(context.req.raw);
      const row = await patchPersona({ operations, words, read: () => findOwn(context) }, parts);
      return row === undefined ? context.body(null, 304) : context.json(show(row));
    },
    remove: async (context) => {
      const { workspaceId, personaId } = await findOwn(context);
      await personas.delete(workspaceId, personaId);
      return context.body(null, 204);
    },
  };
}

function newRow(workspaceId: string, body: JsonObject, { ids, clock }: AppParts): PersonaRow {
  const now = clock.wall().toISOString();
  return { workspaceId, personaId: ids.create("p"), kind: "user", body, createdAt: now, updatedAt: now, revision: 1 };
}
