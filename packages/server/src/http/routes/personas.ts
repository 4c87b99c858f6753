import { z } from "@hono/zod-openapi";
import { palWords, personaWords } from "../../personas/vocabulary.ts";
import type { Vocabulary } from "../../personas/vocabulary.ts";
import type { Door, DoorRoute } from "../door.ts";
import { openDoor } from "../door.ts";
import type { AppParts } from "../parts.ts";
import { createPersonaActions } from "../persona-actions.ts";
import { probeQuery } from "../persona-probe.ts";
import { badRequest, json, listOf, notAuthorized, pageQuery, problem, tooLarge } from "../schemas/answer.ts";
import { createPalBody, createPersonaBody, palAnswer, patchBody, personaAnswer } from "../schemas/persona.ts";

/** `/v2/personas`, and `/v2/pals`: the same things in their newer words. */
export function registerPersonas(app: Door, parts: AppParts): void {
  register(app, parts, {
    noun: "persona",
    path: "/v2/personas",
    words: personaWords,
    body: createPersonaBody,
    answer: personaAnswer,
  });
  register(app, parts, { noun: "pal", path: "/v2/pals", words: palWords, body: createPalBody, answer: palAnswer });
}

interface Noun {
  readonly noun: "persona" | "pal";
  readonly path: string;
  readonly words: Vocabulary;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
}

function register(app: Door, parts: AppParts, noun: Noun): void {
  const tags = [noun.noun === "persona" ? "Personas" : "Pals"];
  const actions = createPersonaActions(parts, noun.words);
  openDoor(app, { ...createRoute(noun), tags }, actions.create);
  openDoor(app, { ...listRoute(noun), tags }, actions.list);
  openDoor(app, { ...readRoute(noun), tags }, actions.read);
  openDoor(app, { ...patchRoute(noun), tags }, actions.patch);
  openDoor(app, { ...deleteRoute(noun), tags }, actions.remove);
}

const refusals = { 400: badRequest, 401: notAuthorized };
const stock = json("It ships with the product.", problem);

function createRoute({ noun, path, words, body }: Noun): DoorRoute {
  const { idField, nameField } = words;
  const created = z.object({ [idField]: z.string(), [nameField]: z.string().nullable(), created_at: z.string() });
  return {
    method: "post",
    path,
    summary: `Create a ${noun}`,
    request: { query: probeQuery, body: { content: { "application/json": { schema: body } } } },
    responses: { 200: json("It is stored.", created), ...refusals, 413: tooLarge },
  };
}

function listRoute({ noun, path, answer }: Noun): DoorRoute {
  return {
    method: "get",
    path,
    summary: `List ${noun}s, newest first`,
    request: { query: pageQuery.extend({ [`${noun}_type`]: z.enum(["user", "system"]).optional() }) },
    responses: { 200: json("One page.", listOf(answer)), ...refusals },
  };
}

function readRoute({ noun, answer, ...rest }: Noun): DoorRoute {
  return {
    method: "get",
    ...oneOf(rest),
    summary: `Read a ${noun}`,
    responses: { 200: json("The whole of it; `data` has it once more.", answer), ...refusals },
  };
}

function patchRoute({ noun, answer, ...rest }: Noun): DoorRoute {
  const { path, request } = oneOf(rest);
  const content = { "application/json": { schema: patchBody }, "application/json-patch+json": { schema: patchBody } };
  return {
    method: "patch",
    path,
    summary: `Change a ${noun} by JSON Patch (RFC 6902): all of it or nothing`,
    request: { ...request, query: probeQuery, body: { content } },
    responses: {
      200: json("As it is now.", answer),
      304: { description: "Nothing would change." },
      ...refusals,
      403: stock,
      409: json("Others are changing it.", problem),
      413: tooLarge,
      422: json("The patch is malformed, or cannot be applied.", problem),
    },
  };
}

function deleteRoute({ noun, ...rest }: Noun): DoorRoute {
  return {
    method: "delete",
    ...oneOf(rest),
    summary: `Delete a ${noun}`,
    responses: { 204: { description: "It is gone." }, ...refusals, 403: stock },
  };
}

function oneOf({
  path,
  words,
}: Pick<Noun, "path" | "words">): Pick<DoorRoute, "path"> & { request: { params: z.ZodObject } } {
  return { path: `${path}/{${words.idField}}`, request: { params: z.object({ [words.idField]: z.string() }) } };
}
