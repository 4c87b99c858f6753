import type { JsonObject } from "../../ports/store.ts";
import { openDoor, type Door } from "../door.ts";
import { readJsonObject } from "../json-body.ts";
import { parseOr400 } from "../parse.ts";
import type { AppParts } from "../parts.ts";
import { refusal } from "../problem.ts";
import { badRequest, json, notAuthorized, problem } from "../schemas/answer.ts";
import { examinations, examineBody, toExaminations } from "../schemas/examination.ts";

/** Each sends a dozen requests to somebody's model. */
const mostWalks = 2;

/** `/v2/doctor`: examines what answers for a persona or a hosted name, with the keys that only the server has. */
export function registerDoctor(app: Door, parts: AppParts): void {
  let walks = 0;
  const route = {
    method: "post",
    path: "/v2/doctor",
    summary: "Examine what answers for a persona or a hosted name",
    description: "Sends about twenty requests to it, one of them long, and takes up to a minute.",
    request: { body: { content: { "application/json": { schema: examineBody } } } },
    responses: {
      200: json("What was found, healthy or not.", examinations),
      400: badRequest,
      401: notAuthorized,
      429: json("Others are being examined.", problem),
    },
  } as const;
  openDoor(app, { ...route, tags: ["Models"] }, async (context) => {
    const { target, long } = parseOr400(examineBody, await readJsonObject(context.req.raw));
    const body = await bodyOf(target, context.get("workspaceId"), parts);
    if (walks >= mostWalks) throw refusal(429, `${mostWalks} examinations are under way; try again in a minute`);
    walks += 1;
    try {
      return context.json(
        toExaminations(target, await parts.doctor.examine(body, { long, signal: context.req.raw.signal })),
      );
    } finally {
      walks -= 1;
    }
  });
}

/** A persona's, or as small a one as asks for a hosted name. */
async function bodyOf(target: string, workspaceId: string, { store, checkLlm }: AppParts): Promise<JsonObject> {
  const persona = await store.personas.get(workspaceId, target);
  if (persona !== undefined) return persona.body;
  const unknown = checkLlm({ model: target });
  if (unknown === undefined) return { layers: { llm: { model: target } } };
  const why = unknown.replace(/^[\w.]+: /, "");
  throw refusal(400, `target: there is no persona of that id, and ${why}`);
}
